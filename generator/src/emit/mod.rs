//! The model to tokens, file by file. Every decision was made in [`crate::lower`]; here is only Rust.
//! Must not know OpenAPI, nor how tokens become text.
//!
//! What is pleasant to read (structs, methods) and what is not (mirrors, statics) go into different files.

mod client;
mod docs;
mod errors;
mod example;
mod lib_rs;
mod manifest;
mod mirror;
mod open_enum;
mod record;
mod request;
mod resource;
mod types;
mod union;
mod wire;
mod write;

pub use docs::cleaned;
pub use example::example;
pub use manifest::{DEPENDENCIES, Dependency, FEATURES, manifest};

use proc_macro2::TokenStream;

use crate::lower::Api;
use crate::report::Place;

/// Tokens by file.
#[derive(Debug, Default)]
pub struct Tokens {
    /// The files, in no order that counts.
    pub files: Vec<File>,
}

/// The tokens of a file.
#[derive(Debug)]
pub struct File {
    /// The path below the crate's folder.
    pub path: String,
    /// What the module says of itself, cleaned, one line an entry.
    pub docs: Vec<String>,
    /// The items, each with the place of what it comes from.
    pub items: Vec<Item>,
}

/// An item that is printed on its own.
#[derive(Debug)]
pub struct Item {
    /// What it comes from.
    pub place: Place,
    /// Its tokens: one or several Rust items.
    pub tokens: TokenStream,
}

impl Item {
    fn new(place: &Place, tokens: TokenStream) -> Item {
        Item { place: place.clone(), tokens }
    }

    /// An item that comes from the whole description.
    fn whole(tokens: TokenStream) -> Item {
        Item { place: Place::default(), tokens }
    }
}

/// Emits a crate. `custom` says whether it has a hand-written `src/custom/mod.rs`.
#[must_use]
pub fn emit(api: &Api, custom: bool) -> Tokens {
    let mut files = vec![lib_rs::file(api, custom), client::file(api)];
    for resource in &api.resources {
        files.push(resource::file(api, resource));
        files.push(wire::file(api, resource));
    }
    files.extend(types::files(api));
    Tokens { files }
}
