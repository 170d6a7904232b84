//! Responses that are pages: found by their shape or declared by `x-pagination`. Must not know how
//! a client follows them.

mod find;
mod flags;
mod hints;
mod response;
mod shapes;

pub(crate) use find::find;
