//! Constructors over time: arguments stay arguments, and a struct of required properties stays one,
//! however many properties are required later.

use clientwright::{Lock, Options, Sources, generate};

/// Returns a description with a component and an inline type that require these properties.
fn spec(required: &str) -> String {
    let object = format!(
        "type: object, required: [{required}], properties: {{ a: {{ type: string }}, b: {{ type: integer }}, c: {{ type: boolean }}, \
         d: {{ type: number }}, e: {{ type: array, items: {{ type: string }} }} }}"
    );
    format!(
        "openapi: 3.1.0\ninfo: {{ title: T, version: '1' }}\nservers: [{{ url: 'https://a.example' }}]\npaths:\n  /a:\n    post:\n      operationId: act\n      \
         tags: [things]\n      requestBody: {{ required: true, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Act' }} }} }} }}\n      \
         responses: {{ '204': {{ description: d }} }}\ncomponents:\n  schemas:\n    Act: {{ {object}, additionalProperties: true }}\n    \
         Same: {{ $ref: '#/components/schemas/Act' }}\n"
    )
}

/// Returns the arguments of `Act::new`, the arguments of the method, and the lock.
fn forms(required: &str, lock: &str) -> (String, String, String) {
    let output = generate(
        &Sources::new("spec.yaml", spec(required)),
        &Options { crate_name: "one".to_owned(), ..Options::default() },
        &Lock::parse(lock).unwrap(),
    );
    let output = output.unwrap_or_else(|report| panic!("{report:?}"));
    let arguments = |file: &str, function: &str| {
        let code: String = output.files[file].split_whitespace().collect::<Vec<_>>().join(" ");
        let from = code.find(function).unwrap() + function.len();
        code[from..from + code[from..].find(") -> ").unwrap()].trim_matches([' ', '(', ',']).to_owned()
    };
    (arguments("src/types.rs", "pub fn new"), arguments("src/things.rs", "pub fn act"), output.lock.to_text())
}

#[test]
fn arguments_stay_arguments() {
    let (few, method, lock) = forms("a, b", "");
    assert_eq!((few.as_str(), method.as_str()), ("a: impl Into<String>, b: impl Into<i64>", "&self, body: types::Act"));
    let (many, method, again) = forms("a, b, c, d, e", &lock);
    let expected = "<By_>( a: impl Into<String>, b: impl Into<i64>, c: bool, d: impl Into<Number>, \
                    e: impl super::IntoItems<Vec<String>, By_>";
    assert_eq!((many.as_str(), method.as_str()), (expected, "&self, body: types::Act"));
    assert_eq!(forms("a, b, c, d, e", &again).0, many);
    assert_eq!(forms("a", &again).0, "a: impl Into<String>");
}

#[test]
fn no_argument_is_a_form_of_few() {
    let (none, _, lock) = forms("", "");
    assert_eq!(none, "");
    assert!(forms("a, b, c, d", &lock).0.starts_with("a: impl Into<String>, b:"));
}

#[test]
fn a_struct_of_required_properties_stays_one() {
    let (many, _, lock) = forms("a, b, c, d", "");
    assert_eq!(many, "required: ActRequired");
    let (few, _, again) = forms("a", &lock);
    assert_eq!(few, "required: ActRequired");
    // In between, nothing is required.
    let (none, _, last) = forms("", &again);
    assert_eq!(none, "");
    assert_eq!(forms("c", &last).0, "required: ActRequired");
}

#[test]
fn a_new_type_takes_the_form_that_reads_best() {
    assert_eq!(forms("a, b, c, d", "").0, "required: ActRequired");
    assert!(forms("a, b, c", "").0.starts_with("a: impl Into<String>, b: impl Into<i64>, c: bool"));
}
