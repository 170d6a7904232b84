//! Streamed bodies from servers that break, stall or cannot be reached.

use std::time::Duration;

use clientwright_runtime::{Client, Error, ErrorKind};

use crate::api;
use crate::calls::in_time;
use crate::row::request;
use crate::secrets::{found, plant, printed};
use crate::server::Do::{self, Pause, Reset, Stall};
use crate::server::Server;
use crate::{CHUNKED, OK, say};

/// Returns the received bytes and the error after them.
type Outcome = (Vec<u8>, Option<Error>);

fn blocking(client: Client) -> Outcome {
    let body = match request(&client, false, false).send_streaming_blocking() {
        Ok(response) => response.into_body(),
        Err(error) => return (Vec::new(), Some(error)),
    };
    let mut bytes = Vec::new();
    for chunk in body {
        match chunk {
            Ok(chunk) => bytes.extend_from_slice(&chunk),
            Err(error) => return (bytes, Some(error)),
        }
    }
    (bytes, None)
}

fn asynchronously(client: Client) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut body = match request(&client, false, false).send_streaming().await {
            Ok(response) => response.into_body(),
            Err(error) => return (Vec::new(), Some(error)),
        };
        let mut bytes = Vec::new();
        while let Some(chunk) = body.next().await {
            match chunk {
                Ok(chunk) => bytes.extend_from_slice(&chunk),
                Err(error) => return (bytes, Some(error)),
            }
        }
        (bytes, None)
    })
}

/// Expects these bytes, then an error of this kind with these words, after this number of attempts,
/// both ways.
fn ends(base: &str, bytes: &str, kind: ErrorKind, words: &str, attempts: u32) {
    // Timeouts are long unless they are the subject.
    let within = Duration::from_secs(if kind == ErrorKind::Timeout { 2 } else { 4 });
    let end = |way: fn(Client) -> Outcome| {
        let builder = plant(api::builder()).base_url(base).retries(1);
        let client = builder.timeout(within).idle_timeout(within).build().unwrap();
        let (came, error) = in_time("a body", move || way(client));
        let error = error.expect("it does not end well");
        assert_eq!(
            (String::from_utf8_lossy(&came).as_ref(), error.kind(), error.attempts()),
            (bytes, kind, attempts),
            "{error}"
        );
        assert!(error.to_string().contains(words), "{error}");
        assert!(found(&printed(&error)).is_empty(), "{error}");
    };
    std::thread::scope(|scope| {
        scope.spawn(|| end(asynchronously));
        end(blocking);
    });
}

fn serving(acts: Vec<Do>) -> String {
    format!("http://{}", Server::plain(vec![acts]).address)
}

#[test]
fn what_came_is_handed_out_and_the_error_after_it() {
    let sized = || say(format!("{OK}content-length: 9\r\n\r\ntrue"));
    let chunk = || say(format!("{CHUNKED}4\r\ntrue\r\n"));
    for acts in [vec![sized()], vec![sized(), Pause, Reset], vec![chunk()]] {
        ends(&serving(acts), "true", ErrorKind::Body, "the response (200 OK) was interrupted", 1);
    }
    let invalid = vec![chunk(), Pause, say("zz\r\n")];
    ends(&serving(invalid), "true", ErrorKind::Body, "the response (200 OK) cannot be processed", 1);
    for acts in [vec![sized(), Stall], vec![chunk(), Stall]] {
        ends(&serving(acts), "true", ErrorKind::Timeout, "see `idle_timeout`", 1);
    }
}

#[test]
fn before_the_body_it_is_as_with_any_other_call() {
    ends(&serving(vec![say(OK), Stall]), "", ErrorKind::Timeout, "no response within 2s", 2);
    ends(&serving(vec![Reset]), "", ErrorKind::Interrupted, "was lost", 2);
    ends("http://nobody.invalid", "", ErrorKind::Connect, "cannot connect to nobody.invalid", 2);
    let (address, _held) = crate::server::nobody();
    ends(&format!("http://{address}"), "", ErrorKind::Connect, "refused", 2);
}
