//! The URLs that real servers receive do not depend on the server that a client called before.

mod api;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use api::builder;

/// Starts a server that records the request targets, each after its own number, and returns its
/// URL.
fn server(number: usize, seen: Arc<Mutex<Vec<String>>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, mut head, mut byte) = (stream.unwrap(), Vec::new(), [0]);
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) > 0 {
                head.push(byte[0]);
            }
            let head = String::from_utf8(head).unwrap();
            let target = head.split(' ').nth(1).unwrap_or_default();
            seen.lock().unwrap().push(format!("{number}{target}"));
            let _ = stream.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n");
        }
    });
    base
}

#[tokio::test]
async fn every_address_arrives_as_it_was_whichever_was_first() {
    let seen = Arc::default();
    let [first, second] = [1, 2].map(|number| server(number, Arc::clone(&seen)));
    let client = builder().base_url(&first).build().unwrap();
    let own = [
        "/a?b=c",
        "//other.test/b",
        "/\\other.test/b",
        "/",
        "/a//b?c=//d",
        "/a%2Fb?c=%26",
        "/x/../y",
        "?a=1",
        "/a?",
        "/q'{}|?x='{}|",
    ];
    let addresses = own.into_iter().map(|path| format!("{first}{path}")).chain([
        format!("{second}/a"),
        format!("{second}/a?"),
        format!("{second}/q'{{}}|?x='{{}}|"),
        format!("{first}/b"),
    ]);
    for address in addresses {
        client.call::<()>("GET", &address).await.unwrap();
    }
    let expected = [
        "1/a?b=c",
        // The path of this server, and not the name of another one.
        "1//other.test/b",
        "1//other.test/b",
        "1/",
        "1/a//b?c=//d",
        "1/a%2Fb?c=%26",
        "1/y",
        "1/?a=1",
        "1/a?",
        // By the URL standard. URLs of other servers are parsed each time, with the same result.
        "1/q'%7B%7D|?x=%27{}|",
        "2/a",
        "2/a?",
        "2/q'%7B%7D|?x=%27{}|",
        "1/b",
    ];
    assert_eq!(*seen.lock().unwrap(), expected);
}
