//! Turns the model into tokens, file by file. All decisions were made in [`crate::lower`]. Must not
//! know OpenAPI, nor how tokens become text.
//!
//! Items that users read (structs, methods) and items that they do not (mirrors, statics) are in
//! different files.

mod call_tests;
mod chosen;
mod docs;
mod examples;
mod file;
mod names;
mod operations;
mod package;
mod tokens;
mod types;

pub use call_tests::{FOLDER as TESTS, call_tests};
pub use chosen::{features, formed};
pub use docs::markdown::cleaned;
pub use examples::calls::example;
pub use file::{File, Item};
pub use names::{
    ArgumentNames, ErrorNames, MemberNames, Names, OperationNames, PagesNames, PresenceName, ShapeNames, TypeNames,
    VariantNames, names,
};
pub use package::{
    DEPENDENCIES, Dependency, FEATURES, ManifestKey, RUST_VERSION, Root, is_taken, manifest, own_features, program,
};

use crate::lower::model::Api;
use operations::{errors, headers, payloads, resource, wire};

/// A part of the output that is emitted on its own, so that parts can be emitted in parallel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// `src/lib.rs`, or `mod.rs` of a module.
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
    /// `src/types.rs`, if the types are in modules below it.
    TypesRoot,
    /// A module of types, by position, and the number of the part.
    Types(usize, usize),
    /// A module of types, by position, and the number of its file of mirrors.
    Mirror(usize, usize),
}

/// Returns all parts of a crate, the largest first.
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

/// Emits a part. Returns `None` for one that [`units`] does not list, or that the features of a
/// module do not need.
#[must_use]
pub fn emit(api: &Api, unit: Unit, root: Root) -> Option<File> {
    match &api.module {
        None => emit_part(api, unit, root),
        Some(module) if is_chosen(api, unit) => Some(chosen::file(emit_part(api, unit, root)?, module)),
        Some(_) => None,
    }
}

/// Returns `true` if the features of a module need a part.
fn is_chosen(api: &Api, unit: Unit) -> bool {
    let resources = match unit {
        Unit::Resource(index) | Unit::Wire(index) => vec![index],
        Unit::Types(module, _) | Unit::Mirror(module, _) => {
            api.modules.get(module).map_or_else(Vec::new, |module| module.resources.clone())
        }
        Unit::Payloads => vec![api.resources.len()],
        Unit::Lib | Unit::Client | Unit::Builder | Unit::DeclaredErrors | Unit::Headers | Unit::TypesRoot => Vec::new(),
    };
    let features = tokens::features::features(api, &resources);
    features.is_empty() || features.iter().any(|feature| api.may_have(feature))
}

fn emit_part(api: &Api, unit: Unit, root: Root) -> Option<File> {
    match unit {
        Unit::Lib => Some(package::root(api, root)),
        Unit::Client => Some(package::client(api)),
        Unit::Builder => Some(package::builder(api)),
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
