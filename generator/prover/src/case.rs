//! [`Case`]: a call with its values, and the response that it gets. Plain data: must not know how
//! values are chosen or judged.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::digits;
use crate::media_type;

/// The name of every file in a multipart body (RFC 7578, section 4.2). The quotes test their
/// escaping.
pub const FILE_NAME: &str = "a \"file\".txt";

/// A discriminator value that no variant of a union has.
pub(crate) const NO_VARIANT: &str = "a variant of tomorrow";

/// A call and its response.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Case {
    /// The operation's position in [`crate::names::Names::operations`].
    pub operation: usize,
    /// The parameters that the call sets.
    pub parameters: Vec<ParameterValue>,
    /// The body, of the media type that the client sends.
    pub body: Option<Value>,
    /// The body is one argument instead of one for each of its properties. The response has each
    /// list header in one line.
    pub whole: bool,
    /// The response.
    pub response: SampleResponse,
    /// The contents of the files in the body.
    #[serde(default)]
    pub files: BTreeSet<String>,
    /// Property names in the body that match a pattern and are not declared.
    #[serde(default)]
    pub pattern_names: BTreeSet<String>,
    /// Discriminators in the body that their variants do not declare.
    #[serde(default)]
    pub undeclared_discriminators: BTreeSet<String>,
    /// The reason why the call must fail before anything is sent.
    #[serde(default)]
    pub rejected: Option<String>,
    /// The relative reference that the request is first redirected to.
    #[serde(default)]
    pub redirect: Option<String>,
    /// The second page of the response.
    #[serde(default)]
    pub second: Option<SecondPage>,
}

/// A parameter and its value.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ParameterValue {
    /// `path`, `query`, `header`, `cookie` or `querystring`.
    pub location: String,
    /// The wire name.
    pub name: String,
    /// The value.
    pub value: Value,
}

/// A response that the driver's transport returns.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct SampleResponse {
    /// The status.
    pub status: u16,
    /// The key under `responses` that declares it.
    pub declared: String,
    /// The media type. Empty without a body.
    pub media_type: String,
    /// The body is a file, which is read unchanged even if its media type is JSON.
    #[serde(default)]
    pub bytes: bool,
    /// The JSON value or the string that the body contains.
    pub value: Option<Value>,
    /// Names and values of headers.
    pub headers: Vec<(String, Value)>,
    /// The body contains properties and values that the description does not define.
    #[serde(default)]
    pub newer_server: bool,
    /// Property names that match a pattern and are not declared.
    #[serde(default)]
    pub pattern_names: BTreeSet<String>,
    /// Discriminators that their variants do not declare.
    #[serde(default)]
    pub undeclared_discriminators: BTreeSet<String>,
    /// The body's bytes, if they are not UTF-8.
    #[serde(default)]
    pub encoded_text: Option<EncodedText>,
    /// The declared schemas allow no value at all, so the response proves nothing.
    #[serde(default)]
    pub contradicted: bool,
}

impl SampleResponse {
    /// Returns `true` if the body is read as JSON.
    #[must_use]
    pub fn is_json(&self) -> bool {
        !self.bytes && media_type::is_json(&self.media_type)
    }

    /// Returns `true` for statuses from 200 to 299.
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// A string in a charset other than UTF-8.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EncodedText {
    /// The media type with its charset.
    pub media_type: String,
    /// The bytes in this charset.
    pub bytes: Vec<u8>,
}

/// The second page of a response.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SecondPage {
    /// The page.
    pub response: SampleResponse,
    /// The request for it.
    pub request: NextRequest,
}

/// The difference between the request for the second page and the first request.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum NextRequest {
    /// A parameter.
    Parameter(ParameterValue),
    /// The body.
    Body(Value),
    /// The URI, as a reference relative to the first one.
    Address(String),
}

/// Returns a primitive value as it stands outside JSON.
pub(crate) fn primitive_text(value: &Value) -> String {
    let text = digits::digits(value).or(value.as_str());
    text.map_or_else(|| value.to_string(), str::to_owned)
}

/// Returns the value of a header: an array has commas between its items (Header Object, `simple`).
pub(crate) fn header_text(value: &Value) -> String {
    match value {
        Value::Array(items) => items.iter().map(primitive_text).collect::<Vec<_>>().join(","),
        value => primitive_text(value),
    }
}

/// Returns `true` if the specification says how a value is serialized in a parameter of this style.
/// It does not for null, empty and nested values.
pub(crate) fn has_serialization(value: &Value, style: &str) -> bool {
    let simple = |value: &Value| !matches!(value, Value::Null | Value::Array(_) | Value::Object(_));
    match value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty() && items.iter().all(simple),
        Value::Object(members) => !members.is_empty() && (style == "deepObject" || members.values().all(simple)),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}
