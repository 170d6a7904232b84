//! The model to tokens, file by file. Every decision was made in [`crate::lower`]; here is only Rust.
//! Must not know OpenAPI, nor how tokens become text.
//!
//! What is pleasant to read (structs, methods) and what is not (mirrors, statics) go into different files.

mod alike;
mod builder;
mod call_tests;
mod client;
mod credentials;
mod docs;
mod environment;
mod errors;
mod example;
mod front_page;
mod headers;
mod html;
mod lib_rs;
mod links;
mod manifest;
mod mirror;
mod names;
mod names_of_pages;
mod open_enum;
mod open_number;
mod pages;
mod parts;
mod payloads;
mod record;
mod request;
mod resource;
mod responses;
mod samples;
mod sources;
mod tour;
mod types;
mod union;
mod values;
mod whereabouts;
mod wire;
mod write;

pub use call_tests::{FOLDER as TESTS, call_tests};
pub use docs::cleaned;
pub use example::example;
pub use manifest::{DEPENDENCIES, Dependency, FEATURES, ManifestKey, RUST_VERSION, is_taken, manifest};
pub use names::{
    ErrorNames, GivenNames, MemberNames, Names, OperationNames, PresenceName, ShapeNames, TypeNames, VariantNames,
    names,
};
pub use names_of_pages::PagesNames;

use proc_macro2::TokenStream;

use crate::lower::model::Api;
use crate::options::{Options, Runtime};
use crate::report::SourceLocation;

/// A piece of the output that is emitted on its own, so that several can be at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// `src/lib.rs`
    Lib,
    /// `src/client.rs`
    Client,
    /// `src/builder.rs`
    Builder,
    /// `src/errors.rs`
    DeclaredErrors,
    /// `src/headers.rs`
    Headers,
    /// `src/payloads.rs`
    Payloads,
    /// The requests of a resource, by position.
    Resource(usize),
    /// The statics of a resource, by position.
    Wire(usize),
    /// `src/types.rs`, where the types stand in modules below it.
    TypesRoot,
    /// A module of types, by position, and the number of the part.
    Types(usize, usize),
    /// A module of types, by position, and the number of its file of mirrors.
    Mirror(usize, usize),
}

/// The tokens of a file, or of a part of it.
#[derive(Debug)]
pub struct File {
    /// The path below the crate's folder.
    pub path: String,
    /// The number of the part: the parts of a file stand behind each other. Only the first has a head.
    pub part: usize,
    /// Whether nobody reads it, so that it need not be pretty.
    pub plain: bool,
    /// What the module says of itself, cleaned, one line an entry.
    pub docs: Vec<String>,
    /// The items, each with the span of what it comes from.
    pub items: Vec<Item>,
}

/// An item that is printed on its own.
#[derive(Debug)]
pub struct Item {
    /// What it comes from.
    pub span: SourceLocation,
    /// Its tokens: one or several Rust items.
    pub tokens: TokenStream,
    /// The macro that they are the input of, and what comes before them in it.
    pub within: Option<String>,
}

impl Item {
    fn new(span: &SourceLocation, tokens: TokenStream) -> Item {
        Item { span: span.clone(), tokens, within: None }
    }

    /// An item that comes from the whole description.
    fn whole(tokens: TokenStream) -> Item {
        Item { span: SourceLocation::default(), tokens, within: None }
    }
}

/// All pieces of a crate, the largest first.
#[must_use]
pub fn units(api: &Api) -> Vec<Unit> {
    let parts = |(number, module)| (0..types::parts(module)).map(move |part| (number, part));
    let parts = api.modules.iter().enumerate().flat_map(parts);
    let mut units: Vec<Unit> = parts.flat_map(|(of, part)| [Unit::Types(of, part), Unit::Mirror(of, part)]).collect();
    units.extend(types::has_modules(api).then_some(Unit::TypesRoot));
    units.extend((0..api.resources.len()).flat_map(|index| [Unit::Resource(index), Unit::Wire(index)]));
    units.extend([Unit::DeclaredErrors, Unit::Headers, Unit::Payloads, Unit::Client, Unit::Builder, Unit::Lib]);
    units
}

/// The facts besides the description that decide what `src/lib.rs` contains.
#[derive(Debug, Clone, Copy)]
pub struct Root {
    /// The crate has a hand-written `src/custom/mod.rs`.
    pub custom: bool,
    /// The runtime is copied into the client, and not a dependency.
    pub vendored: bool,
}

impl From<&Options> for Root {
    fn from(options: &Options) -> Root {
        Root { custom: options.custom, vendored: options.runtime == Runtime::Vendored }
    }
}

/// Emits a piece; `None` for one that [`units`] does not list.
#[must_use]
pub fn emit(api: &Api, unit: Unit, root: Root) -> Option<File> {
    match unit {
        Unit::Lib => Some(lib_rs::file(api, root)),
        Unit::Client => Some(client::file(api)),
        Unit::Builder => Some(builder::file(api)),
        Unit::DeclaredErrors => errors::file(api),
        Unit::Headers => headers::file(api),
        Unit::Payloads => payloads::file(api),
        Unit::Resource(index) => api.resources.get(index).map(|resource| resource::file(api, resource)),
        Unit::Wire(index) => api.resources.get(index).map(|resource| wire::file(api, resource)),
        Unit::TypesRoot => Some(types::root(api)),
        Unit::Types(module, part) => types::file(api, module, part),
        Unit::Mirror(module, part) => types::mirror(api, module, part),
    }
}
