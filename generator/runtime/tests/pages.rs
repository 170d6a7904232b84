//! Pages: how the next one is requested, and that cycles end with an error.

mod api;

use api::{Act, BASE, Network, builder, request, response};
use clientwright_runtime::call::{Location, Operation, PageBy, Paging, Parameter, Style};
use clientwright_runtime::{Error, ErrorKind, Request};
use serde_json::Value;
use shapes::Thing;

mod shapes;

const fn query(name: &'static str) -> Parameter {
    Parameter { name, location: Location::Query, style: Style::Form, explode: true, reserved: false, required: false }
}

static LIST: Operation = Operation { parameters: &[query("at"), query("limit")], ..BASE };

type Things = std::collections::BTreeMap<String, Vec<i64>>;

fn call<T: clientwright_runtime::FromResponse>(network: &Network) -> Request<T> {
    let client = builder().transport(network.clone()).blocking_transport(network.clone()).build().unwrap();
    request::<T>(&client, &LIST, |call| call.set(1, &5_i64))
}

fn page(body: &str) -> Act {
    Act::Response(response(200, body.to_owned().leak()), 1)
}

fn linked(body: &str, links: &[&str]) -> Act {
    let mut response = response(200, body.to_owned().leak());
    for link in links {
        response.headers_mut().append("link", http::HeaderValue::from_str(link).unwrap());
    }
    Act::Response(response, 1)
}

fn asked(network: &Network) -> Vec<String> {
    network.sent().iter().map(|sent| sent.uri().to_string().replace("https://api.test/v1/things?", "")).collect()
}

/// Returns the pages of a paged operation and the requests for them, which must be the same async
/// and blocking.
fn pages(paging: &'static Paging, acts: fn() -> Vec<Act>) -> (Vec<Result<Value, Error>>, Vec<String>) {
    let network = Network::new(acts());
    let blocking: Vec<_> = call::<Value>(&network).pages_of_blocking(paging).collect();
    let async_network = Network::new(acts());
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let count = runtime.block_on(async {
        let mut pages = call::<Value>(&async_network).pages_of(paging);
        let mut count = 0;
        while pages.next().await.is_some() {
            count += 1;
        }
        count
    });
    assert_eq!((asked(&network), blocking.len()), (asked(&async_network), count));
    (blocking, asked(&network))
}

static NUMBER: Paging =
    Paging { by: PageBy::Number { parameter: 0, first: 1 }, items: &["items"], more: &[], last: &[] };

/// Returns the typed pages of maps of arrays.
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
    static OFFSET: Paging = Paging { by: PageBy::Offset { parameter: 0 }, items: &["items"], more: &[], last: &[] };
    let (_, asked) = typed(&OFFSET, acts());
    assert_eq!(asked, ["limit=5", "at=2&limit=5", "at=3&limit=5"]);
}

#[test]
fn counting_begins_at_what_was_set() {
    let network = Network::new([page(r#"{"items":[1]}"#), page(r#"{"items":[]}"#)]);
    let client = builder().blocking_transport(network.clone()).build().unwrap();
    let request = request::<Things>(&client, &LIST, |call| call.set(0, &7_i64));
    assert_eq!(request.pages_of_blocking(&NUMBER).count(), 2);
    assert_eq!(asked(&network), ["at=7", "at=8"]);
}

static CURSOR: Paging =
    Paging { by: PageBy::Cursor { parameter: 0, next: &["note"] }, items: &["kinds"], more: &[], last: &[] };

fn thing(cursor: &str) -> Act {
    page(&format!(r#"{{"id":"a","count":1,"kind":"3d","kinds":["3d"],"byName":{{}},"note":{cursor}}}"#))
}

#[test]
fn a_cursor_of_the_response_goes_into_the_parameter() {
    for last in ["null", "\"\""] {
        let network = Network::new([thing("\"a b\""), thing("\"c\""), thing(last)]);
        let pages: Vec<Result<Thing, _>> = call::<Thing>(&network).pages_of_blocking(&CURSOR).collect();
        assert!(pages.len() == 3 && pages.iter().all(Result::is_ok));
        assert_eq!(asked(&network), ["limit=5", "at=a%20b&limit=5", "at=c&limit=5"]);
    }
}

#[test]
fn a_repeated_cursor_is_an_error_after_its_page() {
    for cursors in [vec!["\"a\"", "\"a\""], vec!["\"a\"", "\"b\"", "\"a\""]] {
        let network = Network::new(cursors.iter().map(|cursor| thing(cursor)));
        let pages: Vec<Result<Thing, _>> = call::<Thing>(&network).pages_of_blocking(&CURSOR).collect();
        assert_eq!((pages.len(), network.sent().len()), (cursors.len() + 1, cursors.len()));
        let (last, before) = pages.split_last().unwrap();
        assert!(before.iter().all(Result::is_ok));
        let error = last.as_ref().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().starts_with("things.get: the pages form a cycle"), "{error}");
    }
}

#[test]
fn pages_by_number_or_offset_may_be_equal() {
    let acts: fn() -> Vec<Act> = || ["[1]", "[1]", "[1]", "[]"].map(|of| page(&format!("{{\"items\":{of}}}"))).into();
    static OFFSET: Paging = Paging { by: PageBy::Offset { parameter: 0 }, items: &["items"], more: &[], last: &[] };
    let (values, asked) = pages(&NUMBER, acts);
    assert!(values.len() == 4 && values.iter().all(Result::is_ok));
    assert_eq!(asked, ["limit=5", "at=2&limit=5", "at=3&limit=5", "at=4&limit=5"]);
    let (values, asked) = pages(&OFFSET, acts);
    assert!(values.len() == 4 && values.iter().all(Result::is_ok));
    assert_eq!(asked, ["limit=5", "at=1&limit=5", "at=2&limit=5", "at=3&limit=5"]);
}

/// Returns a page with its links, its cursor and a flag.
fn flagged(flag: &str) -> Act {
    let body = format!(r#"{{"items":[{{"id":"i"}}],"next":"/v1/things?page=2","meta":{{"flag":{flag}}}}}"#);
    linked(&body, &["</v1/things?page=2>; rel=next"])
}

/// Tests every way of paging with the flags `more` and `last`.
static WAYS: [PageBy; 7] = [
    PageBy::Cursor { parameter: 0, next: &["next"] },
    PageBy::BodyCursor { property: "at", next: &["next"] },
    PageBy::NextLink { next: &["next"] },
    PageBy::LastItem { parameter: 0, id: &["id"] },
    PageBy::Link,
    PageBy::Number { parameter: 0, first: 1 },
    PageBy::Offset { parameter: 0 },
];

#[test]
fn a_flag_ends_every_way_of_paging() {
    for (index, _) in WAYS.iter().enumerate() {
        let paging_with = |more: &'static [&'static str], last: &'static [&'static str]| -> &'static Paging {
            let by = match &WAYS[index] {
                PageBy::Cursor { parameter, next } => PageBy::Cursor { parameter: *parameter, next },
                PageBy::BodyCursor { property, next } => PageBy::BodyCursor { property, next },
                PageBy::NextLink { next } => PageBy::NextLink { next },
                PageBy::LastItem { parameter, id } => PageBy::LastItem { parameter: *parameter, id },
                PageBy::Link => PageBy::Link,
                PageBy::Number { parameter, first } => PageBy::Number { parameter: *parameter, first: *first },
                PageBy::Offset { parameter } => PageBy::Offset { parameter: *parameter },
            };
            Box::leak(Box::new(Paging { by, items: &["items"], more, last }))
        };
        let sent = |paging: &'static Paging, flag: &'static str| {
            let network = Network::new([flagged(flag), page(r#"{"items":[],"meta":{"flag":"?"}}"#)]);
            let pages: Vec<_> = call::<Value>(&network).pages_of_blocking(paging).collect();
            assert!(pages.iter().all(Result::is_ok), "{paging:?}");
            (pages.len(), network.sent().len())
        };
        let (more, last) = (paging_with(&["meta", "flag"], &[]), paging_with(&[], &["meta", "flag"]));
        assert_eq!((sent(more, "false"), sent(more, "true")), ((1, 1), (2, 2)), "{:?}", WAYS[index]);
        assert_eq!((sent(last, "true"), sent(last, "false")), ((1, 1), (2, 2)), "{:?}", WAYS[index]);
        // Without the flag, a cursor or a link decides; without either, the page is the last one.
        let has_next = if index < 3 || index == 4 { 2 } else { 1 };
        assert_eq!((sent(more, "null"), sent(last, "null")), ((has_next, has_next), (has_next, has_next)));
    }
}

#[test]
fn a_page_that_has_arrived_is_returned_before_the_next_link_fails() {
    static LINK: Paging = Paging { by: PageBy::Link, items: &[], more: &[], last: &[] };
    static NEXT: Paging = Paging { by: PageBy::NextLink { next: &["next"] }, items: &["items"], more: &[], last: &[] };
    for (paging, act) in [
        (&LINK, linked("[1]", &["<ftp://api.test/>; rel=next"])),
        (&LINK, linked("[1]", &["<https://evil.test/>; rel=next"])),
        (&LINK, linked("[1]", &["<https://user@api.test/>; rel=next"])),
        (&NEXT, page(r#"{"items":[1],"next":"mailto:x"}"#)),
        (&NEXT, page(r#"{"items":[1],"next":"http://[::"}"#)),
    ] {
        let network = Network::new([act]);
        let pages: Vec<Result<Value, _>> = call::<Value>(&network).pages_of_blocking(paging).collect();
        assert!(matches!(pages.as_slice(), [Ok(_), Err(_)]), "{pages:?}");
    }
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let network = Network::new([page(r#"{"items":[1,2],"next":"mailto:x"}"#)]);
        let take: fn(Value) -> Vec<Value> = |page| page["items"].as_array().cloned().unwrap_or_default();
        let mut items = call::<Value>(&network).page_items_of(&NEXT, take);
        assert_eq!(items.next().await.unwrap().unwrap(), 1);
        assert_eq!(items.next().await.unwrap().unwrap(), 2);
        assert_eq!(items.next().await.unwrap().unwrap_err().kind(), ErrorKind::Decode);
        assert!(items.next().await.is_none());
    });
}

#[test]
fn links_are_followed_on_the_same_server_only() {
    static LINK: Paging = Paging { by: PageBy::Link, items: &[], more: &[], last: &[] };
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
    let pages: Vec<Result<Value, _>> = call::<Value>(&network).pages_of_blocking(&LINK).collect();
    let error = pages[1].as_ref().unwrap_err();
    assert_eq!((pages.len(), error.kind()), (2, ErrorKind::Config));
    assert!(error.to_string().ends_with("on another server, evil.test"), "{error}");
}

#[test]
fn an_address_in_the_response_is_followed_likewise() {
    static NEXT: Paging =
        Paging { by: PageBy::NextLink { next: &["links", "next"] }, items: &["items"], more: &[], last: &[] };
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
    let pages: Vec<Result<Value, _>> = call::<Value>(&network).pages_of_blocking(&NEXT).collect();
    assert!(pages[1].as_ref().unwrap_err().to_string().ends_with("on another server, evil.test"));
}

/// RFC 3986, sections 4.2 and 5.1.3: relative references are resolved against the URL that the page
/// came from.
#[test]
fn relative_links_are_resolved_against_the_page() {
    static LINK: Paging = Paging { by: PageBy::Link, items: &[], more: &[], last: &[] };
    static NEXT: Paging = Paging { by: PageBy::NextLink { next: &["next"] }, items: &["items"], more: &[], last: &[] };
    let (values, asked) = pages(&LINK, || {
        vec![
            linked("[1]", &["<other?u=https://x/y>; rel=next"]),
            linked("[2]", &["<?u=//x>; rel=next"]),
            linked("[3]", &["<./a/../b>; rel=next"]),
            linked("[4]", &["<//api.test/v1/last>; rel=next"]),
            linked("[5]", &[]),
        ]
    });
    assert!(values.iter().all(Result::is_ok), "{values:?}");
    let at = |path: &str| format!("https://api.test/v1/{path}");
    assert_eq!(asked, ["limit=5", &at("other?u=https://x/y"), &at("other?u=//x"), &at("b"), &at("last")]);

    let (_, asked) = pages(&NEXT, || {
        let mut moved = response(302, "");
        moved.headers_mut().insert("location", http::HeaderValue::from_static("/v2/things"));
        vec![
            Act::Response(moved, 1),
            page(r#"{"items":[1],"next":"?page=2"}"#),
            page(r#"{"items":[2],"next":"more?u=http://x"}"#),
            page(r#"{"items":[3]}"#),
        ]
    });
    let at = |path: &str| format!("https://api.test/v2/{path}");
    assert_eq!(asked, ["limit=5", &at("things"), &at("things?page=2"), &at("more?u=http://x")]);
}

#[test]
fn an_error_ends_the_pages_and_items_are_through_before_the_next_page() {
    let network = Network::new([page(r#"{"items":[1,2]}"#), Act::Response(response(404, "{}"), 1)]);
    let request = call::<Things>(&network);
    let take: fn(Things) -> Vec<i64> = |mut page| page.remove("items").unwrap_or_default();
    let mut items = request.page_items_of_blocking(&NUMBER, take);
    assert_eq!(items.next().unwrap().unwrap(), 1);
    assert_eq!(network.sent().len(), 1);
    assert_eq!(items.next().unwrap().unwrap(), 2);
    assert_eq!(items.next().unwrap().unwrap_err().kind(), ErrorKind::Status);
    assert!(items.next().is_none());
}
