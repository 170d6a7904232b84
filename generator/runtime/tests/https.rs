//! HTTPS over both transports, with a private certificate authority that is made here and given to the builder.

mod api;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;

use api::{BASE, builder, operation, request};
use clientwright_runtime::runtime::{Client, ErrorKind};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

/// A server on loopback that answers `true` to everything, with a certificate of its own authority.
struct Server {
    base: String,
    authority_pem: String,
    authority_der: Vec<u8>,
}

fn server() -> Server {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(Vec::<String>::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, key).unwrap();
    let key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(vec!["localhost".to_owned()]).unwrap().signed_by(&key, &authority).unwrap();
    let chain: Vec<CertificateDer<'static>> = vec![leaf.der().clone()];
    let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = Arc::new(config.with_no_client_auth().with_single_cert(chain, private).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let config = config.clone();
            std::thread::spawn(move || serve(stream, config));
        }
    });
    Server { base, authority_pem: authority.pem(), authority_der: authority.der().to_vec() }
}

/// A client that does not trust us ends the handshake: nothing to do then.
fn serve(stream: std::net::TcpStream, config: Arc<rustls::ServerConfig>) {
    let Ok(connection) = rustls::ServerConnection::new(config) else { return };
    let mut stream = rustls::StreamOwned::new(connection, stream);
    let mut seen = Vec::new();
    let mut buffer = [0; 1024];
    while !seen.ends_with(b"\r\n\r\n") {
        match stream.read(&mut buffer) {
            Ok(count) if count > 0 => seen.extend_from_slice(&buffer[..count]),
            Ok(_) | Err(_) => return,
        }
    }
    let answer =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 4\r\nconnection: close\r\n\r\ntrue";
    if stream.write_all(answer.as_bytes()).is_ok() {
        stream.conn.send_close_notify();
        let _ = stream.flush();
    }
}

async fn both(client: Client) -> [Result<bool, clientwright_runtime::runtime::Error>; 2] {
    let request = request::<bool>(&client, operation(BASE), |_| {});
    let blocking = request.clone();
    [request.await, tokio::task::spawn_blocking(move || blocking.send_blocking()).await.unwrap()]
}

#[tokio::test]
async fn an_authority_of_the_builder_is_trusted() {
    let server = server();
    for certificate in [server.authority_pem.as_bytes(), server.authority_der.as_slice()] {
        let client = builder().base_url(&server.base).root_certificate(certificate).build().unwrap();
        for answer in both(client).await {
            assert!(answer.unwrap());
        }
    }
}

#[tokio::test]
async fn an_authority_that_nobody_trusts_is_no_connection() {
    let (server, other) = (server(), self::server());
    let client = builder().base_url(&server.base).build().unwrap();
    let with_other = builder().base_url(&server.base).root_certificate(&other.authority_der).build().unwrap();
    for answer in both(client).await.into_iter().chain(both(with_other).await) {
        let error = answer.unwrap_err();
        assert_eq!((error.kind(), error.tries()), (ErrorKind::Connect, 1), "{error}");
        assert!(error.to_string().contains("certificate"), "{error}");
    }
}
