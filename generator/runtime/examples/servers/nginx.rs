//! nginx with HTTP/2, with HTTP/1.1 only, and without TLS. Reads its log.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

/// The size of the large JSON, in bytes.
pub(crate) const LARGE: usize = 20_000 * 6 + 1;
/// The size of the file, in bytes. A tenth is sent at once, and at most a tenth in each second
/// after it.
pub(crate) const FILE: usize = 10 << 20;

/// The file.
pub(crate) fn file() -> Vec<u8> {
    (0..FILE).map(|at| (at / 251 + at % 251) as u8).collect()
}

/// A request in the log.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) protocol: String,
    pub(crate) alpn: String,
    pub(crate) tls: String,
    pub(crate) accepted: String,
    pub(crate) encoding: String,
    pub(crate) via: String,
    pub(crate) range: String,
    pub(crate) status: u16,
    pub(crate) bytes: usize,
}

const FORMAT: &str = "$server_protocol|$ssl_alpn_protocol|$ssl_protocol|$http_accept_encoding|$sent_http_content_encoding|$http_via|$http_range|$status|$body_bytes_sent";

/// A running server. It is stopped on drop.
pub(crate) struct Nginx {
    program: PathBuf,
    folder: tempfile::TempDir,
    child: Child,
    /// HTTP/2 and HTTP/1.1, with TLS.
    pub(crate) http_2: String,
    /// HTTP/1.1 only, with TLS.
    pub(crate) http_1: String,
    /// HTTP/1.1 without TLS.
    pub(crate) plain: String,
}

impl Nginx {
    /// Starts the server on three free ports.
    pub(crate) fn start(program: PathBuf) -> Nginx {
        let folder = tempfile::tempdir().unwrap();
        let [http_2, http_1, plain] = [free(), free(), free()];
        contents(folder.path());
        certificates(folder.path());
        std::fs::write(folder.path().join("nginx.conf"), configuration([http_2, http_1, plain])).unwrap();
        let child = run(&program, folder.path(), plain);
        let [http_2, http_1] = [http_2, http_1].map(|port| format!("https://localhost:{port}"));
        Nginx { program, folder, child, http_2, http_1, plain: format!("http://localhost:{plain}") }
    }

    /// Returns the path of the certificate of its authority.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("root.pem")
    }

    /// Returns the ports to which a proxy must open tunnels.
    pub(crate) fn tls_ports(&self) -> [String; 2] {
        [&self.http_1, &self.http_2].map(|base| base.rsplit(':').next().unwrap_or_default().to_owned())
    }

    /// Returns the requests since the last call. A request may be logged with a short delay.
    pub(crate) fn seen(&self) -> Vec<Line> {
        let path = self.folder.path().join("access.log");
        std::thread::sleep(Duration::from_millis(200));
        let text = std::fs::read_to_string(&path).unwrap();
        // Empties the log. nginx appends to its end.
        std::fs::File::create(path).unwrap();
        text.lines().map(line).collect()
    }

    /// Kills the server as soon as the condition is true, even while it sends a response.
    pub(crate) fn kill_when(&mut self, it_is_time: impl Fn() -> bool) {
        wait_for("a part of the file", it_is_time);
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Starts the server again.
    pub(crate) fn restart(&mut self) {
        let port = self.plain.rsplit(':').next().unwrap().parse().unwrap();
        self.child = run(&self.program, self.folder.path(), port);
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // It may have been killed already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn line(text: &str) -> Line {
    let parts: Vec<&str> = text.split('|').collect();
    let [protocol, alpn, tls, accepted, encoding, via, range, status, bytes] = parts[..] else { panic!("{text}") };
    let own = |part: &str| part.to_owned();
    let (protocol, alpn, tls, accepted) = (own(protocol), own(alpn), own(tls), own(accepted));
    let (encoding, via, range) = (own(encoding), own(via), own(range));
    let (status, bytes) = (status.parse().unwrap(), bytes.parse().unwrap());
    Line { protocol, alpn, tls, accepted, encoding, via, range, status, bytes }
}

fn run(program: &Path, folder: &Path, port: u16) -> Child {
    let mut command = Command::new(program);
    let child =
        command.arg("-p").arg(folder).arg("-e").arg(folder.join("error.log")).arg("-c").arg(folder.join("nginx.conf"));
    let child = child.spawn().unwrap();
    wait_for("nginx", || TcpStream::connect(("127.0.0.1", port)).is_ok());
    child
}

/// Waits until the condition is true.
pub(crate) fn wait_for(what: &str, is: impl Fn() -> bool) {
    let start = Instant::now();
    while !is() {
        assert!(start.elapsed() < Duration::from_secs(30), "{what} does not come");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Returns a free port.
pub(crate) fn free() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn configuration([http_2, http_1, plain]: [u16; 3]) -> String {
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    let temporary: String = temporary.iter().map(|name| format!("{name}_temp_path temporary;")).collect();
    format!(
        "daemon off; master_process off; pid nginx.pid;
         events {{}}
         http {{
           log_format seen '{FORMAT}';
           access_log access.log seen;
           {temporary}
           root content;
           types {{ application/json json; }}
           gzip on; gzip_types application/json; gzip_proxied any; gzip_http_version 1.0;
           ssl_certificate leaf.pem; ssl_certificate_key leaf.key;
           server {{
             listen 127.0.0.1:{plain};
             listen 127.0.0.1:{http_1} ssl;
             listen 127.0.0.1:{http_2} ssl http2;
             location = /things {{ default_type application/json; return 200 true; }}
             location = /file {{ limit_rate_after 1m; limit_rate 1m; }}
           }}
         }}"
    )
}

fn contents(folder: &Path) {
    let content = folder.join("content");
    std::fs::create_dir(&content).unwrap();
    let items: Vec<String> = (10_000..30_000).map(|number| number.to_string()).collect();
    let large = format!("[{}]", items.join(","));
    assert_eq!(large.len(), LARGE);
    std::fs::write(content.join("large.json"), large).unwrap();
    std::fs::write(content.join("file"), file()).unwrap();
}

/// Creates a private certificate authority, and a certificate for `localhost` that it signs.
fn certificates(folder: &Path) {
    let mut params = CertificateParams::new(Vec::<String>::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(vec!["localhost".to_owned()]).unwrap().signed_by(&key, &authority).unwrap();
    for (name, text) in [("root.pem", authority.pem()), ("leaf.pem", leaf.pem()), ("leaf.key", key.serialize_pem())] {
        std::fs::write(folder.join(name), text).unwrap();
    }
}
