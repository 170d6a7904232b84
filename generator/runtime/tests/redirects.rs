//! Redirects are followed where that is safe, and never with secrets to another server.

mod api;

use api::{BASE, BODY, builder, operation, request, responding, response};
use bytes::Bytes;
use clientwright_runtime::ErrorKind;
use clientwright_runtime::call::Operation;

static GET: Operation = Operation { security: &[&[1, 2, 4]], ..BASE };
static POST: Operation = Operation { method: "POST", body: Some(BODY), security: &[&[1]], ..BASE };

fn moved(status: u16, to: &'static str) -> http::Response<&'static str> {
    http::Response::builder().status(status).header("location", to).body("").unwrap()
}

/// Returns the requests of `operation` at https://api.test/v1/things if the server responds with
/// these responses.
fn sent(
    operation: &'static Operation,
    first: http::Response<&'static str>,
) -> Result<Vec<http::Request<Bytes>>, String> {
    let builder =
        builder().bearer("token").api_key("k").credential("cookie", "c").header("x-own", "1").header("cookie", "own=1");
    let (client, seen) = responding(builder, vec![first, response(200, "true")]);
    let request = request::<bool>(&client, operation, |call| {
        if operation.body.is_some() {
            call.set_body(&7_i64);
        }
    });
    match request.send_blocking() {
        Ok(_) => Ok(std::mem::take(&mut *seen.lock().unwrap())),
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Redirect);
            assert_eq!(seen.lock().unwrap().len(), 1);
            Err(error.to_string())
        }
    }
}

#[test]
fn on_the_same_server_everything_goes_along() {
    for (to, expected) in [
        ("/v2/x?y=1#z", "https://api.test/v2/x?y=1"),
        ("other", "https://api.test/v1/other"),
        ("../up/./a", "https://api.test/up/a"),
        ("?q", "https://api.test/v1/things?q"),
        ("//api.test/p", "https://api.test/p"),
        ("https://API.test:443/q", "https://API.test:443/q"),
    ] {
        let sent = sent(&GET, moved(302, to)).unwrap();
        assert_eq!(sent[1].uri().to_string(), expected, "{to}");
        assert_eq!(sent[1].headers(), sent[0].headers(), "{to}");
    }
}

/// RFC 3986 section 5.4, with a strict parser; the fragment is not sent.
#[test]
fn references_are_resolved_as_the_rfc_has_them() {
    const BASE_URL: &str = "http://a/b/c";
    static AT: Operation = Operation { path: "/d;p?q", ..BASE };
    let target = |reference: &'static str| {
        let (client, seen) =
            responding(builder().base_url(BASE_URL), vec![moved(302, reference), response(200, "true")]);
        request::<bool>(&client, &AT, |_| {}).send_blocking().map_err(|error| error.kind())?;
        let seen = seen.lock().unwrap();
        assert_eq!(seen[0].uri().to_string(), "http://a/b/c/d;p?q");
        Ok(seen[1].uri().to_string())
    };
    for (reference, expected) in [
        // Section 5.4.1.
        ("g", "http://a/b/c/g"),
        ("./g", "http://a/b/c/g"),
        ("g/", "http://a/b/c/g/"),
        ("/g", "http://a/g"),
        ("//g", "http://g/"),
        ("?y", "http://a/b/c/d;p?y"),
        ("g?y", "http://a/b/c/g?y"),
        ("#s", "http://a/b/c/d;p?q"),
        ("g#s", "http://a/b/c/g"),
        ("g?y#s", "http://a/b/c/g?y"),
        (";x", "http://a/b/c/;x"),
        ("g;x", "http://a/b/c/g;x"),
        ("g;x?y#s", "http://a/b/c/g;x?y"),
        ("", "http://a/b/c/d;p?q"),
        (".", "http://a/b/c/"),
        ("./", "http://a/b/c/"),
        ("..", "http://a/b/"),
        ("../", "http://a/b/"),
        ("../g", "http://a/b/g"),
        ("../..", "http://a/"),
        ("../../", "http://a/"),
        ("../../g", "http://a/g"),
        // Section 5.4.2.
        ("../../../g", "http://a/g"),
        ("../../../../g", "http://a/g"),
        ("/./g", "http://a/g"),
        ("/../g", "http://a/g"),
        ("g.", "http://a/b/c/g."),
        (".g", "http://a/b/c/.g"),
        ("g..", "http://a/b/c/g.."),
        ("..g", "http://a/b/c/..g"),
        ("./../g", "http://a/b/g"),
        ("./g/.", "http://a/b/c/g/"),
        ("g/./h", "http://a/b/c/g/h"),
        ("g/../h", "http://a/b/c/h"),
        ("g;x=1/./y", "http://a/b/c/g;x=1/y"),
        ("g;x=1/../y", "http://a/b/c/y"),
        ("g?y/./x", "http://a/b/c/g?y/./x"),
        ("g?y/../x", "http://a/b/c/g?y/../x"),
        ("g#s/../x", "http://a/b/c/g"),
        // A scheme and an authority in a query or a path are texts (sections 3.3 and 3.4).
        ("other?u=https://x/y", "http://a/b/c/other?u=https://x/y"),
        ("?u=//x/y", "http://a/b/c/d;p?u=//x/y"),
        ("./g:h//i", "http://a/b/c/g:h//i"),
        ("/g//h?https://x", "http://a/g//h?https://x"),
        ("HTTP://b/x/../y", "http://b/y"),
        ("https://b/c", "https://b/c"),
        // Characters that a URI does not allow, but servers send.
        (" /g h|[i]?x[]=é&y=%zz ", "http://a/g%20h%7C%5Bi%5D?x%5B%5D=%C3%A9&y=%25zz"),
        ("http://[::1]:8/g?x[]=1", "http://[::1]:8/g?x%5B%5D=1"),
    ] {
        assert_eq!(target(reference).as_deref(), Ok(expected), "{reference}");
    }
    for reference in ["g:h", "http:g", "mailto:a@b", "//u@b/", "http://", "http:///g", "//[::"] {
        assert_eq!(target(reference), Err(ErrorKind::Redirect), "{reference}");
    }
}

#[test]
fn another_server_sees_no_secret() {
    for to in ["https://other.test/v1/things", "https://api.test:444/v1/things", "//other.test/x"] {
        let sent = sent(&GET, moved(307, to)).unwrap();
        let secret = ["authorization", "x-key", "cookie"];
        assert!(secret.iter().all(|name| sent[0].headers().contains_key(*name)), "{:?}", sent[0].headers());
        assert!(!secret.iter().any(|name| sent[1].headers().contains_key(*name)), "{:?}", sent[1].headers());
        assert_eq!(sent[1].headers()["x-own"], "1");
    }
}

#[test]
fn a_body_is_repeated_only_where_the_status_says_so() {
    for status in [307, 308] {
        let sent = sent(&POST, moved(status, "/x")).unwrap();
        assert_eq!((sent[1].method().as_str(), sent[1].body().as_ref()), ("POST", &b"7"[..]));
    }
    let sent_on = sent(&POST, moved(303, "/x")).unwrap();
    assert_eq!((sent_on[1].method().as_str(), sent_on[1].body().len()), ("GET", 0));
    assert!(!sent_on[1].headers().contains_key("content-type"));
    for status in [301, 302] {
        let error = sent(&POST, moved(status, "/x?key=secret")).unwrap_err();
        assert!(
            error.ends_with("redirects to https://api.test/x, but POST requests are not repeated there"),
            "{error}"
        );
    }
}

#[test]
fn what_is_not_safe_is_refused() {
    for (to, why) in [
        ("http://api.test/x", "from https to plain http"),
        ("ftp://api.test/x", "which is not a valid URL"),
        ("https://user@other.test/", "which is not a valid URL"),
        ("http://", "which is not a valid URL"),
    ] {
        let error = sent(&GET, moved(302, to)).unwrap_err();
        assert!(error.contains(why), "{to}: {error}");
    }
}

#[test]
fn a_circle_ends() {
    let (client, seen) = responding(builder(), vec![moved(302, "/again")]);
    let error = request::<bool>(&client, operation(BASE), |_| {}).send_blocking().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert_eq!(seen.lock().unwrap().len(), 11);
}

#[test]
fn without_an_address_it_is_a_response() {
    let (client, _) = responding(builder(), vec![response(302, "{}")]);
    let error = request::<bool>(&client, operation(BASE), |_| {}).send_blocking().unwrap_err();
    assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Status, Some(302)));
}
