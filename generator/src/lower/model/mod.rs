//! [`Api`]: the client that is emitted, as plain data. Every Rust name is decided, and nothing can fail any more. Must not know
//! OpenAPI, apart from the names and values that go over the wire, nor tokens.
//!
//! Each Rust name is next to its wire name. Rust names are valid identifiers, not keywords, unique in their scope, and different
//! from the names that the language and the crate reserve.

mod api;
mod body;
mod operation;
mod pages;
mod parameter;
mod responses;
mod sample;
mod security;
mod server;
mod shapes;
mod types;

pub use api::{Api, ChosenModule, Resource, TypeModule, Webhook};
pub use body::{Body, BodyField, Encoding, MediaKind};
pub use operation::{Argument, Operation};
pub use pages::{PageBy, Pages};
pub use parameter::{Parameter, ParameterLocation, Style};
pub use responses::{
    Content, DeclaredResponse, DeclaredVariant, ErrorSet, ErrorVariant, Errors, Events, Framing, Header, Status,
    Streams,
};
pub use sample::Sample;
pub use security::{Scheme, SchemeKind};
pub use server::{Server, ServerVariable};
pub use shapes::{Constant, Field, Numbers, Preset, Record, Rest, Shape, TypeDef, Union, Value, Variant};
pub use types::{Codec, Format, Home, OwnId, OwnType, Presence, Type, TypeId};
