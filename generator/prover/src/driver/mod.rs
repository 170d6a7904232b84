//! The driver: a program that is compiled with a generated client and runs the cases. It has one
//! function that builds and one that shows each type, and one that calls each operation. The code
//! that all drivers share is in the folder `driver`. Must not know the description: the code
//! follows from [`Names`] alone.

mod calls;
mod types;

use crate::case::FILE_NAME;
use crate::names::Names;

/// A file of the driver: its path in the crate and its text.
pub type Source = (&'static str, String);

/// Returns the files of the driver except its Cargo.toml. `setup` is the JSON of
/// [`crate::setup::Setup::text`].
#[must_use]
pub fn sources(names: &Names, setup: &str) -> Vec<Source> {
    let main = format!(
        "{ALLOWED}mod calls;\nmod digits;\nmod members;\nmod proof;\nmod run;\nmod types;\n\npub const FILE_NAME: &str = {FILE_NAME:?};\n\nfn main() {{\n    run::on_large_stack(|| run::run({setup:?}, calls::OPERATIONS));\n}}\n"
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

/// Returns the Cargo.toml of the driver for the package `package` in `path`. `features` are enabled
/// in addition to those that every driver needs. `dependencies` are the names and values of the crates of types that the
/// user chose.
#[must_use]
pub fn manifest(package: &str, path: &str, features: &[String], dependencies: &[(String, String)]) -> String {
    let dependencies: String = dependencies.iter().map(|(name, value)| format!("{name} = {value}\n")).collect();
    let features: String = features.iter().map(|feature| format!(", {feature:?}")).collect();
    format!(
        "[package]\nname = \"{package}-driver\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n\
         client = {{ package = {package:?}, path = {path:?}, default-features = false, features = [\"blocking\", \"testing\"{features}] }}\n\
         bytes = \"1\"\nhttp = \"1\"\nserde = {{ version = \"1\", features = [\"derive\"] }}\n\
         serde_json = {{ version = \"1\", features = [\"raw_value\"] }}\n{dependencies}"
    )
}

const ALLOWED: &str = "#![allow(deprecated, dead_code, unused, clippy::all)]\n";

/// Returns the code that sets the client's credentials. The builder only has methods for the
/// schemes that the client supports.
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
