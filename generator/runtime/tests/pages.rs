//! Pages: how one leads to the next, and that a server which leads in a circle ends in an error.

mod api;

use api::{Act, BASE, Network, answer, builder, request};
use clientwright_runtime::runtime::call::{Operation, PageBy, Paging, Parameter, Place, Style};
use clientwright_runtime::runtime::{Error, ErrorKind, Request};
use serde_json::Value;
use shapes::Thing;

mod shapes;

const fn query(name: &'static str) -> Parameter {
    Parameter { name, place: Place::Query, style: Style::Form, explode: true, reserved: false, required: false }
}

static LIST: Operation = Operation { parameters: &[query("at"), query("limit")], ..BASE };

type Things = std::collections::BTreeMap<String, Vec<i64>>;

fn call<T: clientwright_runtime::runtime::FromReply>(network: &Network) -> Request<T> {
    let client = builder().transport(network.clone()).blocking_transport(network.clone()).build().unwrap();
    request::<T>(&client, &LIST, |call| call.set(1, &5_i64))
}

fn page(body: &str) -> Act {
    Act::Answer(answer(200, body.to_owned().leak()), 1)
}

fn linked(body: &str, links: &[&str]) -> Act {
    let mut response = answer(200, body.to_owned().leak());
    for link in links {
        response.headers_mut().append("link", http::HeaderValue::from_str(link).unwrap());
    }
    Act::Answer(response, 1)
}

fn asked(network: &Network) -> Vec<String> {
    network.sent().iter().map(|sent| sent.uri().to_string().replace("https://api.test/v1/things?", "")).collect()
}

/// The pages as an operation would have them, async and blocking: the same requests, the same pages.
fn pages(paging: &'static Paging, acts: fn() -> Vec<Act>) -> (Vec<Result<Value, Error>>, Vec<String>) {
    let network = Network::new(acts());
    let blocking: Vec<_> = call::<Value>(&network).pages_of_blocking(paging).collect();
    let other = Network::new(acts());
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let count = runtime.block_on(async {
        let mut pages = call::<Value>(&other).pages_of(paging);
        let mut count = 0;
        while pages.next().await.is_some() {
            count += 1;
        }
        count
    });
    assert_eq!((asked(&network), blocking.len()), (asked(&other), count));
    (blocking, asked(&network))
}

static NUMBER: Paging = Paging { by: PageBy::Number { parameter: 0, first: 1 }, items: &["items"], more: &[] };

/// The typed pages of maps of arrays.
fn typed(paging: &'static Paging, acts: Vec<Act>) -> (Vec<Result<Things, Error>>, Vec<String>) {
    let network = Network::new(acts);
    let pages: Vec<_> = call::<Things>(&network).pages_of_blocking(paging).collect();
    (pages, asked(&network))
}

#[test]
fn numbers_and_offsets_end_at_an_empty_page() {
    let acts = || vec![page(r#"{"items":[1,2]}"#), page(r#"{"items":[3]}"#), page(r#"{"items":[]}"#)];
    let (pages, asked) = typed(&NUMBER, acts());
    assert_eq!(pages.len(), 3);
    assert_eq!(asked, ["limit=5", "at=2&limit=5", "at=3&limit=5"]);
    static OFFSET: Paging = Paging { by: PageBy::Offset { parameter: 0 }, items: &["items"], more: &[] };
    let (_, asked) = typed(&OFFSET, acts());
    assert_eq!(asked, ["limit=5", "at=2&limit=5", "at=3&limit=5"]);
}

#[test]
fn counting_begins_at_what_was_given() {
    let network = Network::new([page(r#"{"items":[1]}"#), page(r#"{"items":[]}"#)]);
    let client = builder().blocking_transport(network.clone()).build().unwrap();
    let request = request::<Things>(&client, &LIST, |call| call.set(0, &7_i64));
    assert_eq!(request.pages_of_blocking(&NUMBER).count(), 2);
    assert_eq!(asked(&network), ["at=7", "at=8"]);
}

static CURSOR: Paging = Paging { by: PageBy::Cursor { parameter: 0, next: &["note"] }, items: &["kinds"], more: &[] };

fn thing(cursor: &str) -> Act {
    page(&format!(r#"{{"id":"a","count":1,"kind":"3d","kinds":["3d"],"byName":{{}},"note":{cursor}}}"#))
}

#[test]
fn a_cursor_of_the_answer_goes_into_the_parameter() {
    for last in ["null", "\"\""] {
        let network = Network::new([thing("\"a b\""), thing("\"c\""), thing(last)]);
        let pages: Vec<Result<Thing, _>> = call(&network).pages_of_blocking(&CURSOR).collect();
        assert!(pages.len() == 3 && pages.iter().all(Result::is_ok));
        assert_eq!(asked(&network), ["limit=5", "at=a%20b&limit=5", "at=c&limit=5"]);
    }
}

#[test]
fn a_circle_is_an_error_and_the_end() {
    for cursors in [vec!["\"a\"", "\"a\""], vec!["\"a\"", "\"b\"", "\"a\""]] {
        let network = Network::new(cursors.iter().map(|cursor| thing(cursor)));
        let pages: Vec<Result<Thing, _>> = call(&network).pages_of_blocking(&CURSOR).collect();
        assert_eq!(pages.len(), cursors.len());
        let error = pages.last().unwrap().as_ref().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().starts_with("things.get: the server leads in a circle"), "{error}");
    }
    // A server that passes over the number of the page.
    let (pages, asked) = typed(&NUMBER, vec![page(r#"{"items":[1]}"#), page(r#"{"items":[1]}"#)]);
    assert!(asked.len() == 2 && pages[0].is_ok() && pages[1].is_err());
}

#[test]
fn links_are_followed_on_the_same_server_only() {
    static LINK: Paging = Paging { by: PageBy::Link, items: &[], more: &[] };
    let (pages, asked) = pages(&LINK, || {
        vec![
            linked(
                "[1]",
                &[
                    "<https://api.test/v1/things?page=2>; rel=\"next\", <https://api.test/v1/things?page=9>; rel=\"last\"",
                ],
            ),
            linked("[2]", &["<x>; rel=prev", "</v1/things?page=3,4>; title=\"a; b\"; rel=\"last next\""]),
            linked("[3]", &["<https://api.test/v1/things?page=1>; rel=\"first\""]),
        ]
    });
    assert_eq!(pages.len(), 3);
    assert_eq!(asked, ["limit=5", "page=2", "page=3,4"]);

    let network = Network::new([linked("[1]", &["<https://evil.test/>; rel=next"])]);
    let pages: Vec<Result<Value, _>> = call(&network).pages_of_blocking(&LINK).collect();
    let error = pages[1].as_ref().unwrap_err();
    assert_eq!((pages.len(), error.kind()), (2, ErrorKind::Config));
    assert!(error.to_string().ends_with("on another server, evil.test"), "{error}");
}

#[test]
fn an_address_in_the_answer_is_followed_likewise() {
    static NEXT: Paging = Paging { by: PageBy::NextLink { next: &["links", "next"] }, items: &["items"], more: &[] };
    let (pages, asked) = pages(&NEXT, || {
        vec![
            page(r#"{"items":[1],"links":{"next":"/v1/things?page=2"}}"#),
            page(r#"{"items":[2],"links":{"next":"?page=3"}}"#),
            page(r#"{"items":[3],"links":{"next":null}}"#),
        ]
    });
    assert_eq!(pages.len(), 3);
    assert_eq!(asked, ["limit=5", "page=2", "page=3"]);
    let network = Network::new([page(r#"{"items":[1],"links":{"next":"https://evil.test/"}}"#)]);
    let pages: Vec<Result<Value, _>> = call(&network).pages_of_blocking(&NEXT).collect();
    assert!(pages[1].as_ref().unwrap_err().to_string().ends_with("on another server, evil.test"));
}

#[test]
fn an_error_ends_the_pages_and_items_are_through_before_the_next_page() {
    let network = Network::new([page(r#"{"items":[1,2]}"#), Act::Answer(answer(404, "{}"), 1)]);
    let request = call::<Things>(&network);
    let take: fn(Things) -> Vec<i64> = |mut page| page.remove("items").unwrap_or_default();
    let mut items = request.each_of_blocking(&NUMBER, take);
    assert_eq!(items.next().unwrap().unwrap(), 1);
    assert_eq!(network.sent().len(), 1);
    assert_eq!(items.next().unwrap().unwrap(), 2);
    assert_eq!(items.next().unwrap().unwrap_err().kind(), ErrorKind::Status);
    assert!(items.next().is_none());
}
