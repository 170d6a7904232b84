//! A date that jumps, on the client or the server. The monotonic clock does not, and no call waits
//! forever.

use std::time::Duration;

use clientwright_runtime::{Error, ErrorKind};

use crate::api::{Act, Network, builder, request, response, start_date};
use crate::secrets::GET;

const YEAR: i64 = 365 * 86_400;

fn busy(headers: &[(&'static str, String)]) -> Act {
    let mut response = response(503, "{}");
    for (name, value) in headers {
        response.headers_mut().insert(*name, value.parse().unwrap());
    }
    Act::Response(response, 10)
}

/// The outcome over a network, async or blocking, with at most two retries within ten minutes.
fn call(network: &Network, blocking: bool) -> Result<bool, Error> {
    let client = builder().bearer("t").api_key("k").credential("query", "q").credential("cookie", "c");
    let client = client.transport(network.clone()).blocking_transport(network.clone());
    let request = request::<bool>(&client.deadline(Duration::from_secs(600)).build().unwrap(), &GET, |_| {});
    if blocking {
        return request.send_blocking();
    }
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(request.send())
}

#[test]
fn waits_are_by_the_clock_and_not_by_the_date() {
    let jumps = [-200 * YEAR, -YEAR, -3_600, -1, 0, 1, 3_600, YEAR, 200 * YEAR];
    for (jump, blocking) in jumps.into_iter().flat_map(|jump| [(jump, false), (jump, true)]) {
        let network = Network::jumping([busy(&[]), busy(&[]), Act::Response(response(200, "true"), 10)], jump);
        assert!(call(&network, blocking).unwrap(), "{jump}");
        assert_eq!(network.waits(), [500, 1_000].map(Duration::from_millis), "{jump}");
    }
}

#[test]
fn a_date_to_come_back_at_is_seen_from_the_servers_own() {
    let at = |seconds: u64| httpdate::fmt_http_date(start_date() + Duration::from_secs(seconds));
    for (jump, blocking) in [-YEAR, 0, YEAR].into_iter().flat_map(|jump| [(jump, false), (jump, true)]) {
        let headers = [("date", at(5_000)), ("retry-after", at(5_007))];
        let network = Network::jumping([busy(&headers), Act::Response(response(200, "true"), 10)], jump);
        assert!(call(&network, blocking).unwrap());
        assert_eq!(network.waits(), [Duration::from_secs(7)]);
    }
}

#[test]
fn without_the_servers_own_a_wrong_date_is_no_wait_or_an_error() {
    let back = httpdate::fmt_http_date(start_date() + Duration::from_secs(7));
    for blocking in [false, true] {
        // The date is long past on the client, so the retry is sent immediately.
        let acts = [busy(&[("retry-after", back.clone())]), Act::Response(response(200, "true"), 10)];
        let network = Network::jumping(acts, YEAR);
        assert!(call(&network, blocking).unwrap());
        assert_eq!(network.waits(), [Duration::ZERO]);
        // The date is a year ahead, so the call fails instead of waiting.
        let network = Network::jumping([busy(&[("retry-after", back.clone())])], -YEAR);
        let error = call(&network, blocking).unwrap_err();
        assert_eq!((error.kind(), error.attempts(), network.waits().len()), (ErrorKind::Status, 1, 0));
    }
}

#[test]
fn the_deadline_is_by_the_clock() {
    for (jump, blocking) in [-YEAR, YEAR].into_iter().flat_map(|jump| [(jump, false), (jump, true)]) {
        let headers = [("retry-after", "59".to_owned())];
        let network = Network::jumping((0..30).map(|_| busy(&headers)), jump);
        let error = call(&network, blocking).unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Status, 3));
        assert_eq!(network.clock(), Duration::from_millis(2 * 59_000 + 30));
    }
}
