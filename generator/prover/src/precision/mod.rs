//! Checks that the types of a client are as precise as the schemas: any JSON or any string is a
//! fault if the schema is more precise, unless the generator reported it. Must not know what is
//! sent.

mod checker;
mod detail;
mod rust_type;

pub(crate) use checker::TypeChecker;
