//! Request bodies, and how bodies of a media type are written and read. Must not know the
//! operations that have them.

use super::{Sample, Style, Type};

/// A request body.
#[derive(Debug, Clone)]
pub struct Body {
    /// The value of `Content-Type`.
    pub media_type: String,
    /// The way in which values become bodies of that type.
    pub kind: MediaKind,
    /// The encodings of single properties of a form.
    pub encodings: Vec<Encoding>,
    /// `required`.
    pub required: bool,
    /// The type.
    pub ty: Type,
    /// A valid value.
    pub sample: Sample,
    /// The description.
    pub docs: String,
    /// The fields that are arguments and setters of their own, in the order of the type's fields,
    /// if the body is spread. Otherwise the body is an argument, or has the setter `body`.
    pub spread: Option<Vec<BodyField>>,
}

/// A field of a spread body. Its type, documentation and wire name are those of the type's field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyField {
    /// The argument or setter.
    pub name: String,
    /// The index into the fields of the body's type.
    pub field: usize,
}

/// The ways in which bodies of a media type are written and read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MediaKind {
    /// JSON.
    Json,
    /// `application/x-www-form-urlencoded`
    Form,
    /// `multipart/form-data`
    Multipart,
    /// Text.
    Text,
    /// Bytes.
    Raw,
}

impl MediaKind {
    /// Returns the kind of a media type, whatever its parameters. `+json` is JSON (RFC 6839).
    #[must_use]
    pub fn from_media_type(media_type: &str) -> MediaKind {
        let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            "application/json" | "text/json" | "application/*" | "*/*" | "*" => MediaKind::Json,
            "application/x-www-form-urlencoded" => MediaKind::Form,
            "multipart/form-data" => MediaKind::Multipart,
            "application/xml" | "application/yaml" | "application/x-yaml" | "application/javascript" => MediaKind::Text,
            essence if essence.ends_with("+json") || essence.ends_with("/json") => MediaKind::Json,
            essence if essence.starts_with("text/") || essence.ends_with("+xml") => MediaKind::Text,
            _ => MediaKind::Raw,
        }
    }
}

/// The serialization of a property of a form (Encoding Object).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Encoding {
    /// The name of the property.
    pub name: String,
    /// The possible media types, separated by commas; empty if the type of the value decides.
    pub content_type: String,
    /// The style that replaces a media type.
    pub style: Option<Style>,
    /// `true` if each item or property has a name of its own. Only with a style.
    pub explode: bool,
    /// `allowReserved`. Only with a style.
    pub reserved: bool,
    /// The headers of each part, with their values.
    pub headers: Vec<(String, String)>,
}
