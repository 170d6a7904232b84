//! Follows every reference and spells the versions of OpenAPI alike: [`crate::parse`]'s document
//! in, [`Resolved`] out. Must not know Rust.

mod resolved;

pub use resolved::{
    Additional, Discriminator, In, Info, JsonType, MediaType, Operation, Parameter, RequestBody, Resolved, Response,
    Schema, SchemaId, SecurityKind, SecurityScheme, Server, Tag,
};
