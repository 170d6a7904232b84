//! Checks through the blocking client that the stand-in rejects the same requests as the vendor and
//! sends the same responses.

use std::io::{Read, Write};
use std::net::TcpStream;

use scenario_client::types::{UploadAction, UploadKind, UploadStatus};
use scenario_client::uploads::Create;
use scenario_client::{Client, Error};
use stand_in::{Options, StandIn};

const PART: usize = 8 * 1024 * 1024;

fn client(vendor: &StandIn) -> Client {
    Client::builder().base_url(vendor.base_url()).basic("key", "secret").build().unwrap()
}

fn create(client: &Client, size: usize, parts: i64) -> Create {
    let request = client.uploads().create().file_name("a.bin").content_type("image/png").kind(UploadKind::Image);
    request.file_size(size).parts(parts)
}

fn refused<T>(response: Result<T, Error>) -> (u16, String) {
    let error = response.err().expect("a refusal");
    (error.status().map_or(0, |status| status.as_u16()), error.message().unwrap_or_default())
}

/// Sends a PUT request with these headers and returns the status.
fn put(url: &str, headers: &str, body: &[u8]) -> u16 {
    let (host, path) = url.trim_start_matches("http://").split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let head = format!(
        "PUT /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n{headers}content-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    // The server may reject the request before it has read the whole body.
    let _ = stream.write_all(body);
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    response.split(' ').nth(1).unwrap().parse().unwrap()
}

#[test]
fn an_upload_from_its_creation_to_its_import() {
    let vendor = StandIn::start(Options { kind_text: true, ..Options::default() }).unwrap();
    let client = client(&vendor);
    let upload = create(&client, PART + 5, 2).send_blocking().unwrap().upload;
    assert_eq!((upload.kind.as_str(), upload.kind.is_known()), ("text", false), "an eighth kind");
    let parts = upload.parts.as_ref().unwrap();
    assert_eq!(put(&parts[0].url, "", &vec![0; PART]), 200);
    let complete = client.uploads().trigger_action(upload.id.as_str(), UploadAction::Complete);
    assert_eq!(refused(complete.send_blocking()), (400, "some parts are missing".to_owned()));
    assert_eq!(put(&parts[1].url, "", &[0; 5]), 200);
    complete.send_blocking().unwrap();
    let retrieve = client.uploads().retrieve(upload.id.as_str());
    let mut seen = Vec::new();
    while seen.last() != Some(&UploadStatus::Imported) {
        let upload = retrieve.send_blocking().unwrap().upload;
        assert_eq!(upload.entity_id.is_some(), upload.status == UploadStatus::Imported, "null while it is processed");
        seen.push(upload.status);
        assert!(seen.len() < 10, "{seen:?}");
    }
}

#[test]
fn a_put_is_refused_with_authorization_a_wrong_size_or_a_wrong_number() {
    let vendor = StandIn::start(Options::default()).unwrap();
    let upload = create(&client(&vendor), 10, 1).send_blocking().unwrap().upload;
    let url = &upload.parts.as_ref().unwrap()[0].url;
    assert_eq!(put(url, "authorization: Basic a2V5OnNlY3JldA==\r\n", &[0; 10]), 403);
    assert_eq!(
        put(url, "transfer-encoding: chunked\r\n", b"a\r\n0123456789\r\n0\r\n\r\n"),
        411,
        "a store wants the length"
    );
    let second = format!("{}/2", url.strip_suffix("/1").expect("parts are numbered from 1"));
    assert_eq!(put(&second, "", &[0; 10]), 400);
    assert_eq!(put(url, "", &[0; 9]), 200);
    let complete = client(&vendor).uploads().trigger_action(upload.id.as_str(), UploadAction::Complete);
    assert_eq!(refused(complete.send_blocking()), (400, "the parts have 9 bytes, and fileSize was 10".to_owned()));
    assert_eq!(put(url, "", &[0; 10]), 200);
    complete.send_blocking().unwrap();
    // Every part but the last has its least size.
    let upload = create(&client(&vendor), PART + 5, 2).send_blocking().unwrap().upload;
    assert_eq!(put(&upload.parts.as_ref().unwrap()[0].url, "", &[0; 5]), 400);
}

#[test]
fn bad_credentials_fields_and_counts_are_refused() {
    let vendor = StandIn::start(Options::default()).unwrap();
    let good = client(&vendor);
    let stranger = Client::builder().base_url(vendor.base_url()).basic("key", "wrong").build().unwrap();
    assert_eq!(refused(create(&stranger, 10, 1).send_blocking()), (401, "bad credentials".to_owned()));
    let (status, why) = refused(create(&good, 10, 2).send_blocking());
    assert_eq!((status, why.starts_with("parts must be 1 to 10000")), (400, true), "{why}");
    let (status, why) = refused(good.uploads().create().file_name("a").send_blocking());
    assert_eq!((status, why.as_str()), (400, "contentType is required"));
    let mut body = scenario_client::types::CreateUploadRequest::new();
    body.extra.insert("colour".to_owned(), true.into());
    assert_eq!(refused(good.uploads().create().body(body).send_blocking()), (400, "unknown field colour".to_owned()));
    assert_eq!(refused(good.uploads().retrieve("nobody").send_blocking()), (404, "no such upload".to_owned()));
    let odd = good.uploads().trigger_action("nobody", UploadAction::from("explode"));
    assert_eq!(refused(odd.send_blocking()).0, 404);
}
