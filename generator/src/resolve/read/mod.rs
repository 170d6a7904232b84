//! Reads the objects of OpenAPI into the types of [`super::resolved`], one file for each kind of
//! object. `root` reads the whole description in order. Must not know where the target of a
//! reference is, or Rust.

mod encoding;
mod operation;
mod parameter;
mod paths;
mod response;
mod root;
mod schema;
mod security;
mod servers;
mod type_names;
mod values;
mod webhooks;

pub(crate) use response::status;
pub(crate) use root::root;
