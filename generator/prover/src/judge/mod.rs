//! The judge: whether what was sent says exactly the chosen values, and what was handed out holds exactly what came. By the
//! words of the OpenAPI specification alone. Must not know how the client does it.

mod address;
mod answer;
mod body;
mod equal;
mod fields;
mod pages;
mod part;
mod parts;
mod spelling;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::sample::Case;
use crate::source::{Description, Operation};
pub(crate) use answer::accepts;
pub use body::fits;
pub use equal::{equal, nearly_equal};
use spelling::decoded;

/// Something that is not as the description says.
#[derive(Debug, Clone)]
pub struct Fault {
    /// In a few words, the same for all of a kind.
    pub cause: &'static str,
    /// What exactly.
    pub what: String,
}

impl Fault {
    fn new(cause: &'static str, what: impl Into<String>) -> Fault {
        Fault { cause, what: what.into() }
    }
}

/// What the client was built with.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The base URL that was given, where the description has none that is whole.
    pub base_url: Option<String>,
    /// The schemes that the client knows, with their secrets.
    pub credentials: Vec<Credential>,
}

impl Setup {
    /// As the driver takes it: JSON with `base_url`, `credentials` (scheme to secret) and `basic`, whether there is one.
    #[must_use]
    pub fn text(&self) -> String {
        let is_basic = |of: &&Credential| of.value.starts_with("Basic ");
        let secrets = self.credentials.iter().filter(|of| !is_basic(of));
        let secrets: BTreeMap<&str, &str> =
            secrets.map(|of| (of.scheme.as_str(), of.value.trim_start_matches("Bearer "))).collect();
        let basic = self.credentials.iter().any(|of| is_basic(&of));
        json!({"base_url": self.base_url, "credentials": secrets, "basic": basic}).to_string()
    }
}

/// A secret for a scheme.
#[derive(Debug, Clone)]
pub struct Credential {
    /// The key under `securitySchemes`.
    pub scheme: String,
    /// Where it is to stand: `header`, `query`, `cookie`.
    pub place: String,
    /// The name there.
    pub name: String,
    /// What is to stand there.
    pub value: String,
}

/// A request as the transport saw it.
#[derive(Debug, Clone, Deserialize)]
pub struct Recorded {
    /// As it was sent.
    pub method: String,
    /// The whole address.
    pub uri: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// In hexadecimal digits.
    pub body: String,
}

/// What a driver told of a case.
#[derive(Debug, Clone, Deserialize)]
pub struct Told {
    /// Why no call could be made.
    pub fault: Option<String>,
    /// What the call ended with, where it ended in neither a success nor a status.
    pub error: Option<String>,
    /// Of the answer.
    pub status: Option<u16>,
    /// The declared error that it was.
    pub variant: Option<String>,
    /// What the client hands out, by its fields.
    pub read: Option<Value>,
    /// By its own `Serialize`.
    pub encoded: Option<Value>,
    /// The body of an answer that is no success and not read, as it came.
    pub raw: Option<String>,
    /// An example of a body, read and written.
    pub again: Option<Value>,
    /// The declared headers that were there.
    pub headers: Option<Value>,
    /// The pages that were handed out.
    #[serde(default)]
    pub pages: Option<Vec<Value>>,
    /// All requests that were made.
    #[serde(default)]
    pub requests: Vec<Recorded>,
}

/// What may not be sent fails before anything is.
fn refused(why: &str, told: &Told) -> Vec<Fault> {
    let sent: Vec<String> = told.requests.iter().map(|of| format!("{} {}", of.method, of.uri)).collect();
    if !sent.is_empty() || told.error.is_none() && told.fault.is_none() {
        return vec![Fault::new("not refused", format!("{why}, and {} is sent", sent.join(", ")))];
    }
    Vec::new()
}

/// What is wrong; nothing where all is as the description says.
#[must_use]
pub fn judge(of: &Description, operation: &Operation<'_>, setup: &Setup, case: &Case, told: &Told) -> Vec<Fault> {
    if let Some(why) = &case.refused {
        return refused(why, told);
    }
    if let Some(why) = &told.fault {
        return vec![Fault::new("the call cannot be given the values", why)];
    }
    if let Some(location) = &case.location {
        // A response of a media type that the client does not accept need not be read, wherever it comes from.
        return address::redirected(location, told, answer::accepted(&case.answer, told));
    }
    if let Some(second) = &case.second {
        return pages::check(of, operation, setup, (case, second), told);
    }
    let [request] = told.requests.as_slice() else {
        let what = format!("{} requests: {}", told.requests.len(), told.error.as_deref().unwrap_or_default());
        return vec![Fault::new("not one request", what)];
    };
    let mut faults = sent(of, operation, setup, case, request);
    answer::check(of, operation, case, told, &mut faults);
    faults
}

/// Returns the faults of a request.
fn sent(of: &Description, operation: &Operation<'_>, setup: &Setup, case: &Case, request: &Recorded) -> Vec<Fault> {
    let mut faults = Vec::new();
    if request.method != operation.method {
        faults.push(Fault::new("method", format!("{} in place of {}", request.method, operation.method)));
    }
    let bytes = decoded(&request.body);
    let query = address::check(operation, setup, case, request, &mut faults);
    fields::query(operation, setup, case, query, &mut faults);
    fields::headers(operation, setup, case, request, &mut faults);
    fields::cookies(operation, setup, case, request, &mut faults);
    fields::security(operation, setup, case, request, &mut faults);
    body::check(of, operation, case, request, &bytes, &mut faults);
    faults
}
