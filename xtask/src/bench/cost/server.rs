//! The server of the benchmark, in a process of its own. Must not know the calls.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::stop::Stop;

/// A running server. It is killed on drop.
pub(super) struct Server {
    child: Child,
    address: String,
}

impl Server {
    /// Starts the server and reads its address.
    pub(super) fn start(dir: &Path) -> Result<Server, Stop> {
        let fail = |error: std::io::Error| Stop::Usage(format!("cannot run the server: {error}"));
        let mut command = Command::new("target/release/server");
        let mut child = command.current_dir(dir).stdout(Stdio::piped()).spawn().map_err(fail)?;
        let mut address = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut address).map_err(fail)?;
        }
        Ok(Server { child, address: address.trim().to_owned() })
    }

    /// Returns host and port, for example `127.0.0.1:1234`.
    pub(super) fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
