//! The guarantees of the transports, with real servers: nginx, and tinyproxy in front of it. The
//! logs of the servers are checked: protocol, encoding, certificate, proxy, ranges.
//!
//!     cargo run -p clientwright-runtime --example servers
//!
//! It exits with 2 if one of the programs is not installed (Debian's packages `nginx-light` or
//! `nginx`, and `tinyproxy`), and with 101 if a guarantee does not hold. Proxies are read from the
//! environment, so this program starts itself as a child process that makes the calls, with its own
//! environment variables.

mod calls;
mod nginx;
mod tinyproxy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use calls::{Call, called};
use nginx::Nginx;
use tinyproxy::Tinyproxy;

fn main() -> ExitCode {
    if calls::is_child() {
        calls::run();
        return ExitCode::SUCCESS;
    }
    let (Some(nginx), Some(tinyproxy)) = (program("nginx"), program("tinyproxy")) else {
        eprintln!("servers: nginx or tinyproxy is not installed: nothing was looked at");
        return ExitCode::from(2);
    };
    let mut nginx = Nginx::start(nginx);
    protocols(&nginx);
    certificates(&nginx);
    encodings(&nginx);
    proxies(&nginx, &tinyproxy);
    proxies_with_a_password(&nginx, &tinyproxy);
    downloads(&mut nginx);
    println!("6 of 6 promises hold against nginx and tinyproxy");
    ExitCode::SUCCESS
}

/// Finds a program, also in folders that only root has in its path.
fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var("PATH").unwrap_or_default() + ":/usr/sbin:/usr/local/sbin";
    path.split(':').map(|folder| Path::new(folder).join(name)).find(|file| file.is_file())
}

/// HTTP/2 is used if both sides support it, HTTP/1.1 if the server supports nothing else or the
/// call is blocking.
fn protocols(nginx: &Nginx) {
    for (base, agreed) in [(&nginx.http_2, "HTTP/2.0 h2"), (&nginx.http_1, "HTTP/1.1 http/1.1")] {
        assert_eq!(called(&Call::json(base).trusting(nginx), &[]), ["blocking true", "async true"]);
        let seen = nginx.seen();
        let seen: Vec<String> = seen.iter().map(|line| format!("{} {}", line.protocol, line.alpn)).collect();
        assert_eq!(seen, ["HTTP/1.1 -", agreed], "{base}");
    }
    println!("protocols: HTTP/2, and HTTP/1.1 where there is no other");
}

/// A private certificate authority is trusted only by clients that set it.
fn certificates(nginx: &Nginx) {
    for base in [&nginx.http_1, &nginx.http_2] {
        let failed = "Connect None 1";
        assert_eq!(called(&Call::json(base), &[]), [format!("blocking {failed}"), format!("async {failed}")]);
        // The server received no request, not even one without credentials.
        assert_eq!(nginx.seen().len(), 0);
        assert_eq!(called(&Call::json(base).trusting(nginx), &[]), ["blocking true", "async true"]);
        assert!(nginx.seen().iter().all(|line| line.tls.starts_with("TLSv1.")));
    }
    println!("certificates: a private authority, and no other");
}

/// Checks that compressed responses are requested, sent and read.
fn encodings(nginx: &Nginx) {
    for base in [&nginx.plain, &nginx.http_1, &nginx.http_2] {
        let said = called(&Call::large(base).trusting(nginx), &[]);
        assert_eq!(said, ["blocking 20000 items", "async 20000 items"]);
        for line in nginx.seen() {
            assert_eq!((line.accepted.as_str(), line.encoding.as_str()), ("gzip", "gzip"), "{base}");
            assert!(line.bytes < nginx::LARGE / 2, "{base}: {} bytes", line.bytes);
        }
    }
    println!("encodings: gzip");
}

/// Calls through a proxy send `http` requests in absolute-form, because this one allows CONNECT for
/// the port of `https` only. `NO_PROXY` bypasses it.
fn proxies(nginx: &Nginx, program: &Path) {
    let proxy = Tinyproxy::start(program, &nginx.tls_ports(), None);
    let address = proxy.address("");
    let well = ["blocking true", "async true"];
    assert_eq!(called(&Call::json(&nginx.plain), &[("HTTP_PROXY", &address)]), well);
    assert!(nginx.seen().iter().all(|line| line.via.contains("tinyproxy")));
    let target = format!("GET {}/things HTTP/1.1", nginx.plain);
    assert_eq!(proxy.seen(), [target.clone(), target]);
    for base in [&nginx.http_1, &nginx.http_2] {
        assert_eq!(called(&Call::json(base).trusting(nginx), &[("HTTPS_PROXY", &address)]), well);
        assert_eq!(nginx.seen().len(), 2);
        let tunnel = format!("CONNECT {} HTTP/1.1", base.trim_start_matches("https://"));
        assert_eq!(proxy.seen(), [tunnel.clone(), tunnel]);
    }
    let variables = [("HTTP_PROXY", address.as_str()), ("HTTPS_PROXY", &address), ("NO_PROXY", "localhost")];
    for base in [&nginx.plain, &nginx.http_2] {
        assert_eq!(called(&Call::json(base).trusting(nginx), &variables), well);
        assert!(nginx.seen().iter().all(|line| line.via == "-"));
        assert_eq!(proxy.seen().len(), 0);
    }
    println!("proxies: absolute-form, tunnels, NO_PROXY");
}

/// The proxy requires credentials.
fn proxies_with_a_password(nginx: &Nginx, program: &Path) {
    let proxy = Tinyproxy::start(program, &nginx.tls_ports(), Some("somebody the-password"));
    let https = Call::json(&nginx.http_1).trusting(nginx);
    let http = Call::json(&nginx.plain);
    let known = proxy.address("somebody:the-password@");
    for (call, name) in [(&http, "HTTP_PROXY"), (&https, "HTTPS_PROXY")] {
        assert_eq!(called(call, &[(name, &known)]), ["blocking true", "async true"]);
        assert_eq!(nginx.seen().len(), 2);
    }
    for address in [proxy.address(""), proxy.address("somebody:another@")] {
        // The proxy itself responds to plain HTTP, with 407, or 401 in older versions. Without its
        // tunnel, the connection fails.
        let refused = ["Status Some(407) 1", "Status Some(401) 1"];
        for (call, name, failed) in [(&http, "HTTP_PROXY", &refused[..]), (&https, "HTTPS_PROXY", &["Connect None 1"])]
        {
            let said = called(call, &[(name, &address)]);
            let well = |failed: &&str| said == [format!("blocking {failed}"), format!("async {failed}")];
            assert!(failed.iter().any(well), "{said:?}");
            assert_eq!(nginx.seen().len(), 0);
        }
    }
    println!("proxies: user name and password");
}

/// A download resumes after the server was killed.
fn downloads(nginx: &mut Nginx) {
    for (way, base) in
        [("blocking", nginx.plain.clone()), ("async", nginx.plain.clone()), ("async", nginx.http_2.clone())]
    {
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("file");
        let child = Call::file(&base, way, &to).trusting(nginx).start();
        nginx.kill_when(|| part_of(folder.path()) > nginx::FILE as u64 / 10);
        nginx.restart();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(said.trim(), format!("{way} {} bytes", nginx::FILE), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(std::fs::read(&to).unwrap() == nginx::file(), "it is another file");
        let last = nginx.seen().pop().unwrap();
        let from =
            last.range.strip_prefix("bytes=").and_then(|range| range.trim_end_matches('-').parse::<usize>().ok());
        let from = from.unwrap_or_else(|| panic!("no range in {last:?}"));
        assert!(last.status == 206 && from > 0 && last.bytes < nginx::FILE, "{last:?}");
    }
    println!("downloads: resumed after nginx was killed");
}

/// Returns the number of bytes downloaded so far.
fn part_of(folder: &Path) -> u64 {
    let files = std::fs::read_dir(folder).unwrap();
    files.map(|file| file.unwrap().metadata().map_or(0, |data| data.len())).max().unwrap_or(0)
}
