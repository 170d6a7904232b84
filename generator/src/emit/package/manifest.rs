//! The keys of a generated crate's Cargo.toml that belong to the generator. A test compares the
//! versions with those of the workspace, so that they stay equal. Must not read or write the file.

use crate::emit::package::{builder, own_types, runtime_features};
use crate::emit::tokens::features::WEBHOOKS;
use crate::lower::model::{Api, ChosenModule};
use crate::options::Runtime;

/// A key of Cargo.toml that belongs to the generator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManifestKey {
    /// The path: `["dependencies", "http"]`.
    pub path: Vec<String>,
    /// The value as TOML: `"1.3"`, `{ version = "1", optional = true }`.
    pub value: String,
    /// `true` if it is only written to a new Cargo.toml and belongs to the user afterwards.
    pub once: bool,
}

/// A dependency of every generated crate.
#[derive(Debug, Clone, Copy)]
pub struct Dependency {
    /// Its name.
    pub name: &'static str,
    /// The value as TOML.
    pub value: &'static str,
    /// The reason for it.
    pub reason: &'static str,
}

/// The highest `rust-version` of the dependencies below and their own dependencies.
pub const RUST_VERSION: &str = "1.85";

/// The dependencies of every generated crate.
pub const DEPENDENCIES: [Dependency; 28] = [
    Dependency { name: "base64", value: "\"0.23\"", reason: "HTTP Basic; reqwest and ureq have it too" },
    Dependency { name: "bytes", value: "\"1.10\"", reason: "bodies, in the common type of the ecosystem" },
    Dependency {
        name: "chrono",
        value: "{ version = \"0.4.42\", default-features = false, features = [\"std\"], optional = true }",
        reason: "conversions of dates and times",
    },
    Dependency {
        name: "encoding_rs",
        value: "{ version = \"0.8\", optional = true }",
        reason: "charsets other than UTF-8; the decoder of Firefox, which reqwest uses too",
    },
    Dependency {
        name: "flate2",
        value: "{ version = \"1.1\", optional = true }",
        reason: "gzip, with the same decoder for async and blocking; reqwest and ureq use it too",
    },
    Dependency {
        name: "futures-core",
        value: "{ version = \"0.3.31\", default-features = false, optional = true }",
        reason: "`Stream`, the common trait of the ecosystem",
    },
    Dependency {
        name: "http",
        value: "\"1.3\"",
        reason: "requests, statuses and headers, in the common types of the ecosystem",
    },
    Dependency {
        name: "http-body",
        value: "{ version = \"1.0\", optional = true }",
        reason: "streamed bodies of reqwest; reqwest has it too",
    },
    Dependency { name: "httpdate", value: "\"1.0\"", reason: "dates of `Retry-After`; it has no dependencies" },
    Dependency {
        name: "iri-string",
        value: "{ version = \"0.7\", default-features = false, features = [\"alloc\"] }",
        reason: "resolves references (RFC 3986) in redirects and links; it has no dependencies, but `url` adds tables of Unicode to blocking builds",
    },
    Dependency {
        name: "hyper",
        value: "{ version = \"1.6\", default-features = false, optional = true }",
        reason: "its errors, which distinguish invalid responses from lost connections; reqwest has it too",
    },
    Dependency { name: "itoa", value: "\"1.0\"", reason: "formats integers; serde_json has it too" },
    Dependency {
        name: "jiff",
        value: "{ version = \"1\", default-features = false, features = [\"std\"], optional = true }",
        reason: "conversions of dates and times",
    },
    Dependency {
        name: "mime_guess",
        value: "{ version = \"2.0\", default-features = false, optional = true }",
        reason: "media types by file name extension; actix, warp and reqwest use it too",
    },
    Dependency {
        name: "percent-encoding",
        value: "\"2.3\"",
        reason: "paths and queries; reqwest and ureq have it too",
    },
    Dependency {
        name: "ref-cast",
        value: "{ version = \"1.0.25\", optional = true }",
        reason: "references to types of other crates become references to a wrapper, without unsafe code in the client",
    },
    Dependency {
        name: "reqwest",
        value: "{ version = \"0.13\", default-features = false, features = [\"system-proxy\"], optional = true }",
        reason: "sends async requests",
    },
    Dependency {
        name: "rustls",
        value: "{ version = \"0.23\", default-features = false, features = [\"aws_lc_rs\", \"std\", \"tls12\"], optional = true }",
        reason: "HTTPS, with the crypto provider of reqwest for async and blocking, so that a build has only one",
    },
    Dependency {
        name: "rustls-native-certs",
        value: "{ version = \"0.8\", optional = true }",
        reason: "root certificates of the platform next to added ones, for ureq; the verifier below has it too",
    },
    Dependency {
        name: "rustls-platform-verifier",
        value: "{ version = \"0.7\", optional = true }",
        reason: "verifies certificates as the platform does",
    },
    Dependency {
        name: "serde",
        value: "{ version = \"1.0.220\", default-features = false, features = [\"std\"] }",
        reason: "the traits, so that types work with all formats of serde",
    },
    Dependency {
        name: "serde_json",
        value: "{ version = \"1.0.145\", features = [\"float_roundtrip\", \"raw_value\"] }",
        reason: "JSON, and the type of any JSON; the features keep all digits of numbers",
    },
    Dependency {
        name: "time",
        value: "{ version = \"0.3.44\", default-features = false, features = [\"formatting\", \"parsing\", \"std\"], optional = true }",
        reason: "conversions of dates and times",
    },
    Dependency {
        name: "tokio",
        value: "{ version = \"1.47\", default-features = false, features = [\"rt\", \"time\"], optional = true }",
        reason: "delays between attempts; reqwest has it too",
    },
    Dependency {
        name: "tracing",
        value: "{ version = \"0.1.41\", default-features = false, features = [\"std\"], optional = true }",
        reason: "spans, in the common types of the ecosystem",
    },
    Dependency {
        name: "ureq",
        value: "{ version = \"~3.5\", default-features = false, optional = true }",
        reason: "sends blocking requests; its transport, used for proxies, may change with 3.6",
    },
    Dependency {
        name: "uuid",
        value: "{ version = \"1.18\", default-features = false, features = [\"std\"], optional = true }",
        reason: "conversions of UUIDs",
    },
    Dependency { name: "zmij", value: "\"1.0\"", reason: "formats floats; serde_json has it too" },
];

/// The features of every generated crate, apart from `default` and those of its resources.
pub const FEATURES: [(&str, &str); 19] = [
    ("async", "[\"dep:futures-core\", \"dep:http-body\", \"dep:hyper\", \"dep:reqwest\", \"dep:tokio\"]"),
    ("blocking", "[\"dep:ureq\"]"),
    (
        "rustls",
        "[\"dep:rustls\", \"dep:rustls-native-certs\", \"dep:rustls-platform-verifier\", \"reqwest?/rustls\", \"ureq?/rustls-no-provider\", \"ureq?/platform-verifier\"]",
    ),
    ("gzip", "[\"dep:flate2\"]"),
    ("http2", "[\"reqwest?/http2\"]"),
    ("charset", "[\"dep:encoding_rs\"]"),
    ("download", "[]"),
    ("oauth2", "[]"),
    ("pages", "[]"),
    ("stream", "[]"),
    ("chrono", "[\"dep:chrono\"]"),
    ("jiff", "[\"dep:jiff\"]"),
    ("own-types", "[\"dep:ref-cast\"]"),
    ("mime-guess", "[\"dep:mime_guess\"]"),
    ("reqwest-0-13", "[\"async\"]"),
    ("testing", "[]"),
    ("time", "[\"dep:time\"]"),
    ("tracing", "[\"dep:tracing\"]"),
    ("uuid", "[\"dep:uuid\"]"),
];

/// Returns `true` if the name of a package conflicts with Rust or a dependency in code.
#[must_use]
pub fn is_taken(name: &str) -> bool {
    let code = name.replace('-', "_");
    let keyword = code == "gen" || syn::parse_str::<syn::Ident>(&code).is_err();
    let library = ["alloc", "core", "proc_macro", "std", "test"].contains(&code.as_str());
    keyword || library || DEPENDENCIES.iter().any(|of| of.name.replace('-', "_") == code)
}

/// The package of the runtime, for clients without a copy of it.
const RUNTIME: &str = "clientwright-runtime";

/// Returns the value of a feature: the runtime's feature of the same name, or for a copy of the
/// runtime the features and dependencies that it enables. `async` and `blocking` also enable the
/// parts of the runtime that the description needs.
fn feature(api: &Api, name: &str, value: &str, runtime: &Runtime) -> String {
    let value = match runtime {
        // What the types need is always there.
        Runtime::Vendored if own_types::features(api).contains(&name) => "[]".to_owned(),
        Runtime::Vendored => value.to_owned(),
        Runtime::Dependency(_) => format!("[\"{RUNTIME}/{name}\"]"),
    };
    let needed =
        runtime_features::ALL.iter().filter(|part| ["async", "blocking"].contains(&name) && part.is_needed(api));
    let value = needed.fold(value, |value, part| value.replace(']', &format!(", \"{}\"]", part.feature)));
    value.replace("[, ", "[")
}

/// Returns the dependency on the runtime from the user's table, with `needed` features added to
/// those of the user.
fn dependency(keys: &[(String, String)], needed: &[&str]) -> String {
    let own = |key: &str| key == "default-features" || key == "features";
    let features = keys.iter().find(|(key, _)| key == "features").map_or("", |(_, value)| value.as_str());
    let features = features.trim().trim_start_matches('[').trim_end_matches(']').trim();
    let needed: Vec<String> = needed.iter().map(|name| format!("\"{name}\"")).collect();
    let more = if features.is_empty() { String::new() } else { format!(", {features}") };
    let keys = keys.iter().filter(|(key, _)| !own(key)).map(|(key, value)| format!("{key} = {value}, "));
    let keys = keys.collect::<String>();
    format!("{{ {keys}default-features = false, features = [{}{more}] }}", needed.join(", "))
}

/// Returns the key of the only dependency that a module needs, with the enabled features of the
/// runtime.
fn of_module(api: &Api, module: &ChosenModule, runtime: &Runtime) -> ManifestKey {
    let source = match runtime {
        Runtime::Vendored => &[][..],
        Runtime::Dependency(table) => table,
    };
    let chosen = FEATURES.iter().map(|(name, _)| *name).filter(|name| module.features.contains(*name));
    // Both of them enable it.
    let sends = ["async", "blocking"].iter().any(|name| module.features.contains(*name));
    let types = own_types::features(api).into_iter().filter(|name| !module.features.contains(*name));
    let needed: Vec<&str> = (!sends).then_some("client").into_iter().chain(chosen).chain(types).collect();
    key(&["dependencies", RUNTIME], &dependency(source, &needed))
}

/// Returns the dependencies on the crates of types that the user chose.
fn of_types(api: &Api, more: &[(String, String)]) -> Vec<ManifestKey> {
    let known = DEPENDENCIES.iter().filter(|of| own_types::crates(api).any(|name| name == of.name));
    let known = known.map(|of| key(&["dependencies", of.name], &own_types::value(api, of)));
    known.chain(more.iter().map(|(name, value)| key(&["dependencies", name], value))).collect()
}

/// Returns the keys in their order in the file, including those that the tests need, and further dependencies.
#[must_use]
pub fn manifest(api: &Api, runtime: &Runtime, tests: bool, more: &[(String, String)]) -> Vec<ManifestKey> {
    if let Some(module) = &api.module {
        let mut keys = vec![of_module(api, module, runtime)];
        keys.extend(of_types(api, more));
        return keys;
    }
    let mut keys = vec![
        key(&["package", "edition"], "\"2024\""),
        ManifestKey { once: true, ..key(&["package", "rust-version"], &format!("\"{RUST_VERSION}\"")) },
        // docs.rs shows every item, with the feature that it needs.
        key(&["package", "metadata", "docs", "rs", "all-features"], "true"),
        key(&["lib", "doctest"], "false"),
    ];
    keys.extend(features(api, runtime));
    match runtime {
        Runtime::Vendored => {
            keys.extend(DEPENDENCIES.iter().map(|of| key(&["dependencies", of.name], &own_types::value(api, of))));
            keys.extend(more.iter().map(|(name, value)| key(&["dependencies", name], value)));
        }
        Runtime::Dependency(table) => {
            let needed: Vec<&str> = ["client"].into_iter().chain(own_types::features(api)).collect();
            keys.push(key(&["dependencies", RUNTIME], &dependency(table, &needed)));
            keys.extend(of_types(api, more));
        }
    }
    if tests {
        // The crate itself. Its other features are those that the tests are run with.
        let own = "{ path = \".\", default-features = false, features = [\"blocking\", \"testing\"] }";
        keys.push(key(&["dev-dependencies", &api.crate_name], own));
        // A client with a copy of the runtime has these dependencies anyway.
        let named = DEPENDENCIES.iter().filter(|of| ["bytes", "serde_json"].contains(&of.name));
        let named = named.filter(|_| *runtime != Runtime::Vendored);
        keys.extend(named.map(|of| key(&["dev-dependencies", of.name], of.value)));
    }
    keys
}

fn key(path: &[&str], value: &str) -> ManifestKey {
    let path = path.iter().map(|part| (*part).to_owned()).collect();
    ManifestKey { path, value: value.to_owned(), once: false }
}

fn features(api: &Api, runtime: &Runtime) -> Vec<ManifestKey> {
    let resources: Vec<&str> = api.resources.iter().filter_map(|resource| resource.feature.as_deref()).collect();
    let mut keys = Vec::new();
    if resources.is_empty() {
        keys.push(key(&["features", "default"], "[\"async\", \"rustls\"]"));
    } else {
        let all: Vec<String> = resources.iter().map(|feature| format!("\"{feature}\"")).collect();
        keys.push(key(&["features", "default"], "[\"async\", \"rustls\", \"all\"]"));
        keys.push(key(&["features", "all"], &format!("[{}]", all.join(", "))));
    }
    // A copy of the runtime mentions all of its features, even if the description does not need
    // them.
    let is_there = |name: &str| match name {
        "oauth2" => *runtime == Runtime::Vendored || builder::has_oauth2(api),
        "own-types" => *runtime == Runtime::Vendored,
        _ => true,
    };
    let common = FEATURES.iter().filter(|(name, _)| is_there(name));
    keys.extend(common.map(|(name, value)| key(&["features", name], &feature(api, name, value, runtime))));
    keys.extend(resources.iter().map(|feature| key(&["features", feature], "[]")));
    if api.has_features() && !api.webhooks.is_empty() {
        keys.push(key(&["features", WEBHOOKS], "[]"));
    }
    keys
}
