//! The server of the API that the guide calls (`generator/guide/stations.yaml`), with a few fixed
//! stations. Must not know who calls it.

use std::io::{self, BufReader};
use std::net::{TcpListener, TcpStream};
use std::thread;

use serde_json::{Value, json};

use crate::http::{self, Request, Response};

/// The number of stations on a page, if the request does not set it.
const PAGE: usize = 2;

/// Serves the API to every connection, each on a thread of its own. Returns when the listener
/// fails.
///
/// # Errors
///
/// Fails if a connection cannot be accepted.
pub fn serve_stations(listener: &TcpListener) -> io::Result<()> {
    for stream in listener.incoming() {
        let stream = stream?;
        // A client that closes its connection early is not a failure of the server.
        thread::spawn(move || drop(serve(stream)));
    }
    Ok(())
}

fn serve(stream: TcpStream) -> io::Result<()> {
    let mut to = stream.try_clone()?;
    let mut from = BufReader::new(stream);
    while let Some(request) = http::read(&mut from)? {
        respond(&request).write(&mut to)?;
    }
    Ok(())
}

fn stations() -> Vec<Value> {
    let station = |id: &str, name: &str, country: &str, platforms: u32| json!({"id": id, "name": name, "country": country, "platforms": platforms});
    vec![
        station("zrh", "Zürich HB", "CH", 26),
        station("brn", "Bern", "CH", 12),
        station("lis", "Lisboa Santa Apolónia", "PT", 7),
        station("gva", "Genève", "CH", 8),
    ]
}

fn respond(request: &Request) -> Response {
    let path: Vec<&str> = request.path().trim_start_matches("/v1/").split('/').collect();
    let known = |id: &str| stations().into_iter().find(|station| station["id"] == id);
    match (request.method.as_str(), path.as_slice()) {
        ("GET", ["stations"]) => page(request),
        ("GET", ["stations", id]) => known(id).map_or_else(not_found, |station| Response::json(200, &station)),
        ("GET", ["stations", _, "departures"]) => departures(),
        ("POST", ["bookings"]) if request.header("x-api-key").is_none() => {
            Response::json(401, &json!({"message": "send a key in X-Api-Key"}))
        }
        ("POST", ["bookings"]) => booking(request),
        _ => not_found(),
    }
}

fn not_found() -> Response {
    Response::json(404, &json!({"message": "nothing has this ID"}))
}

/// Returns the value of a query parameter, still encoded.
fn query<'r>(request: &'r Request, name: &str) -> Option<&'r str> {
    let pairs = request.target.split_once('?')?.1.split('&');
    pairs.filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
}

fn page(request: &Request) -> Response {
    let country = query(request, "country");
    let all = stations().into_iter().filter(|station| country.is_none_or(|country| station["country"] == country));
    let number = |name| query(request, name).and_then(|value| value.parse::<usize>().ok());
    let (start, limit) = (number("after").unwrap_or(0), number("limit").unwrap_or(PAGE).max(1));
    let all: Vec<Value> = all.collect();
    let end = (start + limit).min(all.len());
    let next = (end < all.len()).then(|| end.to_string());
    let mut response = Response::json(200, &json!({"stations": all.get(start..end).unwrap_or_default(), "next": next}));
    response.headers.push(("x-total-count", all.len().to_string()));
    response
}

fn departures() -> Response {
    let event = |train: &str, leaves: &str| {
        let data = json!({"train": train, "leaves": leaves, "status": "on_time"});
        format!("data: {data}\n\n")
    };
    let body = event("IC 1", "2026-12-01T08:02:00Z") + &event("S 12", "2026-12-01T08:05:00Z");
    Response { status: 200, headers: vec![("content-type", "text/event-stream".to_owned())], body: body.into_bytes() }
}

fn booking(request: &Request) -> Response {
    let Ok(mut booking) = serde_json::from_slice::<Value>(&request.body) else {
        return Response::json(400, &json!({"message": "the body is not JSON"}));
    };
    booking["id"] = json!("b-1");
    Response::json(201, &booking)
}
