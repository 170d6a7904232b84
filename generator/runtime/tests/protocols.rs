//! The protocol that server and client agree on in TLS (ALPN, RFC 7301). The server supports HTTP/2
//! and HTTP/1.1, and records the offered protocols, the selected one, and the requests.

mod api;

use std::sync::{Arc, Mutex};

use api::{BASE, builder, operation, request};
use bytes::Bytes;
use clientwright_runtime::{Client, Error, ErrorKind};
use rcgen::{CertificateParams, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::server::TlsStream;

/// `true` if this build has HTTP/2.
const HTTP2: bool = cfg!(feature = "http2");

/// A connection as the server saw it.
#[derive(Debug, Clone, Default, PartialEq)]
struct Seen {
    offered: Vec<String>,
    agreed: Option<String>,
    requests: usize,
}

type Log = Arc<Mutex<Vec<Seen>>>;
/// The head of each response, apart from its status.
type Head = fn(http::response::Builder) -> http::response::Builder;

struct Server {
    base: String,
    root: Vec<u8>,
    log: Log,
}

/// Starts a server that supports these protocols, best first. Without any, it has no ALPN.
async fn server(protocols: &'static [&'static str], head: Head) -> Server {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec!["localhost".to_owned()]).unwrap().self_signed(&key).unwrap();
    let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let mut config = config.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], private).unwrap();
    config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
    let (config, log) = (Arc::new(config), Log::default());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let ours = log.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, config.clone(), ours.clone(), head));
        }
    });
    Server { base, root: certificate.der().to_vec(), log }
}

async fn serve(stream: TcpStream, config: Arc<rustls::ServerConfig>, log: Log, head: Head) {
    let Ok(start) = LazyConfigAcceptor::new(Default::default(), stream).await else { return };
    let offered = start.client_hello().alpn().map(|names| names.map(text).collect()).unwrap_or_default();
    let Ok(stream) = start.into_stream(config).await else { return };
    let agreed = stream.get_ref().1.alpn_protocol().map(text);
    let number = {
        let mut log = log.lock().unwrap();
        log.push(Seen { offered, agreed: agreed.clone(), requests: 0 });
        log.len() - 1
    };
    let came = || log.lock().unwrap()[number].requests += 1;
    match agreed.as_deref() {
        Some("h2") => serve_2(stream, came, head).await,
        _ => serve_1(stream, came).await,
    }
}

fn text(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

async fn serve_2(stream: TlsStream<TcpStream>, came: impl Fn(), head: Head) {
    let Ok(mut connection) = h2::server::Builder::new().max_header_list_size(1 << 20).handshake(stream).await else {
        return;
    };
    while let Some(Ok((request, mut respond))) = connection.accept().await {
        assert_eq!(request.version(), http::Version::HTTP_2);
        came();
        let response = head(http::Response::builder().header("content-type", "application/json")).body(()).unwrap();
        let Ok(mut body) = respond.send_response(response, false) else { continue };
        let _ = body.send_data(Bytes::from_static(b"true"), true);
    }
}

async fn serve_1(mut stream: TlsStream<TcpStream>, came: impl Fn()) {
    let (mut seen, mut buffer) = (Vec::new(), [0; 1024]);
    while let Ok(count @ 1..) = stream.read(&mut buffer).await {
        seen.extend_from_slice(&buffer[..count]);
        if seen.ends_with(b"\r\n\r\n") {
            assert!(seen.windows(10).any(|window| window == b" HTTP/1.1\r"));
            seen.clear();
            came();
            let response = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 4\r\n\r\ntrue";
            stream.write_all(response).await.unwrap();
        }
    }
}

fn client(server: &Server) -> Client {
    builder().base_url(&server.base).root_certificate(&server.root).retries(1).build().unwrap()
}

/// Makes three calls, one after another, async and blocking.
async fn calls(client: &Client, blocking: bool) -> Vec<Result<bool, Error>> {
    let request = request::<bool>(client, operation(BASE), |_| {});
    let mut all = Vec::new();
    for _ in 0..3 {
        let blocks = request.clone();
        all.push(match blocking {
            true => tokio::task::spawn_blocking(move || blocks.send_blocking()).await.unwrap(),
            false => request.send().await,
        });
    }
    all
}

/// Makes three successful calls, and returns the connections as the server saw them.
async fn seen(protocols: &'static [&'static str], blocking: bool) -> Vec<Seen> {
    let server = server(protocols, |head| head).await;
    assert!(calls(&client(&server), blocking).await.into_iter().all(|response| response.unwrap()));
    server.log.lock().unwrap().clone()
}

/// Returns the protocols that an async client offers.
fn offer() -> Vec<String> {
    let all: &[&str] = if HTTP2 { &["h2", "http/1.1"] } else { &["http/1.1"] };
    all.iter().map(|name| (*name).to_owned()).collect()
}

#[tokio::test]
async fn http_2_is_agreed_on_where_both_have_it() {
    let seen = seen(&["h2", "http/1.1"], false).await;
    let agreed = if HTTP2 { "h2" } else { "http/1.1" };
    assert!(seen.iter().all(|one| one.offered == offer() && one.agreed.as_deref() == Some(agreed)), "{seen:?}");
    assert_eq!(seen.iter().map(|one| one.requests).sum::<usize>(), 3);
    // HTTP/2 uses one connection for all of them.
    assert!(!HTTP2 || seen.len() == 1, "{seen:?}");
}

#[tokio::test]
async fn a_server_of_http_1_gets_http_1() {
    for (protocols, agreed) in [(&["http/1.1"][..], Some("http/1.1")), (&[], None)] {
        let seen = seen(protocols, false).await;
        assert!(seen.iter().all(|one| one.offered == offer() && one.agreed.as_deref() == agreed), "{seen:?}");
        assert_eq!(seen.iter().map(|one| one.requests).sum::<usize>(), 3);
    }
}

#[tokio::test]
async fn blocking_calls_are_http_1() {
    let seen = seen(&["h2", "http/1.1"], true).await;
    assert_eq!(seen, [Seen { offered: Vec::new(), agreed: None, requests: 3 }]);
}

#[tokio::test]
async fn calls_at_once_share_a_connection_of_http_2() {
    let server = server(&["h2"], |head| head).await;
    let client = client(&server);
    if !HTTP2 {
        // Without a common protocol, the connection fails (RFC 7301, section 3.2).
        let error = calls(&client, false).await.remove(0).unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::Connect, None), "{error}");
        return;
    }
    let request = request::<bool>(&client, operation(BASE), |_| {});
    request.send().await.unwrap();
    let all: Vec<_> = (0..20).map(|_| tokio::spawn(request.send())).collect();
    for one in all {
        assert!(one.await.unwrap().unwrap());
    }
    let log = server.log.lock().unwrap();
    assert_eq!((log.len(), log[0].requests), (1, 21));
}

/// The limits of heads are those of HTTP/1.1, and a response that exceeds them is not requested
/// again.
#[tokio::test]
async fn heads_of_http_2_have_the_same_limits() {
    fn many(count: usize, each: usize, head: http::response::Builder) -> http::response::Builder {
        (0..count).fold(head, |head, number| head.header(format!("x-{number}"), "b".repeat(each)))
    }
    if !HTTP2 {
        assert_eq!(offer(), ["http/1.1"]);
        return;
    }
    let cases: [(Head, bool); 5] = [
        (|head| many(99, 1, head), true),
        (|head| many(100, 1, head), false),
        (|head| many(1, 65_000, head), true),
        (|head| many(1, 65_536, head), false),
        (|head| many(4, 60_000, head), false),
    ];
    for (number, (head, well)) in cases.into_iter().enumerate() {
        let server = server(&["h2"], head).await;
        let found = request::<bool>(&client(&server), operation(BASE), |_| {}).send().await;
        assert_eq!(found.is_ok(), well, "{number}: {found:?}");
        if let Err(error) = found {
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Malformed, 1), "{number}: {error}");
        }
        assert_eq!(server.log.lock().unwrap()[0].requests, 1);
    }
}
