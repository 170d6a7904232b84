//! [`CallOutcome`]: the driver's result for a case. Plain data. Must not judge the outcome.

use serde::Deserialize;
use serde_json::Value;

/// A request as the transport received it.
#[derive(Debug, Clone, Deserialize)]
pub struct RecordedRequest {
    /// The HTTP method.
    pub method: String,
    /// The whole URI.
    pub uri: String,
    /// The headers, with names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body in hexadecimal digits.
    pub body: String,
}

impl RecordedRequest {
    /// Returns the value of a header. The name is in lower case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The driver's result for a case.
#[derive(Debug, Clone, Deserialize)]
pub struct CallOutcome {
    /// The reason why the call could not be made.
    pub fault: Option<String>,
    /// The error of the call, unless it is an error status.
    pub error: Option<String>,
    /// The status of the response.
    pub status: Option<u16>,
    /// The declared error that the response was read as.
    pub variant: Option<String>,
    /// The body that the client returns, by its fields.
    pub read: Option<Value>,
    /// The body as its own `Serialize` writes it.
    pub encoded: Option<Value>,
    /// The unread body of an error status.
    pub raw: Option<String>,
    /// The example of a body, read and written again.
    pub round_trip: Option<Value>,
    /// The declared headers of the response.
    pub headers: Option<Value>,
    /// The pages that the client returns.
    #[serde(default)]
    pub pages: Option<Vec<Value>>,
    /// All requests.
    #[serde(default)]
    pub requests: Vec<RecordedRequest>,
}
