//! A loopback server that behaves like the vendor of the committed description, for examples and
//! tests. [`Script`] is a server that sends fixed bytes. Both are plain sockets and threads, and
//! must not use the code that they test.

mod http;
mod script;
mod server;
mod stations;
mod uploads;
mod vendor;

pub use script::{Reply, Script};
pub use server::{Seen, StandIn};
pub use stations::serve_stations;
pub use vendor::Options;
