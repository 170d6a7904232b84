//! Parameters. Must not know the operations that have them.

use super::{Preset, Sample, Type};
use crate::report::SourceLocation;

/// A parameter.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// The source location.
    pub span: SourceLocation,
    /// The name on the wire.
    pub wire: String,
    /// The argument or setter.
    pub name: String,
    /// `in`.
    pub location: ParameterLocation,
    /// The style of arrays and objects.
    pub style: Style,
    /// `true` if each item is serialized on its own.
    pub explode: bool,
    /// `allowReserved`.
    pub reserved: bool,
    /// `true` if it is an argument, unless it has a `preset`; otherwise it has a setter.
    pub required: bool,
    /// The only value that a required parameter allows: it is sent automatically.
    pub preset: Option<Preset>,
    /// The type.
    pub ty: Type,
    /// A valid value.
    pub sample: Sample,
    /// The description.
    pub docs: String,
    /// `deprecated`.
    pub deprecated: bool,
}

/// The location of a parameter (`in`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ParameterLocation {
    /// The path.
    Path,
    /// The query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

/// The styles of arrays and objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// `simple`
    Simple,
    /// `form`
    Form,
    /// `spaceDelimited`
    SpaceDelimited,
    /// `pipeDelimited`
    PipeDelimited,
    /// `collectionFormat: tsv` of Swagger 2.0.
    TabDelimited,
    /// `deepObject`
    DeepObject,
    /// `label`
    Label,
    /// `matrix`
    Matrix,
    /// `cookie`
    Cookie,
    /// JSON, by `content` instead of `schema`.
    Json,
    /// `in: querystring` with JSON.
    WholeJson,
    /// `in: querystring` with text.
    WholeText,
}
