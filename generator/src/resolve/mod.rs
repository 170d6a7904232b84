//! Resolves every reference and removes the differences between versions of OpenAPI: trees of
//! [`crate::parse`] in, [`Resolved`] out. Errors are reported and, in lenient mode, repaired. Must
//! not know Rust.
//!
//! Supported extensions: `x-rust-name` (schema, property, operation, parameter, tag),
//! `x-rust-names` (enum: value to name; `x-enum-varnames` by position), `x-env` (server: a name;
//! security scheme: a name or a list), `x-error-message` (root: a JSON pointer into an error body,
//! or a list), `x-rust-spread` (request body), `x-idempotency-key` (root, operation: the name of a
//! header), `x-pagination` (operation: see [`Pagination`]).

mod check;
mod context;
mod diagnostics;
mod field_names;
mod normalize;
mod read;
mod references;
mod resolved;
mod suggestion;

pub use field_names::{is_cookie_name, is_field_name};
pub(crate) use resolved::NOT_NEEDED;
pub use resolved::{
    Additional, Annotations, Discriminator, Encoding, Expired, Flows, Header, In, Info, JsonType, MediaType, Needs,
    Operation, Owner, Pagination, Parameter, PartHeader, RequestBody, Resolved, Response, Schema, SchemaId, Schemas,
    SecurityKind, SecurityScheme, Server, ServerVariable, Tag, Webhook, Width,
};
pub use suggestion::nearest;

use crate::parse::Document;
use crate::report::Report;
use context::Context;

/// Resolves a description. If the report has errors afterwards, the result must not be used.
pub fn resolve(document: &Document<'_>, lenient: bool, report: &mut Report) -> Resolved {
    // Checking and resolving are independent, so they run in parallel.
    let check = || check::check(&Context::new(document, lenient, &mut Report::default()));
    let mut context = Context::new(document, lenient, report);
    let (resolved, found) = std::thread::scope(|scope| {
        let checking = scope.spawn(check);
        let resolved = read::root(&mut context);
        (resolved, checking.join().unwrap_or_else(|why| std::panic::resume_unwind(why)))
    });
    check::report(found, &mut context);
    Resolved { needs: context.take_needs(), ..resolved }
}
