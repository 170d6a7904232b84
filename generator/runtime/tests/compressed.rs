//! Compressed responses over a real connection: decompressed with the feature `gzip`, and never
//! beyond the limit.

mod api;

use std::io::{Read, Write};
use std::net::TcpListener;

use api::{BASE, builder, operation, request};
use clientwright_runtime::{Client, Error, ErrorKind};
use flate2::Compression;
use flate2::write::GzEncoder;

/// Starts a server that responds to every request with `body`, declared as gzip, and returns its
/// URL.
fn server(body: Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut seen = Vec::new();
            let mut byte = [0];
            while !seen.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) > 0 {
                seen.push(byte[0]);
            }
            assert!(String::from_utf8_lossy(&seen).to_lowercase().contains("accept-encoding: gzip"));
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\n";
            let _ = write!(stream, "{head}content-length: {}\r\nconnection: close\r\n\r\n", body.len());
            // A client that has read enough closes the connection.
            let _ = stream.write_all(&body);
        }
    });
    base
}

fn gzip(text: impl Iterator<Item = &'static [u8]>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    for part in text {
        encoder.write_all(part).unwrap();
    }
    encoder.finish().unwrap()
}

async fn both(client: Client) -> [Result<serde_json::Value, Error>; 2] {
    let request = request::<serde_json::Value>(&client, operation(BASE), |_| {});
    let blocking = request.clone();
    [request.await, tokio::task::spawn_blocking(move || blocking.send_blocking()).await.unwrap()]
}

#[tokio::test]
async fn gzip_is_read() {
    let base = server(gzip([&b"{\"a\": [1]}"[..]].into_iter()));
    for response in both(builder().base_url(base).build().unwrap()).await {
        assert_eq!(response.unwrap(), serde_json::json!({"a": [1]}));
    }
}

#[tokio::test]
async fn a_bomb_ends_at_the_limit() {
    static SPACES: [u8; 1 << 20] = [b' '; 1 << 20];
    let bomb = gzip(std::iter::repeat_n(&SPACES[..], 16));
    assert!(bomb.len() < 1 << 15, "{}", bomb.len());
    let base = server(bomb);
    for response in both(builder().base_url(base).response_limit(1 << 21).build().unwrap()).await {
        let error = response.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Body, 1));
        assert!(error.to_string().contains("has more than 2097152 bytes"), "{error}");
    }
}

#[tokio::test]
async fn what_is_no_gzip_is_a_response_that_broke_off() {
    let base = server(b"true".to_vec());
    for response in both(builder().base_url(base).retries(0).build().unwrap()).await {
        assert_eq!(response.unwrap_err().kind(), ErrorKind::Body);
    }
}
