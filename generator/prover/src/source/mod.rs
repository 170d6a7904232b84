//! An independent reader of OpenAPI 3.x and Swagger 2.0: files to trees, references, operations
//! with everything that the rules of OpenAPI add to them. Must not know clients, cases or the
//! generator.

mod description;
mod discriminator;
mod flatten;
mod node;
mod operation;
mod operations;
mod schema;
mod server;
mod swagger;
mod swagger_forms;
mod tree;

pub use description::{Description, ReadError, Version};
pub(crate) use discriminator::own_discriminator_value;
pub use flatten::{flatten, is_bytes, is_hidden};
pub use node::Node;
pub use operation::{Body, DeclaredResponse, Operation, Parameter};
pub use operations::operations;
pub use schema::FlatSchema;
pub use server::{security_scheme, server};
