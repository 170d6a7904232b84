//! Proxies from environment variables, over both transports. This program starts itself as a child
//! process with its own environment variables, which makes the calls. A proxy on loopback records
//! its requests.

mod api;
#[path = "api/tls.rs"]
mod tls;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};

use api::{BASE, BODY, builder, operation, request};
use clientwright_runtime::call::Operation;
use clientwright_runtime::{Client, Error};

/// The environment variable with the base URL. If it is set, this process is the child that makes
/// the calls.
const CALLS: &str = "CLIENTWRIGHT_TEST_CALLS";
/// The environment variable with the path of a certificate that the child trusts.
const TRUSTS: &str = "CLIENTWRIGHT_TEST_TRUSTS";
/// The environment variable with the number of retries.
const RETRIES: &str = "CLIENTWRIGHT_TEST_RETRIES";
/// The environment variable that makes the child send bodies.
const POSTS: &str = "CLIENTWRIGHT_TEST_POSTS";
const VARIABLES: [&str; 8] =
    ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy"];

fn main() {
    if let Ok(base) = std::env::var(CALLS) {
        return calls(&base);
    }
    plain_http_goes_through_the_proxy_of_its_scheme();
    https_is_tunnelled_and_the_proxy_sees_no_secret();
    all_proxy_is_for_both_schemes();
    no_proxy_goes_past_it();
    hosts_match_alike();
    a_proxy_that_is_not_there_is_no_connection();
    a_proxy_that_opens_no_tunnel_is_no_connection();
    a_proxy_that_refuses_plain_http_responds();
    a_proxy_of_another_kind_is_no_connection();
    a_proxy_may_be_reached_in_tls();
    bodies_and_connections_through_a_proxy_are_as_without_it();
    println!("11 of 11 tests of proxies passed");
}

/// Makes one call with each transport and prints the outcomes.
fn calls(base: &str) {
    let mut client = builder().base_url(base).credential("header", "the-secret");
    if let Ok(path) = std::env::var(TRUSTS) {
        client = client.root_certificate(&std::fs::read(path).unwrap());
    }
    let retries = std::env::var(RETRIES).map_or(0, |retries| retries.parse().unwrap());
    let client = client.retries(retries).build().unwrap();
    if std::env::var(POSTS).is_ok() {
        return posts(&client);
    }
    let secured = operation(Operation { security: &[&[2]], ..BASE });
    let call = request::<bool>(&client, secured, |_| {});
    let shown = |error: Error| {
        (error.kind(), error.status().map(|status| status.as_u16()), error.attempts(), error.to_string())
    };
    println!("blocking {:?}", call.clone().send_blocking().map_err(shown));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let response = runtime.block_on(async { call.await });
    println!("async {:?}", response.map_err(shown));
}

/// Makes three calls with each transport, whose bodies look like a request to a proxy.
fn posts(client: &Client) {
    let post = operation(Operation { method: "POST", body: Some(BODY), ..BASE });
    let call = request::<bool>(client, post, |call| call.set_body(&"GET /http://api.test/ HTTP/1.1".to_owned()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for _ in 0..3 {
        assert!(call.send_blocking().unwrap());
        assert!(runtime.block_on(call.send()).unwrap());
    }
}

/// Returns the output of the program that calls `base` with these variables.
fn called(base: &str, variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    for name in VARIABLES {
        command.env_remove(name);
    }
    let output = command.env(CALLS, base).envs(variables.iter().copied()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

const WELL: &str = "blocking Ok(true)\nasync Ok(true)\n";

type Heads = Arc<Mutex<Vec<String>>>;

/// A proxy or a server of plain HTTP. It responds to a request with `true`, and to CONNECT by
/// opening a tunnel.
fn listening() -> (u16, Heads) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let heads = Heads::default();
    let kept = heads.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let kept = kept.clone();
            std::thread::spawn(move || serve(stream, &kept));
        }
    });
    (port, heads)
}

fn serve(mut stream: TcpStream, heads: &Heads) {
    loop {
        let (mut head, mut byte) = (Vec::new(), [0]);
        while !head.ends_with(b"\r\n\r\n") {
            match stream.read(&mut byte) {
                Ok(1) => head.push(byte[0]),
                Ok(_) | Err(_) => return,
            }
        }
        let head = String::from_utf8(head).unwrap();
        heads.lock().unwrap().push(head.clone());
        let length = head.to_lowercase().lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        stream.read_exact(&mut body).unwrap();
        assert!(body.is_empty() || body == b"\"GET /http://api.test/ HTTP/1.1\"", "{body:?}");
        if let Some(rest) = head.strip_prefix("CONNECT ") {
            return tunnel(stream, rest.split(' ').next().unwrap());
        }
        let response = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 4\r\n\r\ntrue";
        if stream.write_all(response.as_bytes()).is_err() {
            return;
        }
    }
}

fn tunnel(mut stream: TcpStream, to: &str) {
    // The server for every host name is on loopback.
    let port = to.rsplit(':').next().unwrap();
    let Ok(mut server) = TcpStream::connect(format!("127.0.0.1:{port}")) else { return };
    stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").unwrap();
    let (mut from, mut back) = (stream.try_clone().unwrap(), server.try_clone().unwrap());
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut from, &mut server);
        let _ = server.shutdown(std::net::Shutdown::Write);
    });
    let _ = std::io::copy(&mut back, &mut stream);
    let _ = stream.shutdown(std::net::Shutdown::Write);
}

fn lines(heads: &Heads) -> Vec<String> {
    heads.lock().unwrap().iter().map(|head| head.lines().next().unwrap_or_default().to_owned()).collect()
}

fn plain_http_goes_through_the_proxy_of_its_scheme() {
    let (server, (proxy, asked)) = (listening().0, listening());
    let address = format!("http://a%20user:the-password@127.0.0.1:{proxy}");
    let said =
        called(&format!("http://api.test:{server}"), &[("HTTP_PROXY", &address), ("HTTPS_PROXY", "http://x.invalid")]);
    assert_eq!(said, WELL);
    let lines = lines(&asked);
    let asked = asked.lock().unwrap().clone();
    // RFC 9112, section 3.2.2: in absolute-form, and `Host` is that of the server.
    let line = format!("GET http://api.test:{server}/things HTTP/1.1");
    assert_eq!(lines, [line.clone(), line]);
    let host = format!("host: api.test:{server}\r\n");
    assert!(asked.iter().all(|head| head.to_lowercase().contains(&host)), "{asked:?}");
    // `a user:the-password` in Base64 (RFC 7617).
    assert!(asked.iter().all(|head| head.contains("Basic YSB1c2VyOnRoZS1wYXNzd29yZA==")), "{asked:?}");
}

fn https_is_tunnelled_and_the_proxy_sees_no_secret() {
    let (server, (proxy, asked)) = (tls::server(), listening());
    let folder = tempfile::tempdir().unwrap();
    let certificate = folder.path().join("authority.pem");
    std::fs::write(&certificate, &server.authority_pem).unwrap();
    let address = format!("http://127.0.0.1:{proxy}");
    let trusts = (TRUSTS, certificate.to_str().unwrap());
    let said = called(&server.base, &[("https_proxy", &address), ("HTTP_PROXY", "http://x.invalid"), trusts]);
    assert_eq!(said, WELL);
    let heads = asked.lock().unwrap().clone();
    let expected = format!("CONNECT {} HTTP/1.1", server.base.trim_start_matches("https://"));
    assert_eq!(lines(&asked), [expected.clone(), expected]);
    assert!(heads.iter().all(|head| !head.contains("the-secret") && !head.contains("authorization")), "{heads:?}");
}

fn all_proxy_is_for_both_schemes() {
    let (server, (proxy, asked)) = (listening().0, listening());
    let said = called(&format!("http://api.test:{server}"), &[("ALL_PROXY", &format!("http://127.0.0.1:{proxy}"))]);
    assert_eq!((said.as_str(), lines(&asked).len()), (WELL, 2));
}

fn no_proxy_goes_past_it() {
    let ((server, served), (proxy, asked)) = (listening(), listening());
    let address = format!("http://127.0.0.1:{proxy}");
    let variables = [("HTTP_PROXY", address.as_str()), ("NO_PROXY", "other.test, 127.0.0.1")];
    let said = called(&format!("http://127.0.0.1:{server}"), &variables);
    assert_eq!(said, WELL);
    assert_eq!((lines(&asked).len(), lines(&served).len()), (0, 2));
    // A part of a host name does not match.
    let said = called(&format!("http://notother.test:{server}"), &variables);
    assert_eq!((said.as_str(), lines(&asked).len()), (WELL, 2));
}

fn a_proxy_that_is_not_there_is_no_connection() {
    // Returns a port on which nothing listens any more.
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let said = called("http://api.test", &[("HTTP_PROXY", &format!("http://user:the-password@{free}"))]);
    both_fail(&said, "Connect, None, 1");
    assert!(!said.contains("the-password") && !said.contains("the-secret"), "{said}");
}

/// Checks that async and blocking calls fail with this kind, status and number of attempts.
fn both_fail(said: &str, so: &str) {
    let lines: Vec<&str> = said.lines().collect();
    let well = |line: &&str| line.contains(&format!("Err(({so}, "));
    assert!(lines.len() == 2 && lines.iter().all(well), "{so} in place of {said}");
}

/// Starts a proxy that always sends this response.
fn refusing(response: &'static str) -> (u16, Heads) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let heads = Heads::default();
    let kept = heads.clone();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let (mut head, mut byte) = (Vec::new(), [0]);
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) > 0 {
                head.push(byte[0]);
            }
            kept.lock().unwrap().push(String::from_utf8(head).unwrap());
            let _ = stream.write_all(response.as_bytes());
        }
    });
    (port, heads)
}

fn a_proxy_that_opens_no_tunnel_is_no_connection() {
    let responses = [
        "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\ncontent-length: 2\r\n\r\nno",
        "HTTP/1.1 502 Bad Gateway\r\n\r\n",
        "SSH-2.0-OpenSSH_9.6\r\n",
        "",
    ];
    for response in responses {
        let (proxy, asked) = refusing(response);
        let address = format!("http://127.0.0.1:{proxy}");
        let said = called("https://api.test", &[("HTTPS_PROXY", address.as_str()), (RETRIES, "1")]);
        both_fail(&said, "Connect, None, 2");
        let line = "CONNECT api.test:443 HTTP/1.1";
        assert_eq!(lines(&asked), [line; 4], "{response}");
    }
}

/// The request reached the proxy, which responds like a server.
fn a_proxy_that_refuses_plain_http_responds() {
    let (proxy, asked) = refusing("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n");
    let address = format!("http://127.0.0.1:{proxy}");
    let said = called("http://api.test/base", &[("HTTP_PROXY", address.as_str()), (RETRIES, "1")]);
    both_fail(&said, "Status, Some(407), 1");
    assert_eq!(lines(&asked), ["GET http://api.test/base/things HTTP/1.1"; 2]);
}

fn a_proxy_of_another_kind_is_no_connection() {
    for (scheme, name) in [("http", "HTTP_PROXY"), ("https", "HTTPS_PROXY"), ("http", "ALL_PROXY")] {
        let ((proxy, asked), (server, served)) = (refusing(""), listening());
        for kind in ["socks4", "socks5", "socks5h"] {
            let proxy = format!("{kind}://127.0.0.1:{proxy}");
            both_fail(&called(&format!("{scheme}://127.0.0.1:{server}"), &[(name, &proxy)]), "Connect, None, 1");
        }
        assert_eq!((lines(&asked).len(), lines(&served).len()), (0, 0));
    }
}

fn bodies_and_connections_through_a_proxy_are_as_without_it() {
    let (proxy, asked) = listening();
    let said = called("http://api.test", &[("HTTP_PROXY", &format!("http://127.0.0.1:{proxy}")), (POSTS, "1")]);
    assert_eq!((said.as_str(), lines(&asked)), ("", vec!["POST http://api.test/things HTTP/1.1".to_owned(); 6]));
}

/// Hosts that are reached without the proxy, in every notation of `NO_PROXY`, and hosts that are
/// not. None of them responds.
fn hosts_match_alike() {
    let (proxy, asked) = listening();
    let address = format!("http://127.0.0.1:{proxy}");
    let list = "Example.invalid, .inner.invalid,127.0.0.0/8,[::1],fd00::/8, ::1, 300.1.1.1/9,*.star.invalid";
    let variables = [("HTTP_PROXY", address.as_str()), ("NO_PROXY", list)];
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let direct = ["example.invalid", "A.EXAMPLE.invalid", "inner.invalid", "x.inner.invalid", "127.255.0.1", "[::1]"];
    for host in direct {
        both_fail(&called(&format!("http://{host}:{nobody}"), &variables), "Connect, None, 1");
        assert_eq!(lines(&asked).len(), 0, "{host}");
    }
    let proxied = ["notexample.invalid", "example.invalid.test", "128.0.0.1", "[::2]", "invalid", "x.star.invalid"];
    for (count, host) in proxied.into_iter().enumerate() {
        assert_eq!(called(&format!("http://{host}:{nobody}"), &variables), WELL, "{host}");
        assert_eq!(lines(&asked).len(), 2 * (count + 1), "{host}");
    }
    let all = [("HTTP_PROXY", address.as_str()), ("NO_PROXY", "*")];
    both_fail(&called(&format!("http://any.invalid:{nobody}"), &all), "Connect, None, 1");
    // A CGI program: the variable may be a request header (CVE-2016-5385).
    let cgi = [("HTTP_PROXY", address.as_str()), ("REQUEST_METHOD", "GET")];
    both_fail(&called(&format!("http://any.invalid:{nobody}"), &cgi), "Connect, None, 1");
    assert_eq!(lines(&asked).len(), 2 * proxied.len());
}

/// The server acts as the proxy: it responds to everything, but only over TLS.
fn a_proxy_may_be_reached_in_tls() {
    let server = tls::server();
    let folder = tempfile::tempdir().unwrap();
    let certificate = folder.path().join("authority.pem");
    std::fs::write(&certificate, &server.authority_pem).unwrap();
    let trusts = (TRUSTS, certificate.to_str().unwrap());
    assert_eq!(called("http://api.test", &[("HTTP_PROXY", &server.base), trusts]), WELL);
    both_fail(&called("http://api.test", &[("HTTP_PROXY", &server.base)]), "Connect, None, 1");
}
