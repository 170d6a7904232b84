//! Downloads to a file over real connections, async and blocking: interrupted ones, servers without
//! ranges, a file that changes, and a disk that fails.

mod api;

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use api::{Act, BASE, BREAK, CUT, Network, builder, operation, request};
use clientwright_runtime::call::Operation;
use clientwright_runtime::{Client, Error, ErrorKind, Request};
use serde_json::Value;

static GET: Operation = BASE;
static POST: Operation = Operation { method: "POST", ..BASE };

const FILE: &str = "0123456789";
const TAG: &str = "etag: \"one\"\r\n";

/// A response: status line and headers, and the bytes that come before the connection is closed.
type Said = (String, &'static str);

/// A response with the whole file that is cut after these bytes.
fn whole(headers: &str, bytes: &'static str) -> Said {
    (format!("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n{headers}"), bytes)
}

/// A partial response that is cut after these bytes.
fn part(range: &str, headers: &str, bytes: &'static str) -> Said {
    let ends = range.split('/').next().unwrap_or_default();
    let (first, last) = ends.split_once('-').unwrap();
    let length = last.parse::<u64>().unwrap() + 1 - first.parse::<u64>().unwrap();
    let head = format!("HTTP/1.1 206 Partial Content\r\ncontent-length: {length}\r\ncontent-range: bytes {range}\r\n");
    (head + headers, bytes)
}

fn status(line: &str, headers: &str) -> Said {
    (format!("HTTP/1.1 {line}\r\ncontent-length: 0\r\n{headers}"), "")
}

/// Starts a server that sends these responses in turn, each on its own connection, and records the
/// heads of the requests.
fn server(responses: Vec<Said>) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let seen = Arc::<Mutex<Vec<String>>>::default();
    let heads = seen.clone();
    std::thread::spawn(move || {
        for (head, body) in responses {
            let (mut stream, _) = listener.accept().unwrap();
            let (mut bytes, mut byte) = (Vec::new(), [0]);
            while !bytes.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) > 0 {
                bytes.push(byte[0]);
            }
            heads.lock().unwrap().push(String::from_utf8(bytes).unwrap().to_lowercase());
            stream.write_all(format!("{head}connection: close\r\n\r\n{body}").as_bytes()).unwrap();
        }
    });
    (url, seen)
}

/// Returns the value of a header in each of the requests, or an empty string.
fn each(seen: &Mutex<Vec<String>>, name: &str) -> Vec<String> {
    let value =
        |head: &String| head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")).map(str::to_owned));
    seen.lock().unwrap().iter().map(|head| value(head).unwrap_or_default()).collect()
}

/// Async and blocking.
#[derive(Clone, Copy, Debug)]
enum Way {
    Async,
    Blocking,
}

const WAYS: [Way; 2] = [Way::Async, Way::Blocking];

fn fetch(request: &Request<Value>, path: &Path, way: Way) -> Result<u64, Error> {
    match way {
        Way::Blocking => request.download_to_blocking(path),
        Way::Async => tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
            .block_on(request.download_to(path)),
    }
}

fn client(url: &str) -> Client {
    builder().base_url(url).retries(1).build().unwrap()
}

/// Returns the files of a folder, by name.
fn files(dir: &Path) -> Vec<(String, String)> {
    let mut all: Vec<_> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap()))
        .collect();
    all.sort();
    all
}

/// Returns the outcome of a download from this server, and its requests. The folder contains
/// nothing else.
struct Came {
    outcome: Result<u64, Error>,
    files: Vec<(String, String)>,
    ranges: Vec<String>,
    conditions: Vec<String>,
}

fn came(responses: &[Said], way: Way) -> Came {
    let dir = tempfile::tempdir().unwrap();
    let (url, seen) = server(responses.to_vec());
    let request = request(&client(&url), &GET, |_| {}).with_header("accept-encoding", "gzip");
    let outcome = fetch(&request, &dir.path().join("file"), way);
    assert!(each(&seen, "accept-encoding").iter().all(|of| of == "identity"));
    assert!(seen.lock().unwrap().iter().all(|head| head.matches("accept-encoding").count() == 1));
    Came { outcome, files: files(dir.path()), ranges: each(&seen, "range"), conditions: each(&seen, "if-range") }
}

/// Both ways run in parallel, because they wait between attempts.
fn both(responses: &[Said]) -> [(Way, Came); 2] {
    std::thread::scope(|scope| {
        WAYS.map(|way| scope.spawn(move || (way, came(responses, way)))).map(|thread| thread.join().unwrap())
    })
}

/// Checks that the download succeeds, and that it requests these ranges.
fn well(responses: &[Said], text: &str, ranges: &[&str]) {
    for (way, Came { outcome, files, ranges: asked, .. }) in both(responses) {
        assert_eq!(outcome.unwrap(), text.len() as u64, "{way:?}");
        assert_eq!(files, [("file".to_owned(), text.to_owned())], "{way:?}");
        assert_eq!(asked, ranges, "{way:?}");
    }
}

/// Checks that the download fails with this kind of error and these words, and leaves these files.
fn badly(responses: &[Said], kind: ErrorKind, words: &str, left: &[(&str, &str)]) {
    for (way, Came { outcome, files, .. }) in both(responses) {
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), kind, "{way:?}: {error}");
        assert!(error.to_string().contains(words), "{way:?}: {error}");
        let files: Vec<(&str, &str)> =
            files.iter().filter(|(name, _)| !name.ends_with(".from")).map(|(n, t)| (n.as_str(), t.as_str())).collect();
        assert_eq!(files, left, "{way:?}");
    }
}

#[test]
fn a_file_comes_in_one_response() {
    well(&[whole("", FILE)], FILE, &[""]);
    // Without a length, the body ends with the connection.
    well(&[("HTTP/1.1 200 OK\r\n".to_owned(), FILE)], FILE, &[""]);
    well(&[status("204 No Content", "")], "", &[""]);
}

#[test]
fn it_goes_on_as_often_as_something_comes() {
    // The connection is lost four times, with at most one consecutive retry.
    let responses = [
        whole(TAG, "012"),
        part("3-9/10", TAG, "3"),
        part("4-9/10", "", "45"),
        part("6-9/*", TAG, "6"),
        part("7-9/10", TAG, "789"),
    ];
    well(&responses, FILE, &["", "bytes=3-", "bytes=4-", "bytes=6-", "bytes=7-"]);
    assert!(both(&responses).iter().all(|(_, came)| came.conditions[1..] == ["\"one\""; 4]));
}

#[test]
fn a_server_may_send_less_than_was_asked_for() {
    well(
        &[whole(TAG, "01"), part("2-4/10", TAG, "234"), part("5-9/10", TAG, "56789")],
        FILE,
        &["", "bytes=2-", "bytes=5-"],
    );
    let nothing_more = status("416 Range Not Satisfiable", "content-range: bytes */10\r\n");
    let chunked = format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n{TAG}");
    let responses = [(chunked, "2\r\n01\r\n"), part("2-9/*", TAG, "23456789"), nothing_more];
    well(&responses, FILE, &["", "bytes=2-", "bytes=10-"]);
}

#[test]
fn the_date_of_the_last_change_is_good_enough_where_it_is_old_enough() {
    let dated = |made: &str| format!("last-modified: Sun, 06 Nov 1994 08:49:37 GMT\r\ndate: {made}\r\n");
    let (later, same) = (dated("Sun, 06 Nov 1994 08:49:38 GMT"), dated("Sun, 06 Nov 1994 08:49:37 GMT"));
    well(&[whole(&later, "0123"), part("4-9/10", "", "456789")], FILE, &["", "bytes=4-"]);
    well(&[whole(&same, "0123"), whole("", FILE)], FILE, &["", ""]);
    // The date does not count next to a weak tag.
    well(&[whole(&format!("{later}etag: W/\"one\"\r\n"), "0123"), whole("", FILE)], FILE, &["", ""]);
}

#[test]
fn without_ranges_or_validator_it_begins_anew() {
    well(&[whole(TAG, "0123"), whole(TAG, FILE)], FILE, &["", "bytes=4-"]);
    well(&[whole("", "0123"), whole("", FILE)], FILE, &["", ""]);
    well(&[whole(&format!("{TAG}accept-ranges: none\r\n"), "0123"), whole(TAG, FILE)], FILE, &["", ""]);
    // Bytes that are received a second time do not count as progress.
    badly(&[whole("", "0123"), whole("", "0123")], ErrorKind::Body, "was interrupted", &[]);
    badly(&[whole("", "0123"), whole("", "01")], ErrorKind::Body, "(after 2 attempts)", &[]);
    well(&[whole("", "0123"), whole("", "01234"), whole("", FILE)], FILE, &["", "", ""]);
}

#[test]
fn a_file_that_changed_in_between_is_fetched_anew() {
    let second_tag = "etag: \"two\"\r\n";
    let responses = [whole(TAG, "0123"), ("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n".to_owned() + second_tag, "abc")];
    well(&responses, "abc", &["", "bytes=4-"]);
    // Some servers ignore `If-Range`.
    well(
        &[whole(TAG, "0123"), part("4-9/10", second_tag, "xxxxxx"), whole(second_tag, FILE)],
        FILE,
        &["", "bytes=4-", ""],
    );
    well(&[whole(TAG, "0123"), part("4-10/11", "", "xxxxxxx"), whole(second_tag, FILE)], FILE, &["", "bytes=4-", ""]);
    // And one that changes the file forever.
    let responses = [whole(TAG, "0123"), part("4-9/10", second_tag, "x"), whole(TAG, "0123")];
    badly(&responses, ErrorKind::Body, "was interrupted", &[("file.part", "0123")]);
}

#[test]
fn a_part_of_other_bytes_is_an_error() {
    for range in ["3-9/10", "5-9/10", "0-9/10"] {
        let words = "but bytes from 4 were requested";
        badly(&[whole(TAG, "0123"), part(range, TAG, "x")], ErrorKind::Body, words, &[("file.part", "0123")]);
    }
    for range in
        ["", "content-range: lines 4-9/10\r\n", "content-range: bytes 9-4/10\r\n", "content-range: bytes 4-9/9\r\n"]
    {
        let response = ("HTTP/1.1 206 Partial Content\r\ncontent-length: 6\r\n".to_owned() + range, "456789");
        badly(&[whole(TAG, "0123"), response], ErrorKind::Body, "`Content-Range`", &[("file.part", "0123")]);
    }
    badly(&[part("1-9/10", TAG, "1")], ErrorKind::Body, "but bytes from 0 were requested", &[]);
}

#[test]
fn it_gives_up_after_attempts_without_progress_and_keeps_what_came() {
    let responses = [whole(TAG, "0123"), part("4-9/10", TAG, "")];
    badly(&responses, ErrorKind::Body, "was interrupted", &[("file.part", "0123")]);
    // Attempts for the head of a response count as well.
    let responses = [whole(TAG, "0123"), status("503 Service Unavailable", ""), part("4-9/10", TAG, "")];
    badly(&responses[..2], ErrorKind::Status, "503", &[("file.part", "0123")]);
    badly(&[whole(TAG, "0123"), status("404 Not Found", "")], ErrorKind::Status, "404", &[("file.part", "0123")]);
    badly(&[status("404 Not Found", "")], ErrorKind::Status, "404", &[]);
}

#[test]
fn nothing_after_what_is_there_may_be_the_end_of_it() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("file");
    for way in WAYS {
        // An earlier run received all bytes, but ended before it renamed the file. In the second
        // case, the length differs.
        for (length, responses, text) in [("10", 1, FILE), ("12", 2, "abcdefghij")] {
            let nothing = status("416 Range Not Satisfiable", &format!("content-range: bytes */{length}\r\n"));
            let (url, seen) =
                server(vec![whole(TAG, "0123"), status("404 Gone", ""), nothing, whole(TAG, "abcdefghij")]);
            let request = request::<Value>(&client(&url), &GET, |_| {});
            fetch(&request, &path, way).unwrap_err();
            fs::write(dir.path().join("file.part"), FILE).unwrap();
            fetch(&request, &path, way).unwrap();
            assert_eq!(files(dir.path()), [("file".to_owned(), text.to_owned())]);
            assert_eq!(each(&seen, "range")[2..], ["bytes=10-", ""][..responses]);
        }
    }
}

#[test]
fn a_later_run_goes_on_where_the_validator_is_known() {
    for way in WAYS {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("file");
        let (url, seen) = server(vec![whole(TAG, "012"), status("404 Gone", ""), part("3-9/10", TAG, "3456789")]);
        fetch(&request(&client(&url), &GET, |_| {}), &path, way).unwrap_err();
        fs::write(&path, "old").unwrap();
        assert_eq!(fetch(&request(&client(&url), &GET, |_| {}), &path, way).unwrap(), 10);
        assert_eq!(each(&seen, "range"), ["", "bytes=3-", "bytes=3-"]);
        assert_eq!(files(dir.path()), [("file".to_owned(), FILE.to_owned())]);
    }
}

#[test]
fn what_is_of_another_request_or_of_nobody_is_not_resumed() {
    for way in WAYS {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("file");
        fs::write(dir.path().join("file.part"), "abc").unwrap();
        let responses = vec![whole(TAG, "012"), status("404 Gone", ""), whole(TAG, FILE)];
        let (url, seen) = server(responses);
        let client = client(&url);
        fetch(&request(&client, &GET, |_| {}), &path, way).unwrap_err();
        fetch(&request::<Value>(&client, &GET, |_| {}).with_query("of", "another"), &path, way).unwrap();
        assert_eq!(each(&seen, "range"), ["", "bytes=3-", ""]);
        assert_eq!(files(dir.path()), [("file".to_owned(), FILE.to_owned())]);
    }
}

#[test]
fn other_methods_are_written_once() {
    for way in WAYS {
        let dir = tempfile::tempdir().unwrap();
        let (url, seen) = server(vec![whole(TAG, FILE), whole(TAG, "0123")]);
        let request = request::<Value>(&client(&url), &POST, |_| {});
        assert_eq!(fetch(&request, &dir.path().join("file"), way).unwrap(), 10);
        assert_eq!(fetch(&request, &dir.path().join("other"), way).unwrap_err().kind(), ErrorKind::Body);
        assert_eq!(each(&seen, "range"), ["", ""]);
        assert_eq!(files(dir.path()), [("file".to_owned(), FILE.to_owned())]);
    }
}

/// Without a server, because nothing must be sent.
fn refused(path: PathBuf, shown: &Path) {
    for way in WAYS {
        let network = Network::new([]);
        let client = builder().transport(network.clone()).blocking_transport(network.clone()).build().unwrap();
        let error = fetch(&request(&client, &GET, |_| {}), &path, way).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unwritable);
        let words = format!("things.get: cannot write {}: ", shown.display());
        assert!(error.to_string().starts_with(&words), "{error}");
        assert!(std::error::Error::source(&error).is_some());
        assert!(network.sent().is_empty());
    }
}

#[test]
fn a_disk_that_refuses_is_reported_with_the_path() {
    let dir = tempfile::tempdir().unwrap();
    refused(dir.path().join("none/file"), &dir.path().join("none/file.part"));
    refused(dir.path().to_owned(), dir.path());
    fs::write(dir.path().join("plain"), "").unwrap();
    refused(dir.path().join("plain/file"), &dir.path().join("plain/file.part"));
}

/// A disk without any free space, which Linux provides for tests.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_reported_with_the_path() {
    for way in WAYS {
        let dir = tempfile::tempdir().unwrap();
        let part = dir.path().join("file.part");
        std::os::unix::fs::symlink("/dev/full", &part).unwrap();
        let (url, _) = server(vec![whole("", FILE)]);
        let error = fetch(&request(&client(&url), &GET, |_| {}), &dir.path().join("file"), way).unwrap_err();
        assert_eq!((error.kind(), error.status().map(|of| of.as_u16())), (ErrorKind::Unwritable, Some(200)), "{error}");
        assert!(error.to_string().contains(&format!("cannot write {}", part.display())), "{error}");
    }
}

#[test]
fn progress_is_of_the_bytes_in_the_file() {
    for way in WAYS {
        let dir = tempfile::tempdir().unwrap();
        let (url, _) = server(vec![whole(TAG, "0123"), part("4-9/10", TAG, "456789")]);
        let reported = Arc::<Mutex<Vec<_>>>::default();
        let keep = reported.clone();
        let request = request::<Value>(&client(&url), &GET, |_| {})
            .with_progress(move |came, of| keep.lock().unwrap().push((came, of)));
        fetch(&request, &dir.path().join("file"), way).unwrap();
        let reported = reported.lock().unwrap().clone();
        assert_eq!((reported.first(), reported.last()), (Some(&(0, Some(10))), Some(&(10, Some(10)))));
        assert!(reported.is_sorted() && reported.contains(&(4, Some(10))), "{reported:?}");
    }
}

#[test]
fn a_range_by_hand_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let network = Network::new([]);
    let client = builder().transport(network.clone()).blocking_transport(network.clone()).build().unwrap();
    let request = request::<Value>(&client, &GET, |_| {}).with_header("range", "bytes=1-");
    for way in WAYS {
        assert_eq!(fetch(&request, &dir.path().join("file"), way).unwrap_err().kind(), ErrorKind::Config);
    }
    assert!(files(dir.path()).is_empty());
}

/// On a simulated clock. The delays are those between attempts, and start from the first again
/// after every received byte.
#[test]
fn waits_grow_until_something_comes() {
    let said = |status: u16, range: &str, body: String| {
        let response = http::Response::builder().status(status).header("etag", "\"one\"");
        let response = if range.is_empty() { response } else { response.header("content-range", range) };
        Act::Response(response.body(&*body.leak()).unwrap(), 1)
    };
    let cut = |body: &str| [body, BREAK].join(CUT);
    for way in WAYS {
        let dir = tempfile::tempdir().unwrap();
        let network = Network::new([
            said(200, "", cut("01")),
            said(206, "bytes 2-9/10", cut("")),
            said(503, "", String::new()),
            said(206, "bytes 2-9/10", cut("2")),
            // The body is too short, and the connection ends normally.
            said(206, "bytes 3-9/10", "34".to_owned()),
            said(206, "bytes 5-9/10", "56789".to_owned()),
        ]);
        let client =
            builder().transport(network.clone()).blocking_transport(network.clone()).retries(3).build().unwrap();
        assert_eq!(fetch(&request(&client, &GET, |_| {}), &dir.path().join("file"), way).unwrap(), 10);
        let waits: Vec<u128> = network.waits().iter().map(std::time::Duration::as_millis).collect();
        assert_eq!(waits, [500, 1_000, 2_000, 500, 500], "{way:?}");
        assert_eq!(files(dir.path()), [("file".to_owned(), FILE.to_owned())]);
    }
}

#[test]
fn more_than_was_said_is_an_error() {
    let response = http::Response::builder().status(200).header("content-length", "4").body("01234").unwrap();
    for way in WAYS {
        let dir = tempfile::tempdir().unwrap();
        let network = Network::new([Act::Response(response.clone(), 1)]);
        let client = builder().transport(network.clone()).blocking_transport(network).build().unwrap();
        let error = fetch(&request(&client, &GET, |_| {}), &dir.path().join("file"), way).unwrap_err();
        assert_eq!(error.to_string(), "things.get: received more bytes than the 4 that the server declared");
    }
}

/// A download owns everything that it needs: it can be spawned. Dropped, it leaves no file that
/// looks complete.
#[tokio::test]
async fn a_download_can_be_spawned() {
    let dir = tempfile::tempdir().unwrap();
    let (url, _) = server(vec![whole("", FILE)]);
    let path = dir.path().join("file");
    let download = request::<Value>(&client(&url), operation(BASE), |_| {}).download_to(&path);
    assert_eq!(tokio::spawn(download).await.unwrap().unwrap(), 10);
    drop(request::<Value>(&client(&url), &GET, |_| {}).download_to(dir.path().join("other")));
    assert_eq!(files(dir.path()), [("file".to_owned(), FILE.to_owned())]);
}
