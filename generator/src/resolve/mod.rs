//! Follows every reference and spells the versions of OpenAPI alike: [`crate::parse`]'s trees in,
//! [`Resolved`] out. What is wrong is told and, where it is read leniently, repaired. Must not know Rust.
//!
//! Extensions that are read: `x-rust-name` (schema, property, operation, parameter, tag), `x-rust-names`
//! (enum: value to name; `x-enum-varnames` by position), `x-env` (server: a name; security scheme: a name or
//! a list), `x-error-message` (root: a JSON pointer into an error body, or a list), `x-rust-spread` (request body),
//! `x-idempotency-key` (root, operation: the name of a header), `x-pagination` (operation: see [`Pagination`]).

mod check;
mod combine;
mod compare;
mod context;
mod encoding;
mod families;
mod field_names;
mod identifiers;
mod integers;
mod limits;
mod narrow;
mod nearest;
mod needs;
mod normal;
mod operation;
mod parameter;
mod paths;
mod reference;
mod resolved;
mod response;
mod rest;
mod root;
mod says;
mod schema;
mod schemas;
mod scheme;
mod security;
mod type_names;
mod undescribed;
mod values;
mod webhooks;
mod whole;

pub use field_names::{is_cookie_name, is_field_name};
pub use nearest::nearest;
pub use needs::{Needs, Owner};
pub use resolved::{
    Additional, Discriminator, Header, In, Info, JsonType, MediaType, Operation, Pagination, Parameter, RequestBody,
    Resolved, Response, Schema, SchemaId, Server, ServerVariable, Tag, Webhook, Width,
};

pub use encoding::{Encoding, PartHeader};
pub use schemas::Schemas;
pub use scheme::{Expired, Flows, SecurityKind, SecurityScheme};

use crate::parse::Document;
use crate::report::Report;
use context::Context;

/// Resolves a description. Where the report has something wrong behind it, the result is not to be used.
pub fn resolve(document: &Document<'_>, lenient: bool, report: &mut Report) -> Resolved {
    // Of both looks at the description neither needs the other; the second one is told last.
    let look = || check::look(&Context::new(document, lenient, &mut Report::default()));
    let mut context = Context::new(document, lenient, report);
    let (resolved, found) = std::thread::scope(|scope| {
        let looking = scope.spawn(look);
        let resolved = root::root(&mut context);
        (resolved, looking.join().unwrap_or_else(|why| std::panic::resume_unwind(why)))
    });
    check::tell(found, &mut context);
    Resolved { needs: context.needs_of_all(), ..resolved }
}
