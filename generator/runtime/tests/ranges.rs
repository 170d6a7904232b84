//! The state machine of downloads, without files, connections or clocks. With servers that fail,
//! lose or change the file, or ignore conditions, a download ends with the right bytes, or fails
//! after a limited number of requests.

use std::time::Duration;

use clientwright_runtime::machine::{Ended, Now, Opened, Ranges};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

const NOW: Now = Now { clock: Duration::ZERO, date: None, random: 0 };
const RETRIES: u32 = 3;

fn headers(fields: &[(&'static str, &str)]) -> HeaderMap {
    fields.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap())).collect()
}

fn asked(ranges: &Ranges) -> Vec<(String, String)> {
    ranges.headers().iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect()
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[test]
fn the_first_request_is_for_the_whole_and_uncompressed() {
    assert_eq!(asked(&Ranges::new(true, RETRIES)), [pair("accept-encoding", "identity")]);
}

#[test]
fn the_next_is_for_the_rest_under_the_condition_that_it_is_the_same() {
    let mut ranges = Ranges::new(true, RETRIES);
    let opened = ranges.begin_response(StatusCode::OK, &headers(&[("etag", "\"a\""), ("content-length", "9")]), &NOW);
    assert_eq!(opened, Ok(Opened::Restart));
    ranges.receive(4).unwrap();
    assert_eq!(ranges.interrupt(&NOW), Ended::RequestAgain(Duration::from_millis(500)));
    let expected = [pair("accept-encoding", "identity"), pair("range", "bytes=4-"), pair("if-range", "\"a\"")];
    assert_eq!(asked(&ranges), expected);
    let part = headers(&[("content-range", "BYTES 4-8/9")]);
    assert_eq!(ranges.begin_response(StatusCode::PARTIAL_CONTENT, &part, &NOW), Ok(Opened::Append));
    ranges.receive(5).unwrap();
    assert_eq!(ranges.end_response(&NOW), Ended::Complete);
    assert_eq!((ranges.received(), ranges.length()), (9, Some(9)));
}

#[test]
fn all_bytes_are_the_whole_though_the_connection_broke_after_them() {
    let mut ranges = Ranges::new(true, 0);
    ranges.begin_response(StatusCode::OK, &headers(&[("content-length", "2")]), &NOW).unwrap();
    ranges.receive(2).unwrap();
    assert_eq!(ranges.interrupt(&NOW), Ended::Complete);
}

#[test]
fn compressed_responses_are_not_resumed() {
    for (encoding, goes_on) in [("gzip", false), ("identity", true)] {
        let mut ranges = Ranges::new(true, RETRIES);
        let head = headers(&[("etag", "\"a\""), ("content-length", "9"), ("content-encoding", encoding)]);
        ranges.begin_response(StatusCode::OK, &head, &NOW).unwrap();
        ranges.receive(4).unwrap();
        assert_eq!((ranges.validator().is_some(), asked(&ranges).len() == 3), (goes_on, goes_on));
        // Its length is that of the compressed bytes.
        assert_eq!(ranges.length().is_some(), goes_on);
    }
}

#[test]
fn waits_double_until_a_byte_comes_and_end() {
    let mut ranges = Ranges::new(true, RETRIES);
    let head = headers(&[("etag", "\"a\""), ("content-length", "9")]);
    let mut waits = Vec::new();
    for came in [0, 0, 1, 0, 0, 0] {
        ranges.begin_response(StatusCode::OK, &head, &NOW).unwrap();
        ranges.receive(came).unwrap();
        waits.push(match ranges.interrupt(&NOW) {
            Ended::RequestAgain(wait) => wait.as_millis(),
            other @ (Ended::Complete | Ended::GiveUp) => panic!("{other:?} after {waits:?}"),
        });
        // As a server without ranges does: the download starts over.
        if waits.len() == 5 {
            assert_eq!(ranges.stalled(), 3);
            break;
        }
    }
    assert_eq!(waits, [500, 1_000, 500, 1_000, 2_000]);
    assert_eq!(ranges.interrupt(&NOW), Ended::GiveUp);
}

#[test]
fn what_may_not_be_repeated_is_asked_for_once() {
    let mut ranges = Ranges::new(false, RETRIES);
    ranges.begin_response(StatusCode::OK, &headers(&[("etag", "\"a\""), ("content-length", "9")]), &NOW).unwrap();
    ranges.receive(4).unwrap();
    assert_eq!(
        (ranges.interrupt(&NOW), ranges.end_response(&NOW), ranges.validator()),
        (Ended::GiveUp, Ended::GiveUp, None)
    );
}

#[test]
fn a_content_range_that_cannot_be_is_none() {
    for range in [
        "bytes 4-8",
        "bytes 4-8/",
        "bytes 4-8/8",
        "bytes 8-4/9",
        "bytes +4-8/9",
        "items 4-8/9",
        "bytes */9",
        "4-8/9",
        "",
    ] {
        let mut ranges = Ranges::new(true, RETRIES);
        ranges.resume(4, HeaderValue::from_static("\"a\""));
        let opened = ranges.begin_response(StatusCode::PARTIAL_CONTENT, &headers(&[("content-range", range)]), &NOW);
        assert!(opened.is_err(), "{range:?}: {opened:?}");
    }
    let mut ranges = Ranges::new(true, RETRIES);
    ranges.resume(4, HeaderValue::from_static("\"a\""));
    let huge = headers(&[("content-range", "bytes 4-18446744073709551615/*")]);
    assert_eq!(ranges.begin_response(StatusCode::PARTIAL_CONTENT, &huge, &NOW), Ok(Opened::Append));
}

/// Pseudo-random numbers from a fixed seed (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end.max(1)
    }
    fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }
}

/// A server whose file changes occasionally, with some deviations from the specification.
struct Server {
    file: Vec<u8>,
    version: u64,
    knows_ranges: bool,
    has_tags: bool,
    reads_conditions: bool,
    says_length: bool,
}

impl Server {
    fn new(chance: &mut Chance) -> Server {
        let mut server = Server {
            file: Vec::new(),
            version: 0,
            knows_ranges: !chance.one_in(4),
            has_tags: !chance.one_in(4),
            reads_conditions: !chance.one_in(4),
            says_length: !chance.one_in(4),
        };
        server.change(chance);
        server
    }

    fn change(&mut self, chance: &mut Chance) {
        self.version += 1;
        let first = self.version as u8;
        self.file = (0..=chance.below(40)).map(|at| first.wrapping_mul(50).wrapping_add(at as u8)).collect();
    }

    /// Returns status, headers and bytes of a response.
    fn response(&self, asked: &[(String, String)], chance: &mut Chance) -> (StatusCode, HeaderMap, Vec<u8>) {
        let value = |of: &str| asked.iter().find(|(name, _)| name == of).map(|(_, value)| value.as_str());
        let tag = format!("\"{}\"", self.version);
        let mut head = if self.has_tags { headers(&[("etag", &tag)]) } else { HeaderMap::new() };
        let same = !self.reads_conditions || value("if-range").is_none_or(|of| of == tag);
        let from = value("range").filter(|_| self.knows_ranges && same);
        let length = self.file.len();
        match from.map(|range| range["bytes=".len()..].trim_end_matches('-').parse::<usize>().unwrap()) {
            None => {
                if self.says_length {
                    head.insert("content-length", length.into());
                }
                (StatusCode::OK, head, self.file.clone())
            }
            Some(from) if from >= length => {
                head.insert("content-range", format!("bytes */{length}").parse().unwrap());
                (StatusCode::RANGE_NOT_SATISFIABLE, head, Vec::new())
            }
            Some(from) => {
                let end =
                    if chance.one_in(3) { from + 1 + chance.below((length - from) as u64) as usize } else { length };
                let whole = if self.says_length { length.to_string() } else { "*".to_owned() };
                head.insert("content-range", format!("bytes {from}-{}/{whole}", end - 1).parse().unwrap());
                (StatusCode::PARTIAL_CONTENT, head, self.file[from..end].to_vec())
            }
        }
    }
}

/// Runs a whole download. Returns `None` if it failed.
fn download(server: &mut Server, chance: &mut Chance) -> Option<Vec<u8>> {
    let (mut ranges, mut file) = (Ranges::new(true, RETRIES), Vec::new());
    // Each byte of progress allows this number of requests. Starting over is not counted as a
    // request without progress.
    for _ in 0..(60 * (2 * RETRIES + 2)) {
        let asked = asked(&ranges);
        let (status, head, bytes) = server.response(&asked, chance);
        let ended = if status == StatusCode::RANGE_NOT_SATISFIABLE {
            ranges.not_satisfiable(&head)
        } else {
            match ranges.begin_response(status, &head, &NOW).unwrap() {
                Opened::Discard => continue,
                Opened::Restart => file.clear(),
                Opened::Append => assert_eq!(file.len() as u64, ranges.received()),
            }
            let broken = chance.one_in(2);
            let came = if broken { chance.below(bytes.len() as u64 + 1) as usize } else { bytes.len() };
            file.extend_from_slice(&bytes[..came]);
            ranges.receive(came as u64).unwrap();
            if broken { ranges.interrupt(&NOW) } else { ranges.end_response(&NOW) }
        };
        match ended {
            Ended::Complete => return Some(file),
            Ended::GiveUp => return None,
            Ended::RequestAgain(_) => {}
        }
        if chance.one_in(6) {
            server.change(chance);
        }
    }
    panic!("it never ends");
}

#[test]
fn whatever_servers_do_the_bytes_are_those_of_one_state_of_the_file() {
    let (mut whole, mut gave_up) = (0, 0);
    for seed in 1..20_000_u64 {
        let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut server = Server::new(&mut chance);
        match download(&mut server, &mut chance) {
            Some(file) => {
                assert_eq!(file, server.file, "seed {seed}");
                whole += 1;
            }
            None => gave_up += 1,
        }
    }
    assert!(whole > 10_000 && gave_up > 100, "{whole} {gave_up}");
}
