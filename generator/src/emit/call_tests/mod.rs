//! `tests/operations`: calls each operation with the mock transport. All tests are one test
//! program, with a file for each resource. The expected method, path, query and body come from the
//! model, not from the runtime under test. Must not know how they are serialized (`address`,
//! `body`).

mod address;
mod body;
mod sent;

use proc_macro2::TokenStream;
use quote::quote;

use self::body::Expected;
use self::sent::OnTheWire;
use crate::emit::docs::markdown::{cleaned, in_one_line};
use crate::emit::examples::calls::{arguments, beyond_arguments, credential};
use crate::emit::examples::decisions::Decisions;
use crate::emit::examples::values::{At, Values};
use crate::emit::file::{File, Item};
use crate::emit::tokens::attributes::allow_deprecated;
use crate::emit::tokens::features::cfg_any;
use crate::emit::tokens::literals::{ident, path_of, stem, text};
use crate::emit::tokens::types::type_of;
use crate::lower::model::{Api, Operation, Resource, Sample, Type};

/// The folder of the tests, below the crate's folder.
pub const FOLDER: &str = "tests/operations";

/// The module with a value of each type.
const EXAMPLES: &str = "examples";

/// Returns the files, and the operations without a test, because a required argument has no value
/// or none that can be sent.
#[must_use]
pub fn call_tests(api: &Api) -> (Vec<File>, Vec<String>) {
    let decisions = Decisions::new(api);
    let mut needs = Needs::default();
    let mut files: Vec<File> = api.resources.iter().map(|of| resource(api, &decisions, of, &mut needs)).collect();
    if let Some(file) = examples(api, &decisions) {
        needs.examples = true;
        files.push(file);
    }
    files.push(root(api, &needs));
    (files, needs.without)
}

/// The helpers that the tests need from the root.
#[derive(Debug, Default)]
struct Needs {
    examples: bool,
    json: bool,
    text: bool,
    parts: bool,
    /// Operations without a test.
    without: Vec<String>,
}

/// Returns the name of a resource's module. It differs from the name of the module with the values.
fn module(resource: &Resource) -> String {
    if resource.name == EXAMPLES { format!("{EXAMPLES}_") } else { resource.name.clone() }
}

/// Returns the name of the crate in code.
fn crate_of(api: &Api) -> proc_macro2::Ident {
    ident(&api.crate_name.replace('-', "_"))
}

/// Parses code that was composed as text from names and literals of the model. Printing reports
/// code that does not parse.
fn parsed(code: &str) -> TokenStream {
    code.parse().unwrap_or_else(|_| quote!(compile_error!("no code")))
}

/// Without the feature of its resource a file is empty, and its imports are unused.
fn allow_unused(api: &Api) -> TokenStream {
    if api.has_features() { quote!(#![allow(dead_code, unused_imports)]) } else { TokenStream::new() }
}

fn resource(api: &Api, decisions: &Decisions, resource: &Resource, needs: &mut Needs) -> File {
    let mut tests = Vec::new();
    let mut without = Vec::new();
    for operation in &resource.operations {
        match test(api, decisions, resource, operation, needs) {
            Some(tokens) => tests.push(Item::new(&operation.span, tokens)),
            None => {
                needs.without.push(format!("{} {}", operation.method, operation.path));
                without.push(format!("`{}`", operation.name));
            }
        }
    }
    let mut docs = cleaned(&format!("The operations of `{}`.", resource.wire.replace('`', "'")));
    if !without.is_empty() {
        docs.push(String::new());
        docs.push(format!("Without a test, as no example has a value that can be sent: {}.", without.join(", ")));
    }
    let mut items = vec![Item::whole(allow_deprecated(api)), Item::whole(imports(api, &tests))];
    items.extend(tests);
    File { path: format!("{FOLDER}/{}.rs", stem(&module(resource))), part: 0, plain: false, docs, items }
}

/// Emits the imports of the names that the items use.
fn imports(api: &Api, items: &[Item]) -> TokenStream {
    let texts: Vec<String> = items.iter().map(|item| item.tokens.to_string()).collect();
    let names = |start: &str| texts.iter().any(|text| text.contains(start));
    let own = crate_of(api);
    let mock = names("MockTransport ::").then(|| quote!(use #own::testing::MockTransport;));
    let ours = [("Number", "Number"), ("formats ::", "formats"), ("types ::", "types")];
    let ours: Vec<_> = ours.iter().filter(|(start, _)| names(start)).map(|(_, name)| ident(name)).collect();
    let ours = (!ours.is_empty()).then(|| quote!(use #own::{#(#ours),*};));
    // JSON values call the macro by its full path.
    let json = texts.iter().any(|text| text.replace("serde_json :: json !", "").contains("json !")).then(|| {
        quote!(
            use serde_json::json;
        )
    });
    let examples = names("examples ::").then(|| {
        quote!(
            use super::examples;
        )
    });
    quote!(#mock #ours #json #examples)
}

/// Emits the test of an operation. Returns `None` if its example cannot be sent.
fn test(
    api: &Api,
    decisions: &Decisions,
    resource: &Resource,
    operation: &Operation,
    needs: &mut Needs,
) -> Option<TokenStream> {
    let on_the_wire = OnTheWire { api, decisions };
    let line = text(&address::line(&on_the_wire, operation)?);
    let values = Values::run(api, decisions, "examples::");
    let sendable = |ty: &Type| decisions.has_value(api, ty);
    let types = operation.parameters.iter().map(|of| &of.ty).chain(operation.body.as_ref().map(|of| &of.ty));
    if !types.chain([&operation.output]).all(sendable) {
        return None;
    }
    let name = ident(&operation.name);
    let (arguments, more) = (arguments(&values, operation)?.join(", "), beyond_arguments(&values, operation));
    let call = parsed(&format!("client.{}().{}({arguments}){more}", resource.name, operation.name));
    let (prepared, received) = response(api, decisions, operation)?;
    let sent = expected(body::body(&on_the_wire, operation), needs);
    Some(quote! {
        #[test]
        fn #name() {
            let mock = MockTransport::new();
            let client = super::client(&mock);
            let request = #call;
            #prepared
            #received
            super::sent(&mock, #line);
            #sent
        }
    })
}

/// Emits the prepared response, and the assertion that the caller gets it.
fn response(api: &Api, decisions: &Decisions, operation: &Operation) -> Option<(TokenStream, TokenStream)> {
    let values = Values::run(api, decisions, "examples::");
    let sample = sample_of_output(operation);
    let (value, ty) = match &operation.output {
        Type::Nothing => {
            return Some((quote!(mock.on(&request).respond(());), quote!(request.send_blocking().unwrap();)));
        }
        // The mocked response has the optional body.
        Type::Optional(inner) => {
            (format!("Some({})", values.code(inner, sample, "response", At::NAMED)?), &operation.output)
        }
        ty => (values.code(ty, sample, "response", At::NAMED)?, ty),
    };
    // Values that contain their type need no annotation.
    let says = ["examples::", "types::", "vec![examples::", "vec![types::", "serde_json::", "\""];
    let silent = !says.iter().any(|of| value.starts_with(of)) || value.contains(".into()");
    let ty = silent.then(|| type_of(api, ty, &quote!(types::))).map(|ty| quote!(: #ty));
    let value = parsed(&value);
    let prepared = quote! {
        let expected #ty = #value;
        mock.on(&request).respond(expected.clone());
    };
    let by_status = operation.responses.iter().any(|response| response.variant.is_some());
    let received = match decisions.is_open(api, &operation.output, by_status) {
        false => quote!(assert_eq!(request.send_blocking().unwrap(), expected);),
        true => quote!(assert_eq!(json!(request.send_blocking().unwrap()), json!(expected));),
    };
    Some((prepared, received))
}

/// Returns the sample of the response if all successes have the same type.
fn sample_of_output(operation: &Operation) -> &Sample {
    let contents = operation.successes().filter(|response| response.variant.is_none());
    contents.filter_map(|response| response.content.as_ref()).map(|of| &of.sample).next().unwrap_or(&Sample::Usual)
}

/// Emits the assertion about the body.
fn expected(body: Option<Expected>, needs: &mut Needs) -> TokenStream {
    match body {
        None => TokenStream::new(),
        Some(Expected::Json(value)) => {
            needs.json = true;
            let value = parsed(&raw(&value.shown()));
            quote!(super::sent_json(&mock, #value);)
        }
        Some(Expected::Text(value)) => {
            needs.text = true;
            let value = text(&value);
            quote!(super::sent_text(&mock, #value);)
        }
        Some(Expected::Parts(parts)) => {
            needs.parts = true;
            let parts = parts.iter().map(|part| text(part));
            quote!(super::sent_parts(&mock, &[#(#parts),*]);)
        }
    }
}

/// Returns a raw string literal, in which JSON is easy to read.
fn raw(text: &str) -> String {
    let longest = text.split('"').skip(1).map(|of| of.bytes().take_while(|b| *b == b'#').count()).max();
    let marks = "#".repeat(longest.unwrap_or_default() + 1);
    format!("r{marks}\"{text}\"{marks}")
}

/// Emits `examples.rs`: the functions that are called, directly or by each other.
fn examples(api: &Api, decisions: &Decisions) -> Option<File> {
    let values = Values::run(api, decisions, "");
    let (mut done, mut items) = (std::collections::BTreeSet::new(), std::collections::BTreeMap::new());
    while let Some(id) = decisions.used().difference(&done).next().copied() {
        done.insert(id);
        let def = api.type_def(id);
        let (name, ty) = (ident(decisions.name(id)), ident(&def.name));
        let cfg = api.modules.get(def.home.module).map(|module| cfg_any(api, &module.resources));
        let value = values.code(&Type::Named(id), &Sample::Usual, decisions.name(id), At::OUT);
        let value = parsed(&value.unwrap_or_default());
        items.insert(id, Item::new(&def.span, quote!(#cfg pub(crate) fn #name() -> types::#ty { #value })));
    }
    if items.is_empty() {
        return None;
    }
    let items: Vec<Item> = items.into_values().collect();
    let mut all =
        vec![Item::whole(allow_deprecated(api)), Item::whole(allow_unused(api)), Item::whole(imports(api, &items))];
    all.extend(items);
    let docs = vec!["A value of each type that the tests need, with what it cannot be without.".to_owned()];
    Some(File { path: format!("{FOLDER}/{EXAMPLES}.rs"), part: 0, plain: false, docs, items: all })
}

/// Emits `main.rs`: the modules, the client, and helpers to inspect requests.
fn root(api: &Api, needs: &Needs) -> File {
    let limit = api.recursion_limit.map(|limit| {
        let limit = text(&limit.to_string());
        quote!(#![recursion_limit = #limit])
    });
    let own = crate_of(api);
    let examples = needs.examples.then(|| (EXAMPLES.to_owned(), TokenStream::new()));
    let resources = api.resources.iter().enumerate().map(|(index, of)| (module(of), cfg_any(api, &[index])));
    let modules = resources.chain(examples).map(|(name, cfg)| {
        let path = path_of(&name, &format!("{}.rs", stem(&name)));
        let name = ident(&name);
        quote!(#cfg #[rustfmt::skip] #path mod #name;)
    });
    let modules = quote!(#(#modules)*);
    let imports = quote! {
        use #own::Client;
        use #own::testing::{MockTransport, ReceivedRequest};
    };
    // The root of the crate keeps the printer's formatting, even if rustfmt has other settings.
    let helpers = [client(api)].into_iter().chain(sent()).chain(bodies(needs)).map(|of| quote!(#[rustfmt::skip] #of));
    let items = [limit.unwrap_or_default(), allow_unused(api), modules, imports].into_iter().chain(helpers);
    let docs = vec![
        format!("A call of each operation of {}, without a network:", in_one_line(&api.title)),
        "what goes out is what the description says, and the response is what the caller gets.".to_owned(),
    ];
    File { path: format!("{FOLDER}/main.rs"), part: 0, plain: false, docs, items: items.map(Item::whole).collect() }
}

fn client(api: &Api) -> TokenStream {
    let prepared: String = api.schemes.iter().map(|scheme| credential(api, scheme)).collect();
    let build = parsed(&format!(
        "Client::builder().base_url(\"https://api.example.com\"){prepared}.blocking_transport(mock.clone()).build().unwrap()"
    ));
    quote! {
        /// Creates a client whose requests go to `mock`.
        fn client(mock: &MockTransport) -> Client {
            #build
        }
    }
}

/// Emits the helpers that inspect requests.
fn sent() -> [TokenStream; 2] {
    let received = quote! {
        /// Returns the only request that was received.
        #[track_caller]
        fn received(mock: &MockTransport) -> ReceivedRequest {
            let requests = mock.requests();
            assert_eq!(requests.len(), 1, "{requests:?}");
            requests[0].clone()
        }
    };
    let sent = quote! {
        /// Asserts the method, path and query of the request.
        #[track_caller]
        fn sent(mock: &MockTransport, line: &str) {
            let request = received(mock);
            let mark = if request.query.is_empty() { "" } else { "?" };
            assert_eq!(format!("{} {}{mark}{}", request.method, request.path, request.query), line);
        }
    };
    [received, sent]
}

/// Emits the assertions about bodies that the tests need.
fn bodies(needs: &Needs) -> impl Iterator<Item = TokenStream> {
    let json = needs.json.then(|| {
        quote! {
            /// Asserts that the body is this JSON.
            #[track_caller]
            fn sent_json(mock: &MockTransport, json: &str) {
                let json: serde_json::Value = serde_json::from_str(json).unwrap();
                assert_eq!(received(mock).json(), Some(json));
            }
        }
    });
    let text = needs.text.then(|| {
        quote! {
            /// Asserts that the body is this text.
            #[track_caller]
            fn sent_text(mock: &MockTransport, text: &str) {
                let body = received(mock).body;
                assert_eq!(body, text);
            }
        }
    });
    [json, text, needs.parts.then(sent_parts)].into_iter().flatten()
}

fn sent_parts() -> TokenStream {
    quote! {
        /// Asserts the parts of a form, each as `name=content`.
        #[track_caller]
        fn sent_parts(mock: &MockTransport, parts: &[&str]) {
            let body = received(mock).body;
            let text = String::from_utf8_lossy(&body);
            let boundary = text.lines().next().unwrap_or_default();
            let mut found = Vec::new();
            for part in text.split(boundary) {
                if let Some((head, content)) = part.split_once("\r\n\r\n") {
                    let name = head.split('"').nth(1).unwrap_or_default();
                    found.push(format!("{name}={}", content.trim_end()));
                }
            }
            assert_eq!(found, parts);
        }
    }
}
