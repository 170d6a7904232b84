//! Proxies of the environment, over both transports: what calls is this program again, with variables of its own, and between it
//! and the server is a proxy on loopback that keeps what it was asked.

mod api;
#[path = "api/tls.rs"]
mod tls;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};

use api::{BASE, builder, operation, request};

/// The variable that says what the program is: where there is a base URL in it, it calls.
const CALLS: &str = "CLIENTWRIGHT_TEST_CALLS";
/// A file with a certificate that it trusts.
const TRUSTS: &str = "CLIENTWRIGHT_TEST_TRUSTS";
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
    a_proxy_that_is_not_there_is_no_connection();
    println!("5 of 5 tests of proxies passed");
}

/// One call with each transport; what became of it is printed.
fn calls(base: &str) {
    let mut client = builder().base_url(base).credential("header", "the-secret");
    if let Ok(path) = std::env::var(TRUSTS) {
        client = client.root_certificate(&std::fs::read(path).unwrap());
    }
    let client = client.retries(0).build().unwrap();
    let secured = operation(clientwright_runtime::runtime::call::Operation { security: &[&[2]], ..BASE });
    let call = request::<bool>(&client, secured, |_| {});
    println!("blocking {:?}", call.clone().send_blocking().map_err(|error| (error.kind(), error.to_string())));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let answer = runtime.block_on(async { call.await });
    println!("async {:?}", answer.map_err(|error| (error.kind(), error.to_string())));
}

/// What the program says that calls `base` with these variables.
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

/// A proxy, or a server of plain HTTP: answers `true` to a request, opens a tunnel where it is asked to.
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
        if let Some(rest) = head.strip_prefix("CONNECT ") {
            return tunnel(stream, rest.split(' ').next().unwrap());
        }
        let answer = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 4\r\n\r\ntrue";
        if stream.write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}

fn tunnel(mut stream: TcpStream, to: &str) {
    // The server that answers to any name stands on loopback.
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
    // A part of a name is none.
    let said = called(&format!("http://notother.test:{server}"), &variables);
    assert_eq!((said.as_str(), lines(&asked).len()), (WELL, 2));
}

fn a_proxy_that_is_not_there_is_no_connection() {
    // A port that nobody listens at any more.
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let said = called("http://api.test", &[("HTTP_PROXY", &format!("http://user:the-password@{free}"))]);
    let kinds = said.lines().filter(|line| line.contains("Err((Connect, "));
    assert_eq!(kinds.count(), 2, "{said}");
    assert!(!said.contains("the-password") && !said.contains("the-secret"), "{said}");
}
