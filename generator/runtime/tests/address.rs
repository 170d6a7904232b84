//! Base URLs, paths, and every style of parameters as the specification's table has them ("Style Examples").

mod api;

use std::collections::BTreeMap;

use api::{BASE, address, builder, operation, with_parameter};
use clientwright_runtime::runtime::ErrorKind;
use clientwright_runtime::runtime::call::{Operation, Parameter, Place, Style};
use clientwright_runtime::runtime::value::Field;

fn of_base(url: &str) -> String {
    address(builder().base_url(url), operation(BASE), |_| {})
}

#[test]
fn a_base_url_is_joined_without_surprise() {
    for url in ["http://h/v1", "http://h/v1/", "http://h/v1//", " http://h/v1 "] {
        assert_eq!(of_base(url), "http://h/v1/things", "{url}");
    }
    assert_eq!(of_base("http://h"), "http://h/things");
    assert_eq!(of_base("http://h/v1?key=1&b="), "http://h/v1/things?key=1&b=");
    assert_eq!(of_base("http://[::1]:8080/%7Ea"), "http://[::1]:8080/%7Ea/things");
}

#[test]
fn a_base_url_that_is_none_is_said_when_the_client_is_built() {
    for (url, why) in [
        ("api.test", "is not absolute"),
        ("/v1", "is not absolute"),
        ("ftp://api.test", "is neither http nor https"),
        ("https://user:pass@api.test", "holds a user name or password"),
        ("https://api.test/#x", "has a fragment"),
        ("https://a b", "is no URL"),
    ] {
        let error = builder().base_url(url).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains(why), "{url}: {error}");
        assert!(!error.to_string().contains("pass@"), "{error}");
    }
}

/// What stands where the parameter goes.
fn spelled(place: Place, style: Style, explode: bool, value: &dyn Field) -> String {
    let (path, cut) = match place {
        Place::Path => ("/p/{color}/end", "http://h/p/"),
        Place::Query | Place::Header | Place::Cookie => ("/p", "http://h/p"),
    };
    let whole = address(builder().base_url("http://h"), with_parameter(path, place, style, explode), |call| {
        call.set(0, value);
    });
    whole.strip_prefix(cut).unwrap().trim_end_matches("/end").to_owned()
}

#[test]
fn styles_are_spelled_as_the_specification_has_them() {
    use Place::{Path, Query};
    use Style::{DeepObject, Form, Label, Matrix, PipeDelimited, Simple, SpaceDelimited};
    let one = "blue".to_owned();
    let array: Vec<String> = ["blue", "black", "brown"].map(str::to_owned).to_vec();
    // In the order of a map: B, G, R.
    let object = BTreeMap::from([("R".to_owned(), 100_i64), ("G".to_owned(), 200), ("B".to_owned(), 150)]);
    for (place, style, explode, expected) in [
        (Path, Matrix, false, [";color=blue", ";color=blue,black,brown", ";color=B,150,G,200,R,100"]),
        (Path, Matrix, true, [";color=blue", ";color=blue;color=black;color=brown", ";B=150;G=200;R=100"]),
        (Path, Label, false, [".blue", ".blue,black,brown", ".B,150,G,200,R,100"]),
        (Path, Label, true, [".blue", ".blue.black.brown", ".B=150.G=200.R=100"]),
        (Path, Simple, false, ["blue", "blue,black,brown", "B,150,G,200,R,100"]),
        (Path, Simple, true, ["blue", "blue,black,brown", "B=150,G=200,R=100"]),
        (Query, Form, false, ["?color=blue", "?color=blue,black,brown", "?color=B,150,G,200,R,100"]),
        (Query, Form, true, ["?color=blue", "?color=blue&color=black&color=brown", "?B=150&G=200&R=100"]),
        (
            Query,
            SpaceDelimited,
            false,
            ["?color=blue", "?color=blue%20black%20brown", "?color=B%20150%20G%20200%20R%20100"],
        ),
        (
            Query,
            PipeDelimited,
            false,
            ["?color=blue", "?color=blue%7Cblack%7Cbrown", "?color=B%7C150%7CG%7C200%7CR%7C100"],
        ),
        (
            Query,
            DeepObject,
            true,
            [
                "?color=blue",
                "?color=blue&color=black&color=brown",
                "?color%5BB%5D=150&color%5BG%5D=200&color%5BR%5D=100",
            ],
        ),
    ] {
        let values: [&dyn Field; 3] = [&one, &array, &object];
        let got = values.map(|value| spelled(place, style, explode, value));
        assert_eq!(got, expected, "{place:?} {style:?} explode: {explode}");
    }
}

#[test]
fn empty_values() {
    let (text, none) = (String::new(), Vec::<String>::new());
    assert_eq!(spelled(Place::Query, Style::Form, true, &text), "?color=");
    assert_eq!(spelled(Place::Query, Style::Form, true, &none), "");
    assert_eq!(spelled(Place::Query, Style::Form, true, &None::<String>), "");
}

#[test]
fn what_a_value_holds_never_leaves_its_place() {
    let hostile = "a/b?c=d&e#f%2F é\u{1F600}+ ".to_owned();
    let encoded = "a%2Fb%3Fc%3Dd%26e%23f%252F%20%C3%A9%F0%9F%98%80%2B%20";
    assert_eq!(spelled(Place::Path, Style::Simple, false, &hostile), encoded);
    assert_eq!(spelled(Place::Query, Style::Form, true, &hostile), format!("?color={encoded}"));
    let key = BTreeMap::from([("a&b=c".to_owned(), "d".to_owned())]);
    assert_eq!(spelled(Place::Query, Style::Form, true, &key), "?a%26b%3Dc=d");
}

#[test]
fn reserved_characters_stay_where_the_description_allows_it() {
    let parameter =
        Parameter { name: "q", place: Place::Query, style: Style::Form, explode: true, reserved: true, required: true };
    let operation = operation(Operation { parameters: Box::leak(Box::new([parameter])), ..BASE });
    let value = "a/b?c=d&e#f+g é".to_owned();
    let address = address(builder().base_url("http://h"), operation, |call| call.set(0, &value));
    assert_eq!(address, "http://h/things?q=a/b?c=d%26e%23f+g%20%C3%A9");
}

#[test]
fn a_path_value_that_would_make_another_path_is_refused() {
    let operation = with_parameter("/p/{color}", Place::Path, Style::Simple, false);
    for value in ["", ".", ".."] {
        let (client, seen) = api::answering(builder(), vec![api::answer(200, "{}")]);
        let request = api::request::<serde_json::Value>(&client, operation, |call| call.set(0, &value.to_owned()));
        let error = request.send_blocking().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains("`color` cannot be sent"), "{error}");
        assert!(seen.lock().unwrap().is_empty());
    }
    assert_eq!(spelled(Place::Path, Style::Simple, false, &"...".to_owned()), "...");
}

#[test]
fn headers_and_cookies() {
    let array: Vec<String> = ["a b", "c"].map(str::to_owned).to_vec();
    let sent = |place, style, explode, value: &dyn Field, header: &str| {
        let (client, seen) = api::answering(builder(), vec![api::answer(200, "{}")]);
        let operation = with_parameter("/p", place, style, explode);
        let request = api::request::<serde_json::Value>(&client, operation, |call| call.set(0, value));
        request.send_blocking().map(|_| seen.lock().unwrap()[0].headers()[header].to_str().unwrap().to_owned())
    };
    assert_eq!(sent(Place::Header, Style::Simple, false, &array, "color").unwrap(), "a b,c");
    assert_eq!(sent(Place::Cookie, Style::Form, false, &array, "cookie").unwrap(), "color=a%20b,c");
    assert_eq!(sent(Place::Cookie, Style::Form, true, &array, "cookie").unwrap(), "color=a%20b; color=c");
    let injected = "a\r\nx-evil: 1".to_owned();
    let error = sent(Place::Header, Style::Simple, false, &injected, "color").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config, "{error}");
    assert_eq!(sent(Place::Cookie, Style::Form, true, &"a; b=c".to_owned(), "cookie").unwrap(), "color=a%3B%20b%3Dc");
    assert_eq!(sent(Place::Cookie, Style::Cookie, false, &array, "cookie").unwrap(), "color=a b,c");
    assert_eq!(sent(Place::Cookie, Style::Cookie, true, &array, "cookie").unwrap(), "color=a b; color=c");
    let error = sent(Place::Cookie, Style::Cookie, true, &"a; b=c".to_owned(), "cookie").unwrap_err();
    assert!(error.to_string().contains("would end the cookie"), "{error}");
}
