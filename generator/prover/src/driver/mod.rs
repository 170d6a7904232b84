//! The driver: a program that is written here, compiled against a generated client and fed with cases. One function a type
//! builds it and one shows it, one function an operation calls it; what all drivers share is the folder `driver`. Must not
//! know the description: what it writes follows from [`Names`] alone.

mod calls;
mod types;

use crate::names::Names;

/// A file of the driver: its path in the crate and its text.
pub type Source = (&'static str, String);

/// The name of all files that are sent: a part of a form names its file (RFC 7578, section 4.2), quotes and all.
pub const FILE: &str = "a \"file\".txt";

/// The crate's files, but for its Cargo.toml. `setup` is how the client is built: JSON with `base_url`, `credentials` (scheme
/// to secret) and `basic`.
#[must_use]
pub fn sources(names: &Names, setup: &str) -> Vec<Source> {
    let main = format!(
        "{ALLOWED}mod calls;\nmod digits;\nmod members;\nmod proof;\nmod run;\nmod types;\n\npub const FILE: &str = {FILE:?};\n\nfn main() {{\n    run::with_room(|| run::run({setup:?}, calls::OPERATIONS));\n}}\n"
    );
    vec![
        ("src/main.rs", main),
        ("src/proof.rs", include_str!("../../driver/proof.rs").to_owned()),
        ("src/digits.rs", include_str!("../../driver/digits.rs").to_owned()),
        ("src/members.rs", include_str!("../../driver/members.rs").to_owned()),
        ("src/run.rs", include_str!("../../driver/run.rs").replace("    // CREDENTIALS\n", &credentials(names))),
        ("src/types.rs", types::text(names)),
        ("src/calls.rs", calls::text(names)),
    ]
}

/// The Cargo.toml of the driver of the package `client`, which lies in `path`, with the client's own features `more`.
#[must_use]
pub fn manifest(package: &str, path: &str, more: &[String]) -> String {
    let features: String = more.iter().map(|of| format!(", {of:?}")).collect();
    format!(
        "[package]\nname = \"{package}-driver\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n\
         client = {{ package = {package:?}, path = {path:?}, default-features = false, features = [\"blocking\", \"testing\"{features}] }}\n\
         bytes = \"1\"\nhttp = \"1\"\nserde = {{ version = \"1\", features = [\"derive\"] }}\n\
         serde_json = {{ version = \"1\", features = [\"raw_value\"] }}\n"
    )
}

const ALLOWED: &str = "#![allow(deprecated, dead_code, unused, clippy::all)]\n";

/// Gives the client its credentials, by the settings that its builder has: those of the security schemes that the client knows.
fn credentials(names: &Names) -> String {
    let mut code = String::new();
    if !names.schemes.is_empty() {
        code.push_str(
            "    for (scheme, secret) in setup[\"credentials\"].as_object().into_iter().flatten() {\n        \
             builder = builder.credential(scheme, secret.as_str().unwrap_or_default());\n    }\n",
        );
    }
    if names.schemes.iter().any(|(_, basic)| *basic) {
        code.push_str(
            "    if setup[\"basic\"].as_bool() == Some(true) {\n        \
             builder = builder.basic(\"user name\", \"pass:word\");\n    }\n",
        );
    }
    code
}
