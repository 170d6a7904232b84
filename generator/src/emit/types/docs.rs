//! The documentation of a type. Must not know its shape.

use proc_macro2::TokenStream;

use crate::emit::docs::locations::spoken;
use crate::emit::docs::words::quoted;
use crate::emit::tokens::attributes::doc_of;
use crate::lower::model::TypeDef;

/// Returns the documentation of a type: its description, or the location of its schema.
pub(crate) fn type_docs(def: &TypeDef) -> TokenStream {
    let wire = def.wire.as_deref().unwrap_or_default();
    doc_of(&def.docs, &[wire, &def.name], &fallback(def))
}

/// Returns a sentence with the location of a type's schema.
fn fallback(def: &TypeDef) -> String {
    match &def.wire {
        Some(wire) => format!("The {} schema.", quoted(wire)),
        None => spoken(&def.span.pointer.segments().collect::<Vec<_>>())
            .unwrap_or_else(|| format!("The inline schema at {}.", quoted(def.span.pointer.as_str()))),
    }
}
