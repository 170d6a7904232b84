//! A loopback server that behaves like the vendor of the committed description, for examples and tests. [`Script`] is
//! a server that sends fixed bytes. Neither uses the code that it tests: both are plain sockets and threads.

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
