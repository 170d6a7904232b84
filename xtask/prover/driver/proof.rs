//! What every driver has in common: values from JSON and back, for the types that each client has, and the loop over the
//! cases. Uses a client's public API and nothing else.

use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use client::{Error, ErrorKind, Extra, File, Maybe, Number, Request, Response, formats};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// What was built, or why it could not be.
pub type Built<T> = Result<T, String>;

/// A type of a client: made of JSON by its constructors and setters, told as JSON by its fields.
pub trait Proved: Sized {
    fn build(value: &Value) -> Built<Self>;
    fn show(&self) -> Value;
    /// By the type's own `Serialize`; nothing where it has none.
    fn encode(&self) -> Option<Value>;
    /// By the type's own `Deserialize` and `Serialize`.
    fn again(_: &str) -> Built<Value> {
        Err("this type is not read from JSON".to_owned())
    }
}

pub fn again<T: for<'de> Deserialize<'de> + Proved>(text: &str) -> Built<Value> {
    let read: T = serde_json::from_str(text).map_err(|error| error.to_string())?;
    read.encode().ok_or_else(|| "it is not written as JSON".to_owned())
}

macro_rules! plain {
    ($($ty:ty, $take:expr;)*) => { $(
        impl Proved for $ty {
            fn build(value: &Value) -> Built<Self> {
                let take: fn(&Value) -> Option<$ty> = $take;
                take(value).ok_or_else(|| format!("{} of {value}", stringify!($ty)))
            }
            fn show(&self) -> Value { json!(self) }
            fn encode(&self) -> Option<Value> { serde_json::to_value(self).ok() }
            fn again(text: &str) -> Built<Value> { again::<Self>(text) }
        }
    )* };
}

plain! {
    String, |value| value.as_str().map(str::to_owned);
    bool, Value::as_bool;
    i32, |value| whole(value).and_then(|of| of.try_into().ok());
    i64, |value| whole(value).and_then(|of| of.try_into().ok());
    u32, |value| whole(value).and_then(|of| of.try_into().ok());
    u64, |value| whole(value).and_then(|of| of.try_into().ok());
    f64, Value::as_f64;
}

fn whole(value: &Value) -> Option<i128> {
    let float = |of: f64| (of.fract() == 0.0).then_some(of as i128);
    value.as_i64().map(i128::from).or(value.as_u64().map(i128::from)).or(value.as_f64().and_then(float))
}

impl Proved for f32 {
    fn build(value: &Value) -> Built<Self> {
        value.as_f64().map(|of| of as f32).ok_or_else(|| format!("f32 of {value}"))
    }
    fn show(&self) -> Value {
        json!(f64::from(*self))
    }
    // As it stands in JSON, with the digits of an `f32`.
    fn encode(&self) -> Option<Value> {
        serde_json::to_string(self).ok().and_then(|text| serde_json::from_str(&text).ok())
    }
    fn again(text: &str) -> Built<Value> {
        again::<Self>(text)
    }
}

impl Proved for () {
    fn build(_: &Value) -> Built<Self> {
        Ok(())
    }
    fn show(&self) -> Value {
        Value::Null
    }
    fn encode(&self) -> Option<Value> {
        None
    }
}

impl Proved for Value {
    fn build(value: &Value) -> Built<Self> {
        Ok(value.clone())
    }
    fn show(&self) -> Value {
        self.clone()
    }
    fn encode(&self) -> Option<Value> {
        Some(self.clone())
    }
    fn again(text: &str) -> Built<Value> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }
}

impl Proved for Number {
    fn build(value: &Value) -> Built<Self> {
        let of = value.as_i64().map(Number::from).or(value.as_u64().map(Number::from));
        of.or(value.as_f64().map(Number::from)).ok_or_else(|| format!("a number of {value}"))
    }
    fn show(&self) -> Value {
        match (self.as_i64(), self.as_u64()) {
            (Some(of), _) => json!(of),
            (None, Some(of)) => json!(of),
            (None, None) => json!(self.as_f64()),
        }
    }
    fn encode(&self) -> Option<Value> {
        serde_json::to_value(self).ok()
    }
    fn again(text: &str) -> Built<Value> {
        again::<Self>(text)
    }
}

impl Proved for Bytes {
    fn build(value: &Value) -> Built<Self> {
        String::build(value).map(Bytes::from)
    }
    fn show(&self) -> Value {
        json!(String::from_utf8_lossy(self))
    }
    fn encode(&self) -> Option<Value> {
        None
    }
}

impl Proved for File {
    fn build(value: &Value) -> Built<Self> {
        String::build(value).map(|text| File::new(text).with_name("file.txt"))
    }
    fn show(&self) -> Value {
        json!(self.bytes().map(|bytes| String::from_utf8_lossy(bytes).into_owned()))
    }
    fn encode(&self) -> Option<Value> {
        None
    }
}

macro_rules! texts {
    ($($name:ident)*) => { $(
        impl Proved for formats::$name {
            fn build(value: &Value) -> Built<Self> { String::build(value).map(formats::$name::from) }
            fn show(&self) -> Value { json!(self.as_str()) }
            fn encode(&self) -> Option<Value> { serde_json::to_value(self).ok() }
            fn again(text: &str) -> Built<Value> { again::<Self>(text) }
        }
    )* };
}
texts!(DateTime Date Time Duration Uuid Uri Decimal Base64);

impl<T: Proved> Proved for Box<T> {
    fn build(value: &Value) -> Built<Self> {
        T::build(value).map(Box::new)
    }
    fn show(&self) -> Value {
        T::show(self)
    }
    fn encode(&self) -> Option<Value> {
        T::encode(self)
    }
    fn again(text: &str) -> Built<Value> {
        T::again(text)
    }
}

impl<T: Proved> Proved for Option<T> {
    fn build(value: &Value) -> Built<Self> {
        if value.is_null() { Ok(None) } else { T::build(value).map(Some) }
    }
    fn show(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::show)
    }
    fn encode(&self) -> Option<Value> {
        self.as_ref().map_or(Some(Value::Null), T::encode)
    }
    fn again(text: &str) -> Built<Value> {
        if text.trim() == "null" { Ok(Value::Null) } else { T::again(text) }
    }
}

impl<T: Proved> Proved for Vec<T> {
    fn build(value: &Value) -> Built<Self> {
        let items = value.as_array().ok_or_else(|| format!("a list of {value}"))?;
        items.iter().map(T::build).collect()
    }
    fn show(&self) -> Value {
        self.iter().map(T::show).collect()
    }
    fn encode(&self) -> Option<Value> {
        self.iter().map(T::encode).collect()
    }
    fn again(text: &str) -> Built<Value> {
        let items: Vec<&serde_json::value::RawValue> = serde_json::from_str(text).map_err(|error| error.to_string())?;
        items.iter().map(|item| T::again(item.get())).collect()
    }
}

impl<T: Proved> Proved for BTreeMap<String, T> {
    fn build(value: &Value) -> Built<Self> {
        let members = value.as_object().ok_or_else(|| format!("a map of {value}"))?;
        members.iter().map(|(key, value)| Ok((key.clone(), T::build(value)?))).collect()
    }
    fn show(&self) -> Value {
        self.iter().map(|(key, value)| (key.clone(), value.show())).collect()
    }
    fn encode(&self) -> Option<Value> {
        self.iter().map(|(key, value)| Some((key.clone(), value.encode()?))).collect()
    }
    fn again(text: &str) -> Built<Value> {
        let members: BTreeMap<String, &serde_json::value::RawValue> =
            serde_json::from_str(text).map_err(|error| error.to_string())?;
        members.into_iter().map(|(key, value)| Ok((key, T::again(value.get())?))).collect()
    }
}

/// Numbers by value, all else as it is.
pub fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(x), Value::Number(y)) => x == y || x.as_f64() == y.as_f64() && x.is_f64() != y.is_f64(),
        (Value::Array(x), Value::Array(y)) => x.len() == y.len() && x.iter().zip(y).all(|(x, y)| same(x, y)),
        (Value::Object(x), Value::Object(y)) => {
            x.len() == y.len() && x.iter().all(|(key, x)| y.get(key).is_some_and(|y| same(x, y)))
        }
        (a, b) => a == b,
    }
}

/// The members of an object, or the places of an array, while a type is built of them.
pub struct Members(Map<String, Value>);

impl Members {
    pub fn of(value: &Value) -> Built<Members> {
        value.as_object().map(|of| Members(of.clone())).ok_or_else(|| format!("an object of {value}"))
    }
    pub fn places(value: &Value) -> Built<Members> {
        let items = value.as_array().ok_or_else(|| format!("an array of {value}"))?;
        Ok(Members(items.iter().enumerate().map(|(index, value)| (index.to_string(), value.clone())).collect()))
    }
    pub fn need<T: Proved>(&mut self, name: &str) -> Built<T> {
        let value = self.0.remove(name).ok_or_else(|| format!("`{name}` is missing"))?;
        T::build(&value).map_err(|why| format!("{name}: {why}"))
    }
    pub fn may<T: Proved>(&mut self, name: &str) -> Built<Option<T>> {
        if self.0.contains_key(name) { self.need(name).map(Some) } else { Ok(None) }
    }
    pub fn maybe<T: Proved>(&mut self, name: &str) -> Built<Option<Maybe<T>>> {
        Ok(self.may::<Option<T>>(name)?.map(|of| of.map_or(Maybe::Null, Maybe::Value)))
    }
    pub fn skip(&mut self, name: &str) {
        self.0.remove(name);
    }
    /// What the type has no name for; only what the description has no name for either.
    pub fn rest(self) -> Built<Vec<(String, Value)>> {
        match self.0.iter().find(|(key, value)| !nameless(key, value)) {
            Some((key, _)) => Err(format!("the type knows no `{key}`")),
            None => Ok(self.0.into_iter().collect()),
        }
    }
    /// Where the type has a type for all others.
    pub fn all(self) -> Vec<(String, Value)> {
        self.0.into_iter().collect()
    }
    /// The places behind those of the type, in order.
    pub fn others(self) -> Vec<Value> {
        let mut all: Vec<(usize, Value)> =
            self.0.into_iter().map(|(key, value)| (key.parse().unwrap_or_default(), value)).collect();
        all.sort_by_key(|(place, _)| *place);
        all.into_iter().map(|(_, value)| value).collect()
    }
}

/// How the cases spell a member that no description names.
fn nameless(key: &str, value: &Value) -> bool {
    key.starts_with("additional") || value == "required without a property"
}

/// What a type tells of its fields.
#[derive(Default)]
pub struct Shown(Vec<(&'static str, Value)>, Map<String, Value>, Vec<Value>);

impl Shown {
    pub fn need<T: Proved>(&mut self, name: &'static str, value: &T) {
        self.0.push((name, value.show()));
    }
    pub fn may<T: Proved>(&mut self, name: &'static str, value: &Option<T>) {
        self.0.extend(value.as_ref().map(|value| (name, value.show())));
    }
    pub fn maybe<T: Proved>(&mut self, name: &'static str, value: &Maybe<T>) {
        match value {
            Maybe::Absent => {}
            Maybe::Null => self.0.push((name, Value::Null)),
            Maybe::Value(value) => self.0.push((name, value.show())),
        }
    }
    pub fn rest(&mut self, extra: &Extra) {
        for (key, value) in extra.iter() {
            let name = if nameless(key, value) { key.clone() } else { format!("{key} (in extra)") };
            self.1.insert(name, value.clone());
        }
    }
    pub fn typed<T: Proved>(&mut self, extra: &BTreeMap<String, T>) {
        self.1.extend(extra.iter().map(|(key, value)| (key.clone(), value.show())));
    }
    pub fn others<T: Proved>(&mut self, extra: &[T]) {
        self.2.extend(extra.iter().map(T::show));
    }
    pub fn object(self) -> Value {
        let mut all = self.1;
        all.extend(self.0.into_iter().map(|(name, value)| (name.to_owned(), value)));
        Value::Object(all)
    }
    pub fn array(self) -> Value {
        self.0.into_iter().map(|(_, value)| value).chain(self.2).collect()
    }
}

/// A call and what is answered.
#[derive(Deserialize)]
pub struct Case {
    operation: usize,
    given: Vec<Given>,
    body: Option<Value>,
    pub whole: bool,
    status: u16,
    headers: Vec<(String, String)>,
    answer: String,
    /// Instead of a call: an example of a body, to be read and written.
    example: Option<String>,
}

#[derive(Deserialize)]
struct Given {
    place: String,
    name: String,
    value: Value,
}

impl Case {
    fn value(&self, place: &str, name: &str) -> Option<&Value> {
        match place {
            "body" => self.body.as_ref(),
            "member" => self.body.as_ref().and_then(|body| body.get(name)),
            place => self.given.iter().find(|of| of.place == place && of.name == name).map(|of| &of.value),
        }
    }
    pub fn need<T: Proved>(&self, place: &str, name: &str) -> Built<T> {
        let value = self.value(place, name).ok_or_else(|| format!("the call needs {place} `{name}`, which the case lacks"))?;
        T::build(value).map_err(|why| format!("{place} {name}: {why}"))
    }
    pub fn may<T: Proved>(&self, place: &str, name: &str) -> Built<Option<T>> {
        if self.value(place, name).is_some() { self.need(place, name).map(Some) } else { Ok(None) }
    }
    pub fn maybe<T: Proved>(&self, place: &str, name: &str) -> Built<Option<Maybe<T>>> {
        Ok(self.may::<Option<T>>(place, name)?.map(|of| of.map_or(Maybe::Null, Maybe::Value)))
    }
    /// Every parameter and member must be one that the call was given.
    pub fn known(&self, names: &[(&str, &str)]) -> Built<()> {
        match self.given.iter().find(|of| !names.contains(&(&*of.place, &*of.name))) {
            Some(of) => Err(format!("the call knows no {} `{}`", of.place, of.name)),
            None => Ok(()),
        }
    }
    /// Likewise the members of a body that is given by its members.
    pub fn all_members(&self, names: &[&str]) -> bool {
        let members = self.body.as_ref().and_then(Value::as_object);
        members.is_none_or(|of| of.keys().all(|key| names.contains(&key.as_str())))
    }
}

/// What a declared error holds: its variant, what it shows, what it is written as.
pub type Declared = Option<(&'static str, Value, Option<Value>)>;

/// What was answered, as the client hands it out: a success, or a declared error by its variant.
pub fn told<T: Proved>(
    answer: Result<Response<T>, Error>,
    headers: fn(&http::HeaderMap) -> Value,
    declared: fn(&Error) -> Declared,
) -> Value {
    match answer {
        Ok(response) => {
            let (status, headers) = (response.status().as_u16(), headers(response.headers()));
            let body = response.into_body();
            json!({"status": status, "read": body.show(), "encoded": body.encode(), "headers": headers})
        }
        Err(error) if error.kind() == ErrorKind::Status => {
            let headers = error.headers().map_or(Value::Null, headers);
            let status = error.status().map(|of| of.as_u16());
            match declared(&error) {
                Some((variant, read, encoded)) => {
                    json!({"status": status, "headers": headers, "variant": variant, "read": read, "encoded": encoded})
                }
                None => {
                    let raw = error.body().map(|of| String::from_utf8_lossy(of).into_owned());
                    json!({"status": status, "headers": headers, "raw": raw})
                }
            }
        }
        Err(error) => json!({"error": error.to_string()}),
    }
}

pub fn none(_: &Error) -> Declared {
    None
}

type Operation = (fn(&client::Client, &Case) -> Built<Value>, fn(&str) -> Built<Value>);

/// Answers every line of standard input with one on standard output.
pub fn run(setup: &str, operations: &[Operation]) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let next: Arc<Mutex<Option<http::Response<Bytes>>>> = Arc::default();
    let client = build(setup, asked.clone(), next.clone());
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let case: Case = serde_json::from_str(&line).expect("a case");
        let Some((call, example)) = operations.get(case.operation) else { continue };
        let mut result = match &case.example {
            Some(text) => example(text).map(|again| json!({"again": again})),
            None => {
                *next.lock().unwrap() = Some(answer(&case));
                call(&client, &case)
            }
        }
        .unwrap_or_else(|why| json!({"fault": why}));
        result["requests"] = Value::Array(std::mem::take(&mut *asked.lock().unwrap()));
        writeln!(out, "{result}").expect("somebody reads");
    }
    out.flush().expect("somebody reads");
}

fn answer(case: &Case) -> http::Response<Bytes> {
    let mut response = http::Response::builder().status(case.status);
    for (name, value) in &case.headers {
        response = response.header(name, value);
    }
    response.body(Bytes::from(case.answer.clone())).expect("an answer")
}

fn build(setup: &str, asked: Arc<Mutex<Vec<Value>>>, next: Arc<Mutex<Option<http::Response<Bytes>>>>) -> client::Client {
    let setup: Value = serde_json::from_str(setup).expect("a setup");
    let transport = client::transport::answer_with(move |request| {
        let hex: String = request.body().iter().map(|byte| std::format!("{byte:02x}")).collect();
        let headers: Vec<_> =
            request.headers().iter().map(|(name, value)| json!([name.as_str(), String::from_utf8_lossy(value.as_bytes())])).collect();
        asked.lock().unwrap().push(json!({
            "method": request.method().as_str(), "uri": request.uri().to_string(), "headers": headers, "body": hex,
        }));
        next.lock().unwrap().clone().unwrap_or_default()
    });
    let mut builder = client::Client::builder().retries(0).blocking_transport(transport);
    if let Some(url) = setup["base_url"].as_str() {
        builder = builder.base_url(url);
    }
    for (scheme, secret) in setup["credentials"].as_object().into_iter().flatten() {
        builder = builder.credential(scheme, secret.as_str().unwrap_or_default());
    }
    if setup["basic"].as_bool() == Some(true) {
        builder = builder.basic("user name", "pass:word");
    }
    builder.build().expect("a client")
}
