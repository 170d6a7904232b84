//! Calls: the static data of an operation, its arguments, and their serialization in a path, a
//! query, a header or a body. Knows values; must not know the network.

mod arguments;
mod encode;
mod form;
mod headers;
mod media_type;
mod multipart;
mod operation;
#[cfg(feature = "pages")]
mod paging;
mod parameter_value;
mod payload;
mod random;
mod request_body;
mod secrets;
mod segments;
mod styles;
mod template;

pub use arguments::Call;
pub(crate) use arguments::{RequestParameters, missing};
pub(crate) use encode::encode_but_triples;
pub use encode::{encode_query, encode_segment};
pub(crate) use headers::{
    constant_value, header_text, invalid_header, parse_header, put_header, quoted_length, secret_value, text_value,
};
#[doc(hidden)]
pub use multipart::multipart;
pub use operation::{
    Api, BodyKind, DeclaredResponse, Encoding, Endpoints, ErrorShape, Location, Operation, Parameter, RequestBody,
    ResponseContent, ResponsePattern, Scheme, SchemeKind, Server, Status, Style,
};
#[cfg(feature = "pages")]
pub use paging::{PageBy, Paging};
pub use payload::{Payload, Progress};
pub(crate) use random::random;
pub(crate) use secrets::masked_url;
#[cfg(feature = "testing")]
pub(crate) use secrets::{SIGNATURES, is_secret_part, masked_query};
pub(crate) use segments::has_dot_segment;
pub(crate) use template::Template;
