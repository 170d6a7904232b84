//! Bodies that are not in memory: files, readers and streams, alone and in forms, over real
//! connections, async and blocking, also when a call fails.

mod api;

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use api::{Act, BASE, Network, builder, operation, request, response};
use bytes::Bytes;
use clientwright_runtime::call::{BodyKind, Operation, RequestBody};
use clientwright_runtime::transport::FaultKind;
use clientwright_runtime::{Client, ClientBuilder, ErrorKind, File, Request};

const RAW: RequestBody = RequestBody {
    media_type: "application/octet-stream",
    kind: BodyKind::Raw,
    encodings: &[],
    required: true,
    properties: None,
};
static PUT: Operation = Operation { method: "PUT", body: Some(RAW), ..BASE };
static POST: Operation = Operation { method: "POST", body: Some(RAW), ..BASE };

/// A received request: its head in lower case, and its body without the framing.
type Came = (String, Vec<u8>);

/// A server that takes one request and responds with `true`. Chunks are joined.
fn server() -> (String, JoinHandle<Came>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let taken = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let came = receive(&mut stream);
        let head =
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 4\r\nconnection: close\r\n\r\ntrue";
        stream.write_all(head.as_bytes()).unwrap();
        came
    });
    (url, taken)
}

fn receive(stream: &mut TcpStream) -> Came {
    let mut bytes = Vec::new();
    let mut buffer = [0; 65536];
    let mut more = |bytes: &mut Vec<u8>| {
        let count = stream.read(&mut buffer).unwrap();
        bytes.extend_from_slice(&buffer[..count]);
        count > 0
    };
    let end = loop {
        if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break at + 4;
        }
        assert!(more(&mut bytes));
    };
    let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
    let mut body = bytes.split_off(end);
    if let Some(length) = head.lines().find_map(|line| line.strip_prefix("content-length: ")) {
        while body.len() < length.parse().unwrap() && more(&mut body) {}
        return (head, body);
    }
    assert!(head.contains("transfer-encoding: chunked"), "{head}");
    while !body.ends_with(b"0\r\n\r\n") && more(&mut body) {}
    (head, whole(&body))
}

/// RFC 9112 section 7.1.
fn whole(mut body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    loop {
        let line = body.windows(2).position(|window| window == b"\r\n").unwrap();
        let size = usize::from_str_radix(std::str::from_utf8(&body[..line]).unwrap(), 16).unwrap();
        if size == 0 {
            return out;
        }
        out.extend_from_slice(&body[line + 2..line + 2 + size]);
        body = &body[line + 2 + size + 2..];
    }
}

fn client(url: &str) -> Client {
    builder().base_url(url).retries(0).build().unwrap()
}

fn sending(client: &Client, operation: &'static Operation, file: File) -> Request<bool> {
    request(client, operation, |call| call.set_body(&file))
}

/// Returns the outcomes of the same request, created and sent both ways.
fn both(file: impl Fn() -> File) -> [Came; 2] {
    let (url, came) = server();
    assert!(sending(&client(&url), &PUT, file()).send_blocking().unwrap());
    let blocking = came.join().unwrap();
    let (url, came) = server();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    assert!(runtime.block_on(sending(&client(&url), &PUT, file()).send()).unwrap());
    [blocking, came.join().unwrap()]
}

fn pattern(length: usize) -> Vec<u8> {
    (0..length).map(|index| (index % 251) as u8).collect()
}

/// A file on disk, which is removed with the folder.
fn on_disk(name: &str, bytes: &[u8]) -> (tempfile::TempDir, std::path::PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (dir, path)
}

#[test]
fn a_file_of_the_disk_is_sent_with_its_length_and_type() {
    let bytes = pattern(1_000_000);
    let (_dir, path) = on_disk("photo.png", &bytes);
    for (head, body) in both(|| File::open(&path).unwrap()) {
        assert!(head.contains("content-length: 1000000\r\n") && !head.contains("transfer-encoding"), "{head}");
        assert!(head.contains("content-type: image/png\r\n"), "{head}");
        assert!(body == bytes);
    }
}

/// RFC 9110 section 8.6: some servers respond with 411 otherwise.
#[test]
fn a_body_of_nothing_has_a_length() {
    static EMPTY: Operation = Operation { method: "POST", ..BASE };
    let sent = |blocking: bool| {
        let (url, came) = server();
        let request = request::<bool>(&client(&url), &EMPTY, |_| {});
        if blocking {
            request.send_blocking().unwrap();
        } else {
            tokio::runtime::Runtime::new().unwrap().block_on(request.send()).unwrap();
        }
        came.join().unwrap().0
    };
    for blocking in [true, false] {
        assert!(sent(blocking).contains("\r\ncontent-length: 0\r\n"), "blocking {blocking}");
    }
}

#[test]
fn some_bytes_of_a_file_are_sent_as_often_as_needed() {
    let bytes = pattern(500_000);
    let (dir, path) = on_disk("film.png", &bytes);
    for (head, body) in both(|| File::open_range(&path, 200_000..400_001).unwrap()) {
        assert!(head.contains("content-length: 200001\r\n") && !head.contains("transfer-encoding"), "{head}");
        assert!(head.contains("content-type: image/png\r\n"), "{head}");
        assert!(body == bytes[200_000..400_001]);
    }
    let network = Network::new([Act::Fail(FaultKind::Interrupted, 1), Act::Response(response(200, "true"), 1)]);
    let client = builder().blocking_transport(network.clone()).build().unwrap();
    let slice = File::open_range(&path, 1..4).unwrap();
    assert!(sending(&client, &PUT, slice.clone()).send_blocking().unwrap());
    assert_eq!(
        network.sent().iter().map(|request| request.body().as_ref()).collect::<Vec<_>>(),
        [[1, 2, 3], [1, 2, 3]]
    );
    assert!(slice == File::open_range(&path, 1..4).unwrap() && slice != File::open_range(&path, 1..5).unwrap());
    assert!(format!("{slice:?}").contains("bytes 1 to 4 of"));
    // The file has become shorter than the range.
    std::fs::write(&path, b"abc").unwrap();
    let error = sending(&client, &PUT, slice).send_blocking().unwrap_err();
    assert!(error.to_string().ends_with("the body is shorter than its declared length"), "{error}");
    assert!(File::open_range(&path, 1..4).is_err() && File::open_range(dir.path(), 0..1).is_err());
}

#[test]
fn bytes_that_come_once_are_sent_with_and_without_a_length() {
    let bytes = pattern(500_001);
    for (head, body) in both(|| File::from_reader(std::io::Cursor::new(pattern(500_001)), None)) {
        assert!(head.contains("transfer-encoding: chunked\r\n") && !head.contains("content-length"), "{head}");
        assert!(body == bytes);
    }
    for (head, body) in both(|| File::from_reader(std::io::Cursor::new(pattern(500_001)), Some(500_001))) {
        assert!(head.contains("content-length: 500001\r\n") && !head.contains("transfer-encoding"), "{head}");
        assert!(body == bytes);
    }
}

/// Returns a stream of these pieces.
struct Pieces(Vec<Result<&'static str, &'static str>>);

impl futures_core::Stream for Pieces {
    type Item = Result<Bytes, String>;
    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        let next = if self.0.is_empty() { None } else { Some(self.0.remove(0)) };
        std::task::Poll::Ready(next.map(|piece| piece.map(Bytes::from).map_err(str::to_owned)))
    }
}

#[tokio::test]
async fn a_stream_is_sent_as_it_comes() {
    let (url, came) = server();
    let pieces = || Pieces(vec![Ok("one "), Ok(""), Ok("two "), Ok("three")]);
    assert!(sending(&client(&url), &PUT, File::from_stream(pieces(), None)).send().await.unwrap());
    assert_eq!(came.join().unwrap().1, b"one two three");
    let error = tokio::task::spawn_blocking(move || {
        sending(&client("http://127.0.0.1:9"), &PUT, File::from_stream(pieces(), None)).send_blocking().unwrap_err()
    });
    // Nothing listens there. The call fails either for that reason, or because a stream cannot be
    // sent in this way.
    let error = error.await.unwrap();
    assert!(matches!(error.kind(), ErrorKind::Unreadable | ErrorKind::Connect), "{error}");
}

#[tokio::test]
async fn a_client_of_reqwest_can_be_handed_in() {
    let (url, came) = server();
    let theirs =
        reqwest::Client::builder().default_headers([(http::header::VIA, "me".parse().unwrap())].into_iter().collect());
    let client = builder().base_url(url).reqwest_0_13(theirs.build().unwrap()).build().unwrap();
    assert!(sending(&client, &PUT, File::new("x")).send().await.unwrap());
    assert!(came.join().unwrap().0.contains("via: me\r\n"));
}

#[tokio::test]
async fn a_client_of_reqwest_keeps_its_user_agent() {
    let sent = |theirs: reqwest::ClientBuilder, of_builder: Option<&'static str>, of_call: Option<&'static str>| async move {
        let (url, came) = server();
        let builder = of_builder.into_iter().fold(builder(), |builder, agent| builder.header("user-agent", agent));
        let client = builder.base_url(url).reqwest_0_13(theirs.build().unwrap()).build().unwrap();
        let request = sending(&client, &PUT, File::new("x"));
        let request = of_call.into_iter().fold(request, |request, agent| request.with_header("user-agent", agent));
        assert!(request.send().await.unwrap());
        let head = came.join().unwrap().0;
        head.lines().filter_map(|line| line.strip_prefix("user-agent: ")).collect::<Vec<_>>().join(" and ")
    };
    let theirs = || reqwest::Client::builder().user_agent("theirs/1");
    assert_eq!(sent(theirs(), None, None).await, "theirs/1");
    assert_eq!(sent(theirs(), Some("mine/2"), None).await, "mine/2");
    assert_eq!(sent(theirs(), None, Some("mine/3")).await, "mine/3");
    assert_eq!(sent(reqwest::Client::builder(), None, None).await, "", "it has none of its own");
    // The client sends its `User-Agent`.
    let (url, came) = server();
    assert!(sending(&client(&url), &PUT, File::new("x")).send().await.unwrap());
    assert!(came.join().unwrap().0.contains(&format!("user-agent: {}\r\n", api::API.user_agent)));
}

#[test]
fn a_form_holds_files_that_are_not_in_memory() {
    static FORM: Operation = Operation {
        method: "POST",
        body: Some(RequestBody { media_type: "multipart/form-data", kind: BodyKind::Multipart, ..RAW }),
        ..BASE
    };
    let (_dir, path) = on_disk("a.txt", b"from the disk");
    let parts = BTreeMap::from([
        ("a".to_owned(), File::open(&path).unwrap()),
        ("b".to_owned(), File::new("in memory")),
        ("c".to_owned(), File::from_reader("once".as_bytes(), Some(4)).with_name("c.bin")),
    ]);
    let (url, came) = server();
    let sent = request::<bool>(&client(&url), &FORM, |call| call.set_body(&parts));
    assert!(sent.send_blocking().unwrap());
    let (head, body) = came.join().unwrap();
    let body = String::from_utf8(body).unwrap();
    let boundary = head.split("boundary=").nth(1).unwrap().lines().next().unwrap().to_owned();
    let expected = [
        "--B",
        "content-disposition: form-data; name=\"a\"; filename=\"a.txt\"",
        "content-type: text/plain",
        "",
        "from the disk",
        "--B",
        "content-disposition: form-data; name=\"b\"; filename=\"file\"",
        "content-type: application/octet-stream",
        "",
        "in memory",
        "--B",
        "content-disposition: form-data; name=\"c\"; filename=\"c.bin\"",
        "content-type: application/octet-stream",
        "",
        "once",
        "--B--",
        "",
    ];
    assert_eq!(body.replace(&boundary, "B"), expected.join("\r\n"));
    // The length of the form is known, because the lengths of its parts are.
    assert!(head.contains(&format!("content-length: {}\r\n", body.len())), "{head}");
    // The boundary cannot be predicted.
    let again = request::<bool>(&client("http://a.test"), &FORM, |call| call.set_body(&parts)).curl().unwrap();
    assert!(!again.contains(&boundary), "{again}");
}

#[test]
fn progress_is_reported_to_the_last_byte() {
    let expected = Arc::new(Mutex::new(Vec::new()));
    for file in [File::new(pattern(300_000)), File::from_reader(std::io::Cursor::new(pattern(300_000)), Some(300_000))]
    {
        expected.lock().unwrap().clear();
        let (url, came) = server();
        let to = expected.clone();
        let sent =
            sending(&client(&url), &PUT, file).with_progress(move |sent, total| to.lock().unwrap().push((sent, total)));
        assert!(sent.send_blocking().unwrap());
        assert_eq!(came.join().unwrap().1.len(), 300_000);
        let expected = expected.lock().unwrap();
        assert!(
            expected.len() > 1 && expected.is_sorted() && expected.iter().all(|(_, total)| *total == Some(300_000)),
            "{expected:?}"
        );
        assert_eq!(expected.last().unwrap().0, 300_000);
    }
}

/// Errors of the source are reported as such, whichever library sends the body.
#[test]
fn a_source_that_fails_is_named() {
    struct Fails;
    impl Read for Fails {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the disk is on fire"))
        }
    }
    type Make = fn() -> File;
    let cases: [(Make, &str); 3] = [
        (|| File::from_reader(Fails, Some(3)), "the disk is on fire"),
        (|| File::from_reader("ab".as_bytes(), Some(3)), "the body is shorter than its declared length"),
        (|| File::from_reader("abcd".as_bytes(), Some(3)), "the body is longer than its declared length"),
    ];
    for (file, words) in cases {
        for asynchronous in [false, true] {
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            let client = client(&format!("http://{}", listener.local_addr().unwrap()));
            let server = std::thread::spawn(move || {
                let (mut stream, _) = listener.accept().unwrap();
                let _ = stream.read_to_end(&mut Vec::new());
            });
            let sent = sending(&client, &PUT, file());
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            let outcome = if asynchronous { runtime.block_on(sent.send()) } else { sent.send_blocking() };
            let error = outcome.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Unreadable, "{error}");
            assert_eq!(error.to_string(), format!("things.get: the request body cannot be read: {words}"));
            drop(runtime);
            drop(client);
            server.join().unwrap();
        }
    }
}

#[test]
fn a_file_that_changed_or_is_gone_is_an_error() {
    let (dir, path) = on_disk("a", b"abc");
    let file = File::open(&path).unwrap();
    std::fs::write(&path, b"abcd").unwrap();
    let network = Network::new([]);
    let client = builder().blocking_transport(network.clone()).build().unwrap();
    let error = sending(&client, &PUT, file.clone()).send_blocking().unwrap_err();
    assert!(error.to_string().ends_with("the body is longer than its declared length"), "{error}");
    drop(dir);
    let error = sending(&client, &PUT, file).send_blocking().unwrap_err();
    assert!(error.kind() == ErrorKind::Unreadable && error.to_string().contains("a: "), "{error}");
    assert!(File::open(&path).is_err() && File::open(std::env::temp_dir()).is_err());
}

/// A body that can be read only once is sent once, a file on disk as often as needed.
#[test]
fn what_comes_once_is_not_retried() {
    let (_dir, path) = on_disk("a", b"abc");
    let script = || Network::new([Act::Fail(FaultKind::Interrupted, 1), Act::Response(response(200, "true"), 1)]);
    let send = |network: &Network, operation: &'static Operation, file: File| {
        let client = builder().blocking_transport(network.clone()).build().unwrap();
        sending(&client, operation, file).send_blocking()
    };
    let network = script();
    assert!(send(&network, &PUT, File::open(&path).unwrap()).unwrap());
    assert_eq!(network.sent().iter().map(|request| request.body().as_ref()).collect::<Vec<_>>(), [b"abc", b"abc"]);
    let once = || File::from_reader("abc".as_bytes(), None);
    let error = send(&script(), &PUT, once()).unwrap_err();
    assert!(error.to_string().ends_with("; not retried, because the body can be sent only once"), "{error}");
    // A POST would not have been repeated anyway.
    let error = send(&script(), &POST, once()).unwrap_err();
    assert!(!error.to_string().contains("only once"), "{error}");
    let moved = http::Response::builder().status(307).header("location", "/there").body("").unwrap();
    let error = send(&Network::new([Act::Response(moved, 1)]), &PUT, once()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    // The caller cannot send the same request a second time either.
    let network = Network::new([Act::Response(response(200, "true"), 1)]);
    let client = builder().blocking_transport(network).build().unwrap();
    let request = sending(&client, &PUT, once());
    assert!(request.send_blocking().unwrap());
    assert!(request.send_blocking().unwrap_err().to_string().contains("was sent before"));
}

/// A reader that returns one byte at a time, after a delay.
struct Drips(u32);

impl Read for Drips {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        std::thread::sleep(Duration::from_millis(120));
        let more = usize::from(self.0 > 0);
        self.0 = self.0.saturating_sub(1);
        buffer[..more].fill(b'x');
        Ok(more)
    }
}

/// Returns the outcomes, async and blocking, of calls with these settings to a server that does
/// `act`.
fn timed(
    set: fn(ClientBuilder) -> ClientBuilder,
    file: fn() -> File,
    act: fn(TcpStream),
) -> [Result<bool, ErrorKind>; 2] {
    [false, true].map(|asynchronous| {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        std::thread::spawn(move || act(listener.accept().unwrap().0));
        let client = set(builder().base_url(url).retries(0)).build().unwrap();
        let sent = sending(&client, &PUT, file());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let outcome = if asynchronous { runtime.block_on(sent.send()) } else { sent.send_blocking() };
        outcome.map_err(|error| error.kind())
    })
}

/// A large body may take any time as long as it makes progress. The timeout of the attempt starts
/// after the body was sent.
#[test]
fn a_body_that_streams_has_a_limit_of_its_own() {
    fn takes(mut stream: TcpStream) {
        receive(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\nconnection: close\r\n\r\ntrue");
    }
    fn keeps(stream: TcpStream) {
        std::thread::sleep(Duration::from_secs(8));
        drop(stream);
    }
    fn says_nothing(mut stream: TcpStream) {
        receive(&mut stream);
        keeps(stream);
    }
    let short: fn(ClientBuilder) -> ClientBuilder =
        |builder| builder.timeout(Duration::from_millis(1500)).idle_timeout(Duration::from_millis(1500));
    let dripping: fn() -> File = || File::from_reader(Drips(20), Some(20));
    let (went, late) = ([Ok(true), Ok(true)], [Err(ErrorKind::Timeout), Err(ErrorKind::Timeout)]);
    type Case = (fn(ClientBuilder) -> ClientBuilder, fn() -> File, fn(TcpStream), [Result<bool, ErrorKind>; 2]);
    let cases: [Case; 5] = [
        (short, dripping, takes, went),
        (short, || File::from_reader(Drips(20), None), takes, went),
        (short, || File::from_reader(std::io::repeat(0), None), keeps, late),
        (short, || File::from_reader("ab".as_bytes(), Some(2)), says_nothing, late),
        // The deadline applies to the whole call.
        (|builder| builder.deadline(Duration::from_millis(500)), dripping, takes, late),
    ];
    std::thread::scope(|scope| {
        for (set, file, act, expected) in cases {
            scope.spawn(move || assert_eq!(timed(set, file, act), expected));
        }
    });
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = File::open("no/such/file").unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
    assert!(error.to_string().starts_with("no/such/file: "), "{error}");
    assert!(File::open_range("no/such/file", 0..1).unwrap_err().to_string().starts_with("no/such/file: "));
}

#[test]
fn a_command_names_the_file() {
    let (_dir, path) = on_disk("a", b"abc");
    let curl = sending(&client("http://a.test"), &PUT, File::open(&path).unwrap()).curl().unwrap();
    assert!(curl.ends_with(&format!("--data-binary '@{}'", path.display())), "{curl}");
    let shown = format!("{:?}", sending(&client("http://a.test"), &PUT, File::from_reader("a".as_bytes(), None)));
    assert!(shown.contains("a stream of bytes"), "{shown}");
    // A media type of the description is not replaced.
    let named: &'static Operation =
        operation(Operation { body: Some(RequestBody { media_type: "image/jpeg", ..RAW }), ..PUT });
    let curl = sending(&client("http://a.test"), named, File::new("x").with_content_type("a/b")).curl().unwrap();
    assert!(curl.contains("image/jpeg") && !curl.contains("a/b"), "{curl}");
}
