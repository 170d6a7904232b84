//! Clientwright's generator: an API description in, the files of a Rust client crate out.
//!
//! ```text
//! sources ─parse→ Document ─resolve→ Resolved ─lower→ Api ─emit→ tokens by file ─print→ Output
//! ```
//!
//! The library is pure: no I/O, no clock, no environment. Each phase removes something for good:
//! [`parse`] YAML and JSON, [`resolve`] references and versions of OpenAPI, [`lower`] OpenAPI itself
//! with its unions, names and errors, [`emit`] the model, [`mod@print`] tokens. A phase must not
//! know a later one.
//!
//! # Examples
//!
//! ```
//! use clientwright::{Lock, Options, Sources, generate};
//!
//! let text = r#"
//! openapi: 3.1.0
//! info: { title: Colors, version: "1" }
//! paths:
//!   /colors:
//!     get:
//!       operationId: listColors
//!       responses: { "204": { description: No colors. } }
//! "#;
//! let sources = Sources::new("colors.yaml", text.to_owned());
//! let options = Options { crate_name: "colors-client".to_owned(), ..Options::default() };
//! let output = generate(&sources, &options, &Lock::default()).expect("the description has no errors");
//! assert!(output.files.contains_key("src/lib.rs"));
//! ```

// No description may cause a panic. Tests may.
#![warn(clippy::expect_used, clippy::panic, clippy::todo, clippy::unimplemented, clippy::unwrap_used)]

pub mod emit;
mod generate;
pub mod lower;
mod options;
pub mod parse;
pub mod print;
mod renames;
pub mod report;
pub mod resolve;
mod show;
mod sources;
mod vendored;
mod yaml;

pub use emit::ManifestKey;
pub use generate::{Output, Summary, fresh_lock, generate, title};
pub use lower::{Edition, Kept, Lock};
pub use options::{DateTypes, Form, IntegerTypes, Module, Options, Runtime, TypeOptions};
pub use renames::{Rename, renames};
pub use report::Report;
pub use resolve::nearest;
pub use show::{ShowError, Stage, show};
pub use sources::{Sources, decoded};
pub use vendored::{MANIFEST_HEADER, runtime_manifest, runtime_sources};
