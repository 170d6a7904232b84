//! Fetches descriptions over HTTP, with the runtime of generated crates: TLS roots, proxies,
//! redirects, retries and limits are the same.
//!
//! Must not know what the bytes are used for.

use std::time::Duration;

use clientwright_runtime::call::{Api, Server};
use clientwright_runtime::{Client, ClientBuilder, Error as CallError, ErrorKind as CallErrorKind, Request};

use crate::content::content;
use crate::error::Error;

/// The largest description that is fetched, in bytes.
const LARGEST: u64 = 256 * 1024 * 1024;

/// The longest duration of a fetch, with all attempts.
const DEADLINE: Duration = Duration::from_secs(120);

static API: Api = Api {
    user_agent: concat!("clientwright/", env!("CARGO_PKG_VERSION")),
    servers: &[Server { url: "https://localhost", description: "", variables: &[] }],
    server_variables: &[],
    base_url_variable: None,
    schemes: &[],
    needs_credentials: false,
    error_messages: &[],
};

/// Returns `true` if a description is named by URL.
#[must_use]
pub fn is_url(name: &str) -> bool {
    name.split_once("://")
        .is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https"))
}

/// Fetches descriptions from one server after the other.
#[derive(Debug)]
pub struct Fetcher {
    client: Client,
    headers: Vec<(String, String)>,
}

impl Fetcher {
    /// Creates a fetcher that sends `headers`, each as `name: value`. `$NAME` in a value is an environment variable, which
    /// `variable` returns.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Usage`](crate::ErrorKind::Usage) if a header has no colon or a variable is not set.
    pub fn new(headers: &[String], variable: &dyn Fn(&str) -> Option<String>) -> Result<Fetcher, Error> {
        let client = ClientBuilder::new(&API).deadline(DEADLINE).response_limit(LARGEST).build();
        let client = client.map_err(|error| Error::refused(error.to_string()))?;
        let headers = headers.iter().map(|header| expanded(header, variable)).collect::<Result<_, _>>()?;
        Ok(Fetcher { client, headers })
    }

    /// Returns the bytes at a URL.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Refused`](crate::ErrorKind::Refused) if the server cannot be reached or does not respond with a
    /// success, and if the response is a page or an archive.
    pub fn fetch(&self, url: &str) -> Result<Vec<u8>, Error> {
        let request: Request<bytes::Bytes> = self.client.call("GET", url);
        let request = self.headers.iter().fold(request, |request, (name, value)| request.with_header(name, value));
        let bytes = request.send_blocking().map_err(|error| failed(url, &error))?;
        match content(&bytes).problem() {
            Some((what, help)) => Err(Error::refused(format!("`{url}` is {what}")).with_help(help)),
            None => Ok(bytes.to_vec()),
        }
    }
}

/// Replaces `$NAME` in the value of a header.
fn expanded(header: &str, variable: &dyn Fn(&str) -> Option<String>) -> Result<(String, String), Error> {
    let Some((name, value)) = header.split_once(':') else {
        return Err(Error::usage(format!("the header `{header}` has no colon")).with_help("write it as `name: value`"));
    };
    let mut parts = value.trim().split('$');
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(part.len());
        let (name, rest) = part.split_at(end);
        let Some(value) = variable(name) else {
            return Err(Error::usage(format!("the environment variable `{name}` of a header is not set")));
        };
        whole += &value;
        whole += rest;
    }
    Ok((name.trim().to_owned(), whole))
}

fn failed(url: &str, error: &CallError) -> Error {
    let status = error.status().map(|status| status.as_u16());
    match (error.kind(), status) {
        (CallErrorKind::Status, Some(401 | 403)) => {
            Error::refused(format!("`{url}` needs credentials (status {})", status.unwrap_or_default())).with_help(
                "send them with `--header 'authorization: Bearer $TOKEN'`, with an environment variable of that name",
            )
        }
        (CallErrorKind::Status, Some(404 | 410)) => {
            Error::refused(format!("there is nothing at `{url}` (status {})", status.unwrap_or_default()))
                .with_help("check the URL in a browser")
        }
        (CallErrorKind::Connect, _) => Error::refused(format!("cannot connect to the server of `{url}`: {error}"))
            .with_help("check the name of the server, the network, and `HTTPS_PROXY`"),
        _ => Error::refused(format!("cannot fetch `{url}`: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::{expanded, is_url};

    #[test]
    fn variables_in_headers_are_replaced() {
        let variable = |name: &str| (name == "TOKEN").then(|| "abc".to_owned());
        let header = |text| expanded(text, &variable).map_err(|error| error.to_string());
        assert_eq!(header("Authorization: Bearer $TOKEN"), Ok(("Authorization".to_owned(), "Bearer abc".to_owned())));
        assert_eq!(header("x: $TOKEN-$TOKEN"), Ok(("x".to_owned(), "abc-abc".to_owned())));
        assert_eq!(header("x: $OTHER"), Err("the environment variable `OTHER` of a header is not set".to_owned()));
        assert!(header("x").is_err());
    }

    #[test]
    fn urls_and_files_are_distinguished() {
        assert!(is_url("https://example.com/a.yaml") && is_url("HTTP://localhost:1/"));
        assert!(!is_url("openapi.yaml") && !is_url("C:\\a.yaml") && !is_url("file:///a"));
    }
}
