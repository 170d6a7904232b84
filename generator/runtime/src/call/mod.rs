//! Calls: what a description says of an operation, the arguments that were given, and how they are
//! spelled in a path, a query, a header or a body. Knows values; must not know the network.

mod arguments;
mod chance;
mod encode;
mod flat;
mod form;
mod headers;
mod multipart;
mod operation;
#[cfg(feature = "pages")]
mod paging;
mod part_type;
mod payload;
mod place;
mod secret_query;
mod segments;
mod template;

pub use arguments::Call;
pub(crate) use arguments::{Given, missing};
pub(crate) use chance::chance;
pub(crate) use encode::encode_but_triples;
pub use encode::{encode_query, encode_segment};
pub(crate) use headers::{
    constant_value, given_header, header_text, put_header, quoted, secret_value, text_value, unsendable,
};
#[doc(hidden)]
pub use multipart::multipart;
pub use operation::{
    Api, BodyKind, Content, DeclaredResponse, Encoding, Endpoints, ErrorShape, Operation, Parameter, Place,
    RequestBody, Scheme, SchemeKind, Server, Sign, Status, Style,
};
#[cfg(feature = "pages")]
pub use paging::{PageBy, Paging};
pub use payload::{Payload, Progress};
pub(crate) use secret_query::masked_address;
#[cfg(feature = "testing")]
pub(crate) use secret_query::{SIGNATURES, is_secret_part, masked_query};
pub(crate) use segments::has_dot_segment;
pub(crate) use template::Template;
