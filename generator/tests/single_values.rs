//! Enums with a single value over time: the arguments of constructors and methods do not change
//! when an enum gains or loses values, nor with a lock of an earlier edition.

use clientwright::{Lock, Options, Sources, generate};

/// Returns a description whose property and parameter have these values.
fn spec(texts: &str, numbers: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{ title: T, version: '1' }}\nservers: [{{ url: 'https://a.example' }}]\npaths:\n  /a:\n    post:\n      operationId: act\n      \
         tags: [things]\n      parameters: [{{ name: v, in: query, required: true, schema: {{ type: integer, enum: {numbers} }} }}]\n      requestBody: {{ required: true, content: \
         {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Act' }} }} }} }}\n      responses: {{ '204': {{ description: d }} }}\ncomponents:\n  schemas:\n    \
         Act: {{ type: object, required: [do, how], properties: {{ do: {{ type: string, enum: {texts} }}, how: {{ type: string }} }} }}\n"
    )
}

/// Returns the signature of the method with the arguments that it records, and the lock.
fn method(spec: &str, lock: &str) -> (String, String) {
    let output = generate(
        &Sources::new("spec.yaml", spec.to_owned()),
        &Options { crate_name: "one".to_owned(), ..Options::default() },
        &Lock::parse(lock).unwrap(),
    );
    let output = output.unwrap_or_else(|report| panic!("{report:?}"));
    let code = &output.files["src/things.rs"];
    let from = code.find("pub fn act").unwrap();
    let method = &code[from..from + code[from..].find("Act(CommonRequest").unwrap()];
    // The number of lines that the arguments take does not matter.
    (method.split_whitespace().collect::<Vec<_>>().join(" "), output.lock.to_text())
}

#[test]
fn a_list_that_grows_keeps_what_was_sent_by_itself() {
    let (first, lock) = method(&spec("[start]", "[2]"), "");
    assert!(first.contains("pub fn act(&self, how: impl Into<String>)"), "{first}");
    assert!(first.contains("call.set(0, &2_i64);") && first.contains("ActDo::Start"), "{first}");
    let (grown, again) = method(&spec("[begin, start]", "[2, 3]"), &lock);
    assert_eq!(grown, first);
    assert_eq!(lock.lines().filter(|line| line.starts_with("constant")).count(), 2, "{lock}");
    assert_eq!(method(&spec("[begin, start]", "[2, 3]"), &again).0, first);
}

#[test]
fn a_value_that_is_no_more_allowed_is_asked_for() {
    let (_, lock) = method(&spec("[start]", "[2]"), "");
    let (changed, _) = method(&spec("[begin, end]", "[4, 5]"), &lock);
    assert!(
        changed.contains("pub fn act( &self, v: impl Into<i64>, do_: types::ActDo, how: impl Into<String>, )"),
        "{changed}"
    );
}

#[test]
fn a_list_that_shrinks_keeps_its_argument() {
    let (_, lock) = method(&spec("[begin, start]", "[2, 3]"), "");
    let (shrunk, again) = method(&spec("[start]", "[2]"), &lock);
    assert!(shrunk.contains("v: impl Into<i64>, do_: types::ActDo"), "{shrunk}");
    assert_eq!(method(&spec("[start]", "[2]"), &again).0, shrunk);
}

#[test]
fn a_lock_of_earlier_rules_keeps_its_arguments() {
    let (_, lock) = method(&spec("[start]", "[2]"), "");
    let earlier: String =
        lock.lines().filter(|line| !line.starts_with("constant")).map(|line| format!("{line}\n")).collect();
    let (kept, again) = method(&spec("[start]", "[2]"), &earlier);
    assert!(kept.contains("v: impl Into<i64>, do_: types::ActDo"), "{kept}");
    assert_eq!(again, earlier);
}
