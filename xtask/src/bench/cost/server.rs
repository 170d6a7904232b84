//! The server of the bench: a process of its own for as long as this lives.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::stop::Stop;

/// A server that runs.
pub(super) struct Server {
    child: Child,
    address: String,
}

impl Server {
    /// Starts it, and reads where it listens.
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

    /// `127.0.0.1:1234`
    pub(super) fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Where it is gone already, that is what was wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
