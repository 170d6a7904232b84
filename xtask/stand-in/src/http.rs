//! The part of HTTP/1.1 that a test server needs (RFC 9112): reads a request and writes a response.
//! Must not know what the requests are for.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;

/// A received request.
#[derive(Debug, Clone, Default)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// All bytes of the request.
    pub(crate) raw: Vec<u8>,
}

impl Request {
    /// Returns the value of a header. The case of its name is ignored.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(of, _)| of.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Returns the target without its query.
    pub(crate) fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }
}

/// Reads a request. Returns `None` if the client has closed the connection.
pub(crate) fn read(from: &mut BufReader<TcpStream>) -> io::Result<Option<Request>> {
    let mut request = Request::default();
    let Some(first) = line(from, &mut request.raw)? else { return Ok(None) };
    let mut words = first.split(' ');
    request.method = words.next().unwrap_or_default().to_owned();
    request.target = words.next().unwrap_or_default().to_owned();
    while let Some(header) = line(from, &mut request.raw)?.filter(|line| !line.is_empty()) {
        if let Some((name, value)) = header.split_once(':') {
            request.headers.push((name.to_owned(), value.trim().to_owned()));
        }
    }
    if request.header("transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked")) {
        chunks(from, &mut request)?;
    } else {
        let length = request.header("content-length").and_then(|value| value.parse().ok()).unwrap_or(0);
        request.body = vec![0; length];
        from.read_exact(&mut request.body)?;
        request.raw.extend_from_slice(&request.body);
    }
    Ok(Some(request))
}

fn chunks(from: &mut BufReader<TcpStream>, request: &mut Request) -> io::Result<()> {
    while let Some(size) = line(from, &mut request.raw)? {
        let size = usize::from_str_radix(size.trim(), 16).unwrap_or(0);
        let mut chunk = vec![0; size];
        from.read_exact(&mut chunk)?;
        request.raw.extend_from_slice(&chunk);
        request.body.extend_from_slice(&chunk);
        line(from, &mut request.raw)?;
        if size == 0 {
            break;
        }
    }
    Ok(())
}

/// Reads a line without its end. Returns `None` at the end of the stream.
fn line(from: &mut BufReader<TcpStream>, raw: &mut Vec<u8>) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    if from.read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    raw.extend_from_slice(&bytes);
    Ok(Some(String::from_utf8_lossy(&bytes).trim_end_matches(['\r', '\n']).to_owned()))
}

/// A response.
#[derive(Debug, Clone)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

impl Response {
    /// Creates a JSON response.
    pub(crate) fn json(status: u16, body: &serde_json::Value) -> Response {
        Response {
            status,
            headers: vec![("content-type", "application/json".to_owned())],
            body: body.to_string().into_bytes(),
        }
    }

    /// Creates a response without a body.
    pub(crate) fn empty(status: u16) -> Response {
        Response { status, headers: Vec::new(), body: Vec::new() }
    }

    pub(crate) fn write(&self, to: &mut TcpStream) -> io::Result<()> {
        let mut head = format!("HTTP/1.1 {} Status\r\ncontent-length: {}\r\n", self.status, self.body.len());
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        let mut whole = head.into_bytes();
        whole.extend_from_slice(&self.body);
        to.write_all(&whole)
    }
}
