//! Behaviour that shows only over a real connection, async and blocking: responses to HEAD,
//! relative redirects and links, and paths as the libraries send them.

mod api;

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use api::{BASE, builder, operation, request};
use clientwright_runtime::call::{
    DeclaredResponse, Location, Operation, PageBy, Paging, Parameter, ResponseContent, Status, Style,
};
use clientwright_runtime::{Client, Response};
use serde_json::Value;

/// Starts a server that responds by the first line of each request, keeps connections open, and
/// records these lines.
fn server(respond: fn(&str) -> &'static str) -> (Client, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let client = builder().base_url(format!("http://{}/v1", listener.local_addr().unwrap())).build().unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let kept = seen.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (kept, mut stream) = (kept.clone(), stream.unwrap());
            std::thread::spawn(move || {
                let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
                while let Some(Ok(first)) = lines.next() {
                    while lines.next().and_then(Result::ok).is_some_and(|line| !line.is_empty()) {}
                    // Recorded before the response is sent, because the test then reads the
                    // requests.
                    kept.lock().unwrap().push(first.trim_end_matches(" HTTP/1.1").to_owned());
                    stream.write_all(respond(&first).as_bytes()).unwrap();
                }
            });
        }
    });
    (client, seen)
}

fn seen(seen: &Mutex<Vec<String>>) -> Vec<String> {
    std::mem::take(&mut *seen.lock().unwrap())
}

/// RFC 9110 section 9.3.2: the headers, including `Content-Length`, are those of GET, and nothing
/// follows them.
#[tokio::test]
async fn a_response_to_head_ends_after_its_headers() {
    static HEAD: Operation = Operation {
        method: "HEAD",
        responses: &[DeclaredResponse {
            status: Status::Code(200),
            content: ResponseContent::Nothing,
            media_type: "application/json",
            variant: None,
        }],
        ..BASE
    };
    let (client, lines) = server(|first| match first.contains("gone") {
        true => "HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\ncontent-length: 17\r\n\r\n",
        false => "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\netag: \"1\"\r\ncontent-length: 4096\r\n\r\n",
    });
    let head = |path: &'static str| request::<Response<()>>(&client, operation(Operation { path, ..HEAD }), |_| {});
    // Two responses over one connection: the second directly follows the headers of the first.
    for _ in 0..2 {
        let response = head("/doc").await.unwrap();
        assert_eq!(
            (&response.headers()["etag"], &response.headers()["content-length"]),
            (&"\"1\"".parse().unwrap(), &"4096".parse().unwrap())
        );
        assert_eq!(head("/gone").await.unwrap_err().status().unwrap().as_u16(), 404);
    }
    let (doc, gone) = (head("/doc"), head("/gone"));
    let blocking = move || {
        for _ in 0..2 {
            assert_eq!(doc.send_blocking().unwrap().headers()["etag"], "\"1\"");
            assert_eq!(gone.send_blocking().unwrap_err().status().unwrap().as_u16(), 404);
        }
    };
    tokio::task::spawn_blocking(blocking).await.unwrap();
    assert_eq!(seen(&lines), ["HEAD /v1/doc", "HEAD /v1/gone"].repeat(4));
}

/// RFC 3986, sections 4.2 and 5.2.2.
#[tokio::test]
async fn relative_references_with_a_scheme_in_their_query_are_followed() {
    static LINK: Paging = Paging { by: PageBy::Link, items: &[], more: &[], last: &[] };
    let (client, lines) = server(|first| {
        if first.contains("/item") {
            "HTTP/1.1 302 Found\r\nlocation: other?u=https://x/y\r\ncontent-length: 0\r\n\r\n"
        } else if first.contains("/list ") {
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nlink: <list?u=https://x/y>; rel=\"next\"\r\ncontent-length: 3\r\n\r\n[1]"
        } else {
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 3\r\n\r\n[2]"
        }
    });
    let call = |path: &'static str| request::<Value>(&client, operation(Operation { path, ..BASE }), |_| {});
    let expected = ["GET /v1/item", "GET /v1/other?u=https://x/y", "GET /v1/list", "GET /v1/list?u=https://x/y"];
    assert_eq!(call("/item").await.unwrap(), serde_json::json!([2]));
    let mut pages = call("/list").pages_of(&LINK);
    let mut count = 0;
    while let Some(page) = pages.next().await {
        page.unwrap();
        count += 1;
    }
    assert_eq!((count, seen(&lines)), (2, expected.map(str::to_owned).to_vec()));
    let (item, list) = (call("/item"), call("/list"));
    let blocking = move || {
        item.send_blocking().unwrap();
        assert_eq!(list.pages_of_blocking(&LINK).filter(Result::is_ok).count(), 2);
    };
    tokio::task::spawn_blocking(blocking).await.unwrap();
    assert_eq!(seen(&lines), expected);
}

/// Accepted paths reach the server unchanged: no library normalizes them.
#[tokio::test]
async fn segments_that_are_sent_arrive_as_they_are() {
    let (client, lines) = server(|_| "HTTP/1.1 204 No Content\r\n\r\n");
    let parameter = |style| Parameter {
        name: "p",
        location: Location::Path,
        style,
        explode: false,
        reserved: true,
        required: true,
    };
    let call = |path: &'static str, style, values: &[&str]| {
        let of = Operation { path, parameters: Box::leak(Box::new([parameter(style)])), method: "DELETE", ..BASE };
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        request::<()>(&client, operation(of), |call| call.set(0, &values))
    };
    let calls = [
        (call("/a/{p}", Style::Simple, &["..", "."]), "DELETE /v1/a/..,."),
        (call("/a/{p}/b", Style::Simple, &["..."]), "DELETE /v1/a/.../b"),
        (call("/a/x{p}", Style::Simple, &[".."]), "DELETE /v1/a/x.."),
        (call("/a/{p}.json", Style::Simple, &["."]), "DELETE /v1/a/..json"),
        (call("/a/{p}", Style::Label, &[".."]), "DELETE /v1/a/..."),
        (call("/a/{p}", Style::Matrix, &[".."]), "DELETE /v1/a/;p=.."),
        (call("/a/{p}", Style::Simple, &["x%2F.."]), "DELETE /v1/a/x%2F.."),
    ];
    for (call, expected) in calls {
        call.clone().await.unwrap();
        tokio::task::spawn_blocking(move || call.send_blocking().unwrap()).await.unwrap();
        assert_eq!(seen(&lines), [expected, expected]);
    }
}
