//! A loopback server that plays the vendor of the committed description, for examples and tests: it refuses
//! what the real one refuses and answers as it does. [`Script`] is a server without manners, for tests that
//! care for every byte. Neither is written with the code that it tests: plain sockets and threads.

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
