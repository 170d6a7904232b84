//! The media types of parts: one of those that an Encoding Object lists, for each kind of value.

mod api;

use std::collections::BTreeMap;

use api::BASE;
use clientwright_runtime::File;
use clientwright_runtime::call::{BodyKind, Encoding, Operation, RequestBody};
use clientwright_runtime::value::Field;

/// Returns a form whose property `p` may have these media types.
fn form(content_type: &'static str) -> &'static Operation {
    let encoding = Encoding { name: "p", content_type, style: None, explode: false, reserved: false, headers: &[] };
    let body = RequestBody {
        media_type: "multipart/form-data",
        kind: BodyKind::Multipart,
        encodings: Box::leak(Box::new([encoding])),
        required: true,
        properties: None,
    };
    Box::leak(Box::new(Operation { body: Some(body), ..BASE }))
}

/// Returns the media type and the body of the part for a value.
fn part<T: Field + 'static>(content_type: &'static str, value: T) -> (String, String) {
    let mut call = form(content_type).call();
    call.set_body(&BTreeMap::from([("p".to_owned(), value)]));
    assert_eq!(call.error(), None);
    let body = String::from_utf8(call.body().unwrap().bytes().unwrap().to_vec()).unwrap();
    let (head, rest) = body.split_once("\r\n\r\n").unwrap();
    let media_type = head.lines().find_map(|line| line.strip_prefix("content-type: ")).unwrap_or_default();
    (media_type.to_owned(), rest.split_once("\r\n--form-").unwrap().0.to_owned())
}

const BYTES: &str = "application/octet-stream";

#[test]
fn a_file_has_its_own_media_type_or_one_of_the_list() {
    for (listed, name, expected) in [
        ("", "a.png", BYTES),
        ("image/png, image/jpeg", "a", "image/png"),
        ("image/png, image/jpeg", "a.JPG", "image/jpeg"),
        ("image/png, image/jpeg, image/svg+xml", "a.svg", "image/svg+xml"),
        // No media type of the list fits, and no other is allowed.
        ("image/png, image/jpeg", "a.mp4", "image/png"),
        ("application/x-tar, text/plain", "a.txt", "text/plain"),
        ("application/vnd.zz+xml", "a.png", "application/vnd.zz+xml"),
        ("image/*", "a.webp", "image/webp"),
        ("image/*", "a.mp4", BYTES),
        ("image/*, application/pdf", "a.pdf", "application/pdf"),
        ("image/*, application/pdf", "a", "application/pdf"),
        ("text/*", "a.csv", "text/csv"),
        ("TEXT/*", "a", "text/plain"),
        ("*/*", "a", BYTES),
        ("*/*", "a.gif", "image/gif"),
        ("text/csv; header=\"a,b\", text/plain", "a.txt", "text/plain"),
        ("text/csv; header=\"a,b\", text/plain", "a", "text/csv; header=\"a,b\""),
        (" , ", "a", BYTES),
    ] {
        let (media_type, body) = part(listed, File::new("x").with_name(name));
        assert_eq!((media_type.as_str(), body.as_str()), (expected, "x"), "{listed} {name}");
        let own = part(listed, File::new("x").with_name(name).with_content_type("a/b"));
        assert_eq!(own.0, "a/b", "{listed} {name}");
    }
}

/// The media type of a file name is a guess (feature `mime-guess`). The list contains what the
/// server accepts.
#[test]
fn a_guess_yields_to_the_list() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.png");
    std::fs::write(&path, "x").unwrap();
    let media_type = |listed: &'static str| {
        let mut call = form(listed).call();
        call.set_body(&BTreeMap::from([("p".to_owned(), File::open(&path).unwrap())]));
        format!("{:?}", call.body().unwrap())
    };
    for (listed, expected) in [
        ("", "content-type: image/png"),
        ("text/csv, image/*", "content-type: image/png"),
        ("text/csv, IMAGE/PNG; q=1", "content-type: image/png"),
        ("text/csv", "content-type: text/csv"),
    ] {
        assert!(media_type(listed).contains(expected), "{listed}: {}", media_type(listed));
    }
}

#[test]
fn a_text_has_one_that_it_can_be_written_in() {
    for (listed, expected, body) in [
        ("", "", "x"),
        ("text/plain, text/markdown", "text/plain", "x"),
        ("text/*", "text/plain", "x"),
        ("*/*", "text/plain", "x"),
        ("application/*", "application/json", "\"x\""),
        ("image/*", BYTES, "x"),
        ("application/xml, application/json", "application/json", "\"x\""),
        ("image/png, text/uri-list", "text/uri-list", "x"),
        ("application/sdp", "application/sdp", "x"),
        ("application/problem+json; v=1", "application/problem+json; v=1", "\"x\""),
    ] {
        assert_eq!(part(listed, "x".to_owned()), (expected.to_owned(), body.to_owned()), "{listed}");
    }
    assert_eq!(part("application/json", 1_i64), ("application/json".to_owned(), "1".to_owned()));
}

#[test]
fn an_object_is_json_or_a_urlencoded_form() {
    let object = || BTreeMap::from([("a".to_owned(), "x y".to_owned())]);
    let json = "{\"a\":\"x y\"}";
    for (listed, expected, body) in [
        ("", "application/json", json),
        ("application/json, application/xml", "application/json", json),
        ("application/xml, application/json", "application/json", json),
        ("application/*", "application/json", json),
        // The generator makes it a `File` if possible.
        ("application/xml", "application/json", json),
        ("application/x-www-form-urlencoded", "application/x-www-form-urlencoded", "a=x%20y"),
    ] {
        assert_eq!(part(listed, object()), (expected.to_owned(), body.to_owned()), "{listed}");
    }
}

#[test]
fn media_types_cannot_end_a_line() {
    let mut call = form("text/plain\r\nx: y").call();
    call.set_body(&BTreeMap::from([("p".to_owned(), "x".to_owned())]));
    assert!(call.error().unwrap().contains("control character"));
}
