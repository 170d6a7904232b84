//! Base URLs, paths, and every style of parameters, with the values of the specification's table
//! ("Style Examples").

mod api;

use std::collections::BTreeMap;

use api::{BASE, address, builder, operation, with_parameter};
use clientwright_runtime::ErrorKind;
use clientwright_runtime::call::{Api, Location, Operation, Parameter, Server, Style};
use clientwright_runtime::value::Field;

fn of_base(url: &str) -> String {
    address(builder().base_url(url), operation(BASE), |_| {})
}

#[test]
fn a_base_url_is_joined_without_surprise() {
    for url in ["http://h/v1", "http://h/v1/", "http://h/v1//", " http://h/v1 "] {
        assert_eq!(of_base(url), "http://h/v1/things", "{url}");
    }
    assert_eq!(of_base("http://h"), "http://h/things");
    assert_eq!(of_base("http://h/v1?key=1&b="), "http://h/v1/things?key=1&b=");
    assert_eq!(of_base("http://[::1]:8080/%7Ea"), "http://[::1]:8080/%7Ea/things");
}

#[test]
fn a_base_url_that_is_none_is_said_when_the_client_is_built() {
    for (url, why) in [
        ("api.test", "is not absolute"),
        ("/v1", "is not absolute"),
        ("ftp://api.test", "is neither http nor https"),
        ("https://user:pass@api.test", "contains a user name or password"),
        ("https://api.test/#x", "has a fragment"),
        ("https://a b", "is not a valid URL"),
    ] {
        let error = builder().base_url(url).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains(why), "{url}: {error}");
        assert!(!error.to_string().contains("pass@"), "{error}");
    }
}

/// Returns the text in place of the parameter.
fn spelled(location: Location, style: Style, explode: bool, value: &dyn Field) -> String {
    let (path, cut) = match location {
        Location::Path => ("/p/{color}/end", "http://h/p/"),
        Location::Query | Location::Header | Location::Cookie => ("/p", "http://h/p"),
    };
    let whole = address(builder().base_url("http://h"), with_parameter(path, location, style, explode), |call| {
        call.set(0, value);
    });
    whole.strip_prefix(cut).unwrap().trim_end_matches("/end").to_owned()
}

#[test]
fn styles_are_spelled_as_the_specification_has_them() {
    use Location::{Path, Query};
    use Style::{DeepObject, Form, Label, Matrix, PipeDelimited, Simple, SpaceDelimited};
    let string = "blue".to_owned();
    let array: Vec<String> = ["blue", "black", "brown"].map(str::to_owned).to_vec();
    // A map is sorted by key: B, G, R.
    let object = BTreeMap::from([("R".to_owned(), 100_i64), ("G".to_owned(), 200), ("B".to_owned(), 150)]);
    for (location, style, explode, expected) in [
        (Path, Matrix, false, [";color=blue", ";color=blue,black,brown", ";color=B,150,G,200,R,100"]),
        (Path, Matrix, true, [";color=blue", ";color=blue;color=black;color=brown", ";B=150;G=200;R=100"]),
        (Path, Label, false, [".blue", ".blue,black,brown", ".B,150,G,200,R,100"]),
        (Path, Label, true, [".blue", ".blue.black.brown", ".B=150.G=200.R=100"]),
        (Path, Simple, false, ["blue", "blue,black,brown", "B,150,G,200,R,100"]),
        (Path, Simple, true, ["blue", "blue,black,brown", "B=150,G=200,R=100"]),
        (Query, Form, false, ["?color=blue", "?color=blue,black,brown", "?color=B,150,G,200,R,100"]),
        (Query, Form, true, ["?color=blue", "?color=blue&color=black&color=brown", "?B=150&G=200&R=100"]),
        (
            Query,
            SpaceDelimited,
            false,
            ["?color=blue", "?color=blue%20black%20brown", "?color=B%20150%20G%20200%20R%20100"],
        ),
        (
            Query,
            PipeDelimited,
            false,
            ["?color=blue", "?color=blue%7Cblack%7Cbrown", "?color=B%7C150%7CG%7C200%7CR%7C100"],
        ),
        (
            Query,
            DeepObject,
            true,
            [
                "?color=blue",
                "?color=blue&color=black&color=brown",
                "?color%5BB%5D=150&color%5BG%5D=200&color%5BR%5D=100",
            ],
        ),
    ] {
        let values: [&dyn Field; 3] = [&string, &array, &object];
        let got = values.map(|value| spelled(location, style, explode, value));
        assert_eq!(got, expected, "{location:?} {style:?} explode: {explode}");
    }
}

#[test]
fn empty_values() {
    let (text, none) = (String::new(), Vec::<String>::new());
    assert_eq!(spelled(Location::Query, Style::Form, true, &text), "?color=");
    assert_eq!(spelled(Location::Query, Style::Form, true, &none), "");
    assert_eq!(spelled(Location::Query, Style::Form, true, &None::<String>), "");
}

#[test]
fn what_a_value_holds_never_leaves_its_place() {
    let hostile = "a/b?c=d&e#f%2F é\u{1F600}+ ".to_owned();
    let encoded = "a%2Fb%3Fc%3Dd%26e%23f%252F%20%C3%A9%F0%9F%98%80%2B%20";
    assert_eq!(spelled(Location::Path, Style::Simple, false, &hostile), encoded);
    assert_eq!(spelled(Location::Query, Style::Form, true, &hostile), format!("?color={encoded}"));
    let key = BTreeMap::from([("a&b=c".to_owned(), "d".to_owned())]);
    assert_eq!(spelled(Location::Query, Style::Form, true, &key), "?a%26b%3Dc=d");
}

/// Returns the URL of a call with a value of a parameter with `allowReserved`.
fn reserved(location: Location, style: Style, explode: bool, value: &dyn Field) -> http::Request<bytes::Bytes> {
    let parameter = Parameter { name: "q", location, style, explode, reserved: true, required: true };
    let path = if location == Location::Path { "/p/{q}/end" } else { "/p" };
    let operation = operation(Operation { path, parameters: Box::leak(Box::new([parameter])), ..BASE });
    let (client, seen) = api::responding(builder().base_url("http://h"), vec![api::response(200, "{}")]);
    api::request::<serde_json::Value>(&client, operation, |call| call.set(0, value)).send_blocking().unwrap();
    let mut seen = seen.lock().unwrap();
    seen.remove(0)
}

/// OpenAPI 3.0.4 and 3.1.1, Parameter Object; RFC 6570 section 3.2.3.
#[test]
fn reserved_characters_and_triples_stay_where_the_description_allows_it() {
    let query = |value: &dyn Field| {
        let sent = reserved(Location::Query, Style::Form, true, value);
        sent.uri().query().unwrap().to_owned()
    };
    assert_eq!(query(&"a/b?c=d&e#f+g é[h]".to_owned()), "q=a/b?c=d%26e%23f%2Bg%20%C3%A9%5Bh%5D");
    assert_eq!(query(&":/?@!$'()*,;=-._~".to_owned()), "q=:/?@!$'()*,;=-._~");
    for (value, expected) in [
        ("50%25", "50%25"),
        ("a%2Fb%2fc", "a%2Fb%2fc"),
        ("50%", "50%25"),
        ("%", "%25"),
        ("%%41", "%25%41"),
        ("%4", "%254"),
        ("%zz%4g%é", "%25zz%254g%25%C3%A9"),
        ("%26%", "%26%25"),
    ] {
        assert_eq!(query(&value.to_owned()), format!("q={expected}"));
        assert_eq!(query(&vec![value.to_owned(), "x".to_owned()]), format!("q={expected}&q=x"));
        assert_eq!(query(&BTreeMap::from([("k".to_owned(), value.to_owned())])), format!("k={expected}"));
        let deep = BTreeMap::from([("k".to_owned(), value.to_owned())]);
        let sent = reserved(Location::Query, Style::DeepObject, true, &deep);
        assert_eq!(sent.uri().query().unwrap(), format!("q%5Bk%5D={expected}"));
        let nested = BTreeMap::from([("k".to_owned(), vec![value.to_owned()])]);
        let sent = reserved(Location::Query, Style::DeepObject, true, &nested);
        assert_eq!(sent.uri().query().unwrap(), format!("q%5Bk%5D%5B0%5D={expected}"));
        // OpenAPI 3.2 allows it in a path and a cookie too.
        let sent = reserved(Location::Path, Style::Simple, false, &format!("x{value}"));
        assert_eq!(sent.uri().path(), format!("/p/x{expected}/end"));
        let sent = reserved(Location::Cookie, Style::Form, false, &value.to_owned());
        assert_eq!(sent.headers()["cookie"].to_str().unwrap(), format!("q={expected}"));
    }
    let all = ":/?#[]@!$&'()*+,;= %2F".to_owned();
    let sent = reserved(Location::Path, Style::Simple, false, &all);
    assert_eq!(sent.uri().path(), "/p/:%2F%3F%23%5B%5D@!$&'()*+,;=%20%2F/end");
    let sent = reserved(Location::Cookie, Style::Form, false, &all);
    assert_eq!(sent.headers()["cookie"], "q=:/?%23%5B%5D@!$&'()*+%2C%3B=%20%2F");
}

/// A path, the style of its parameters, and their values.
type Case = (&'static str, Style, bool, Vec<Box<dyn Field>>);

/// Returns the error of a call with these values of path parameters, or its path.
fn refused(path: &'static str, style: Style, explode: bool, values: &[&dyn Field]) -> Result<String, String> {
    let parameter = |name| Parameter { name, location: Location::Path, style, explode, reserved: true, required: true };
    let operation = operation(Operation {
        method: "DELETE",
        path,
        parameters: Box::leak(Box::new([parameter("a"), parameter("b")])),
        ..BASE
    });
    let (client, seen) = api::responding(builder().base_url("http://h/v1"), vec![api::response(200, "{}")]);
    let request = api::request::<serde_json::Value>(&client, operation, |call| {
        values.iter().enumerate().for_each(|(index, value)| call.set(index, *value));
    });
    match request.send_blocking() {
        Ok(_) => Ok(seen.lock().unwrap()[0].uri().path().to_owned()),
        Err(error) => {
            assert_eq!((error.kind(), seen.lock().unwrap().len()), (ErrorKind::Config, 0));
            Err(error.to_string())
        }
    }
}

/// RFC 3986 section 5.2.4: whatever the style and the shape.
#[test]
fn a_segment_that_would_make_another_path_is_refused() {
    let text = |text: &str| text.to_owned();
    let list = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>();
    let map = |key: &str, value: &str| BTreeMap::from([(key.to_owned(), value.to_owned())]);
    let cases: [Case; 27] = [
        ("/{a}", Style::Simple, false, vec![Box::new(text(""))]),
        ("/{a}", Style::Simple, false, vec![Box::new(text("."))]),
        ("/{a}", Style::Simple, false, vec![Box::new(text(".."))]),
        ("/{a}", Style::Simple, false, vec![Box::new(text("%2e%2E"))]),
        ("/x/{a}/y", Style::Simple, false, vec![Box::new(text(".%2e"))]),
        ("/{a}", Style::Simple, false, vec![Box::new(list(&[".."]))]),
        ("/{a}", Style::Simple, true, vec![Box::new(list(&["."]))]),
        ("/{a}", Style::Simple, false, vec![Box::new(list(&[""]))]),
        ("/{a}", Style::Simple, false, vec![Box::new(list(&[]))]),
        ("/{a}", Style::Simple, true, vec![Box::new(BTreeMap::<String, String>::new())]),
        ("/{a}", Style::Simple, false, vec![Box::new(serde_json::json!([".."]))]),
        ("/{a}", Style::Simple, false, vec![Box::new(serde_json::json!(".."))]),
        ("/{a}", Style::Label, false, vec![Box::new(text(""))]),
        ("/{a}", Style::Label, false, vec![Box::new(text("."))]),
        ("/{a}", Style::Label, false, vec![Box::new(list(&[""]))]),
        ("/{a}", Style::Label, true, vec![Box::new(list(&["."]))]),
        ("/{a}", Style::Label, true, vec![Box::new(list(&["", ""]))]),
        ("/{a}", Style::Label, false, vec![Box::new(list(&[]))]),
        ("/{a}", Style::Label, true, vec![Box::new(BTreeMap::<String, String>::new())]),
        ("/{a}", Style::Matrix, true, vec![Box::new(list(&[]))]),
        ("/{a}", Style::Matrix, false, vec![Box::new(BTreeMap::<String, String>::new())]),
        ("/x/{a}{b}", Style::Simple, false, vec![Box::new(text(".")), Box::new(text("."))]),
        ("/x/{a}{b}/", Style::Simple, false, vec![Box::new(text("")), Box::new(list(&[".."]))]),
        ("/x/{a}{b}?q=1", Style::Simple, false, vec![Box::new(text("")), Box::new(text(""))]),
        ("/.{a}", Style::Simple, false, vec![Box::new(text(""))]),
        ("/.{a}", Style::Simple, false, vec![Box::new(text("%2e"))]),
        ("/{a}.", Style::Simple, false, vec![Box::new(text("."))]),
    ];
    for (path, style, explode, values) in &cases {
        let values: Vec<&dyn Field> = values.iter().map(|value| &**value).collect();
        let error = refused(path, *style, *explode, &values).unwrap_err();
        assert!(error.starts_with("things.get: the parameter `a` cannot be sent: i"), "{path}: {error}");
        assert!(error.ends_with("which would change the path"), "{path}: {error}");
    }
    for (path, style, value, expected) in [
        ("/{a}", Style::Simple, list(&["..", "."]), "..,."),
        ("/{a}", Style::Simple, list(&["", ""]), ","),
        ("/{a}", Style::Simple, list(&["..."]), "..."),
        ("/{a}", Style::Label, list(&["a"]), ".a"),
        ("/{a}", Style::Label, list(&[".."]), "..."),
        ("/{a}", Style::Matrix, list(&[""]), ";a"),
        ("/{a}.json", Style::Simple, list(&["."]), "..json"),
        ("/x{a}", Style::Label, list(&[]), "x"),
        ("/x{a}", Style::Simple, list(&[".."]), "x.."),
    ] {
        assert_eq!(refused(path, style, false, &[&value]).unwrap(), format!("/v1/{expected}"));
    }
    assert_eq!(refused("/{a}", Style::Simple, true, &[&map("", "")]).unwrap(), "/v1/=");
    // The first segment is valid, the second one is not.
    let error = refused("/{a}/{b}", Style::Simple, false, &[&text("x"), &list(&[".."])]).unwrap_err();
    assert!(error.contains("the parameter `b` cannot be sent: it is `.` or `..`"), "{error}");
}

#[test]
fn a_base_url_is_never_another_one() {
    for url in ["http://h/..", "http://h/a/../b", "http://h/%2E%2e/b", "http://h/./"] {
        let error = builder().base_url(url).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains("has `.` or `..` in its path"), "{url}: {error}");
    }
    static SERVERS: [Server; 1] =
        [Server { url: "http://h/{tenant}/{rest}", variables: &[("tenant", "t"), ("rest", "")], description: "" }];
    static API: Api = Api { servers: &SERVERS, server_variables: &["tenant", "rest"], ..api::API };
    let call = |tenant: &str| {
        let builder = clientwright_runtime::ClientBuilder::new(&API).server_variable("tenant", tenant);
        let (client, seen) = api::responding(builder, vec![api::response(200, "{}")]);
        let sent = api::request::<serde_json::Value>(&client, operation(BASE), |_| {}).send_blocking();
        sent.map(|_| seen.lock().unwrap()[0].uri().path().to_owned()).map_err(|error| error.to_string())
    };
    assert_eq!(call("a").unwrap(), "/a/things", "a variable at the end may be empty");
    assert!(call("..").unwrap_err().contains("has `.` or `..` in its path"));
    let server = "a server variable leaves a segment of its path empty";
    static INNER: [Server; 1] =
        [Server { url: "http://h/{tenant}/v1", variables: &[("tenant", "t")], description: "" }];
    static OTHER: Api = Api { servers: &INNER, server_variables: &["tenant"], ..api::API };
    let builder = clientwright_runtime::ClientBuilder::new(&OTHER).server_variable("tenant", "");
    let (client, _) = api::responding(builder, vec![api::response(200, "{}")]);
    let error = api::request::<serde_json::Value>(&client, operation(BASE), |_| {}).send_blocking().unwrap_err();
    assert!(error.to_string().ends_with(server), "{error}");
}

#[test]
fn headers_and_cookies() {
    let array: Vec<String> = ["a b", "c"].map(str::to_owned).to_vec();
    let sent = |location, style, explode, value: &dyn Field, header: &str| {
        let (client, seen) = api::responding(builder(), vec![api::response(200, "{}")]);
        let operation = with_parameter("/p", location, style, explode);
        let request = api::request::<serde_json::Value>(&client, operation, |call| call.set(0, value));
        request.send_blocking().map(|_| seen.lock().unwrap()[0].headers()[header].to_str().unwrap().to_owned())
    };
    assert_eq!(sent(Location::Header, Style::Simple, false, &array, "color").unwrap(), "a b,c");
    assert_eq!(sent(Location::Cookie, Style::Form, false, &array, "cookie").unwrap(), "color=a%20b,c");
    assert_eq!(sent(Location::Cookie, Style::Form, true, &array, "cookie").unwrap(), "color=a%20b; color=c");
    let injected = "a\r\nx-evil: 1".to_owned();
    let error = sent(Location::Header, Style::Simple, false, &injected, "color").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config, "{error}");
    assert_eq!(
        sent(Location::Cookie, Style::Form, true, &"a; b=c".to_owned(), "cookie").unwrap(),
        "color=a%3B%20b%3Dc"
    );
    assert_eq!(sent(Location::Cookie, Style::Cookie, false, &array, "cookie").unwrap(), "color=a b,c");
    assert_eq!(sent(Location::Cookie, Style::Cookie, true, &array, "cookie").unwrap(), "color=a b; color=c");
    let error = sent(Location::Cookie, Style::Cookie, true, &"a; b=c".to_owned(), "cookie").unwrap_err();
    assert!(error.to_string().contains("would end the cookie"), "{error}");
}
