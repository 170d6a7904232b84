//! Runs tinyproxy, and reads its log.

use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::nginx::{free, wait_for};

/// A running proxy. It is stopped on drop.
pub(crate) struct Tinyproxy {
    folder: tempfile::TempDir,
    child: Child,
    port: u16,
}

impl Tinyproxy {
    /// Starts the proxy on a free port. It opens tunnels to `ports` only. If a user name and
    /// password are set, it requires them.
    pub(crate) fn start(program: &Path, ports: &[String], known: Option<&str>) -> Tinyproxy {
        let (folder, port) = (tempfile::tempdir().unwrap(), free());
        let log = folder.path().join("log");
        let mut lines = vec![
            format!("Port {port}"),
            "Listen 127.0.0.1".to_owned(),
            format!("LogFile \"{}\"", log.display()),
            "LogLevel Connect".to_owned(),
            "ViaProxyName \"tinyproxy\"".to_owned(),
        ];
        lines.extend(ports.iter().map(|port| format!("ConnectPort {port}")));
        lines.extend(known.map(|known| format!("BasicAuth {known}")));
        let configuration = folder.path().join("configuration");
        std::fs::write(&configuration, lines.join("\n") + "\n").unwrap();
        std::fs::write(log, "").unwrap();
        let mut command = Command::new(program);
        let child = command.arg("-d").arg("-c").arg(configuration).stdout(Stdio::null()).spawn().unwrap();
        wait_for("tinyproxy", || TcpStream::connect(("127.0.0.1", port)).is_ok());
        Tinyproxy { folder, child, port }
    }

    /// Returns its URL, with `user` before the host.
    pub(crate) fn address(&self, user: &str) -> String {
        format!("http://{user}127.0.0.1:{}", self.port)
    }

    /// Returns the request lines since the last call.
    pub(crate) fn seen(&self) -> Vec<String> {
        let path = self.folder.path().join("log");
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::File::create(path).unwrap();
        let request = |line: &str| {
            let (_, request) = line.split_once("Request (file descriptor ")?;
            request.split_once("): ").map(|(_, request)| request.to_owned())
        };
        text.lines().filter_map(request).collect()
    }
}

impl Drop for Tinyproxy {
    fn drop(&mut self) {
        // The proxy has no state that could be lost.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
