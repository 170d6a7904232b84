//! The values of `multipart/form-data` bodies, and which of them a caller passes as bytes. One
//! table decides for a property, for the items of an array, and for each variant of a union
//! (Encoding Object, `contentType`):
//!
//! | value | part |
//! |---|---|
//! | string with `format: binary`, `contentEncoding: binary`, or a `contentMediaType` without an encoding | a file |
//! | no `type`, and no `contentType` | a file since OpenAPI 3.1 (`application/octet-stream`); in 3.0 any JSON, sent by the type of the value |
//! | no `type`, and a `contentType` that is not JSON | a file (in 3.0 unless it is text) |
//! | object, or array in an array, whose `contentType` has neither JSON nor urlencoded forms | a file, as the client cannot write such a type |
//! | anything else | text or JSON |
//!
//! A style replaces the media type (3.1.1, "Fixed Fields for RFC6570-style Serialization"): then
//! only a string of bytes is a file. Must not know which schemas are JSON elsewhere
//! ([`super::files`]).

use foldhash::HashSet;

use super::classified::Classified;
use super::classify::{Class, Kind};
use super::media_types;
use super::properties::Rest;
use crate::lower::model::MediaKind;
use crate::resolve::{Encoding, MediaType, Resolved, Schema, SchemaId};

/// A value of a form: a property, an item of an array, or a variant of a union.
#[derive(Debug, Clone)]
pub(crate) struct FormValue {
    /// The schema, before references are followed.
    pub(crate) id: SchemaId,
    /// `true` if it is an item of an array.
    pub(crate) is_item: bool,
}

/// A property of a form.
#[derive(Debug)]
pub(crate) struct FormProperty<'t> {
    /// The name; `None` for properties that the schema does not name.
    pub(crate) name: Option<&'t str>,
    /// The values that it may have.
    pub(crate) values: Vec<FormValue>,
    /// The unions that lead to these values.
    pub(crate) unions: Vec<SchemaId>,
}

/// Returns the properties of a form, named ones and further ones; for a union those of each
/// variant.
#[must_use]
pub(crate) fn properties<'t>(schemas: &'t Classified<'_>, form: &MediaType) -> Vec<FormProperty<'t>> {
    let (mut found, mut seen) = (Vec::new(), HashSet::default());
    let mut waiting: Vec<SchemaId> = form.schema.into_iter().collect();
    while let Some(id) = waiting.pop() {
        let Some((kind, target)) = schemas.kind(id).filter(|(_, target)| seen.insert(*target)) else { continue };
        match kind {
            Kind::Union(subschemas) => waiting.extend(subschemas),
            Kind::Map(Some(value)) => found.push((None, *value)),
            Kind::Record => {
                let Some(object) = schemas.properties(target) else { continue };
                found.extend(object.properties.iter().map(|(name, id)| (Some(name.as_str()), *id)));
                match object.rest {
                    Rest::Each(value) => found.push((None, value)),
                    Rest::Unsaid | Rest::Several => {}
                }
            }
            Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::String | Kind::Boolean | Kind::Integer => {}
            Kind::Number | Kind::Values(_) | Kind::Array(_) | Kind::Tuple | Kind::Map(None) | Kind::Merge => {}
        }
    }
    let property = |(name, id)| {
        let mut property = FormProperty { name, values: Vec::new(), unions: Vec::new() };
        property.add(schemas, id, false);
        property
    };
    found.into_iter().map(property).collect()
}

impl FormProperty<'_> {
    /// Adds the possible values of a schema. The items of an array are parts of their own; an array
    /// within an array is one part.
    fn add(&mut self, schemas: &Classified<'_>, id: SchemaId, is_item: bool) {
        let Some((kind, target)) = schemas.kind(id) else { return };
        match kind {
            Kind::Union(subschemas) => {
                if !self.unions.contains(&target) {
                    self.unions.push(target);
                    subschemas.iter().for_each(|subschema| self.add(schemas, *subschema, is_item));
                }
            }
            Kind::Array(Some(item)) if !is_item => self.add(schemas, *item, true),
            Kind::Tuple if !is_item => {
                let schema = schemas.schema(target);
                schema.prefix_items.iter().chain(&schema.items).for_each(|item| self.add(schemas, *item, true));
            }
            Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::String | Kind::Boolean | Kind::Integer => {
                self.values.push(FormValue { id, is_item });
            }
            Kind::Number | Kind::Values(_) | Kind::Array(_) | Kind::Tuple | Kind::Record | Kind::Map(_) => {
                self.values.push(FormValue { id, is_item });
            }
            Kind::Merge => self.values.push(FormValue { id, is_item }),
        }
    }
}

/// The form in which a caller passes a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PassedAs {
    /// A file, by its own schema.
    Bytes,
    /// A file, as no type is declared.
    Untyped,
    /// A file, as the client cannot write the declared media type.
    Unwritable,
    /// Its own type.
    OwnType,
}

/// Returns how a caller passes a value, by the table of this module.
#[must_use]
pub(crate) fn passed_as(schemas: &Classified<'_>, value: &FormValue, encoding: Option<&Encoding>) -> PassedAs {
    let Some((kind, target)) = schemas.kind(value.id) else { return PassedAs::OwnType };
    let declared = encoding.and_then(|encoding| encoding.content_type.as_deref()).unwrap_or_default();
    let is_styled = encoding.is_some_and(is_styled);
    match kind {
        Kind::String if is_bytes_anywhere(schemas.resolved, &schemas.classes, value.id) => PassedAs::Bytes,
        Kind::Any | Kind::Array(None) if !is_styled && may_be_untyped(kind, schemas.schema(target), value) => {
            if untyped_is_json(schemas, declared) {
                PassedAs::OwnType
            } else {
                PassedAs::Untyped
            }
        }
        Kind::Record | Kind::Map(_) | Kind::Array(_) | Kind::Tuple | Kind::Merge
            if !is_styled && !declared.is_empty() =>
        {
            let is_writable = lists_kind(declared, &[MediaKind::Json, MediaKind::Form]);
            if is_writable { PassedAs::OwnType } else { PassedAs::Unwritable }
        }
        Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::String | Kind::Boolean => PassedAs::OwnType,
        Kind::Integer | Kind::Number | Kind::Values(_) | Kind::Array(_) | Kind::Tuple => PassedAs::OwnType,
        Kind::Record | Kind::Map(_) | Kind::Union(_) | Kind::Merge => PassedAs::OwnType,
    }
}

/// Returns `true` if a value without a type is written as JSON or text, according to the declared
/// media types.
fn untyped_is_json(schemas: &Classified<'_>, declared: &str) -> bool {
    match (declared, schemas.resolved.untyped_parts_are_bytes) {
        ("", bytes) => !bytes,
        (_, true) => {
            let is_json = |of: &str| !of.contains('*') && MediaKind::from_media_type(of) == MediaKind::Json;
            media_types::listed(declared).any(is_json)
        }
        (_, false) => lists_kind(declared, &[MediaKind::Json, MediaKind::Text]),
    }
}

/// Returns `true` if one of the declared media types is of one of these kinds.
fn lists_kind(declared: &str, wanted: &[MediaKind]) -> bool {
    media_types::listed(declared).any(|media_type| wanted.contains(&MediaKind::from_media_type(media_type)))
}

/// Returns `true` if a style replaces the media type.
#[must_use]
pub(crate) fn is_styled(encoding: &Encoding) -> bool {
    encoding.style.is_some() || encoding.explode.is_some() || encoding.allow_reserved.is_some()
}

/// Returns `true` if a string is bytes (3.0: `format: binary`; 3.1: `contentMediaType` or
/// `contentEncoding: binary`).
#[must_use]
pub(crate) fn is_bytes(schema: &Schema) -> bool {
    let encoding = schema.content_encoding.as_deref();
    let has_media_type = schema.annotations.unread.iter().any(|keyword| keyword == "contentMediaType");
    matches!(schema.format.as_deref(), Some("binary" | "file"))
        || encoding == Some("binary")
        || has_media_type && encoding.is_none()
}

/// Returns `true` if a string is bytes by its own schema, or by a keyword next to a reference or in
/// an `allOf` that leads to it.
#[must_use]
pub(crate) fn is_bytes_anywhere(resolved: &Resolved, classes: &[Class], id: SchemaId) -> bool {
    let mut current = id;
    for _ in 0..=classes.len() {
        let schema = resolved.schema(current);
        if is_bytes(schema) || schema.all_of.iter().any(|part| is_bytes(resolved.schema(*part))) {
            return true;
        }
        match classes.get(current.index()).map(|class| &class.kind) {
            Some(Kind::Same(target)) => current = *target,
            Some(_) | None => return false,
        }
    }
    false
}

/// Returns `true` if a schema has neither a type nor listed values, or is an array of such schemas.
fn may_be_untyped(kind: &Kind, schema: &Schema, value: &FormValue) -> bool {
    let is_untyped = schema.types.is_empty() && schema.enumeration.is_none() && schema.constant.is_none();
    if *kind == Kind::Any { is_untyped } else { !value.is_item }
}

/// Returns the encoding of a property.
#[must_use]
pub(crate) fn encoding<'m>(form: &'m MediaType, name: Option<&str>) -> Option<&'m Encoding> {
    form.encoding.iter().find(|encoding| Some(encoding.name.as_str()) == name)
}

/// Returns `true` if a value of a form can be a file. If the body may be urlencoded too, a missing
/// type alone does not make a file: frameworks declare every body as JSON, urlencoded and multipart
/// alike.
#[must_use]
pub(crate) fn can_hold_files(schemas: &Classified<'_>, form: &MediaType, or_urlencoded: bool) -> bool {
    let is_file =
        |property: &FormProperty<'_>, value: &FormValue| match passed_as(schemas, value, encoding(form, property.name))
        {
            PassedAs::Bytes | PassedAs::Unwritable => true,
            PassedAs::Untyped => !or_urlencoded,
            PassedAs::OwnType => false,
        };
    properties(schemas, form).iter().any(|property| property.values.iter().any(|value| is_file(property, value)))
}

/// Returns the multipart forms that operations send.
pub(crate) fn forms<'r>(schemas: &Classified<'r>) -> impl Iterator<Item = &'r MediaType> + use<'r> {
    let bodies = schemas.resolved.operations.iter().filter_map(|operation| operation.body.as_ref());
    let media_types = bodies.flat_map(|body| &body.content);
    media_types.filter(|media| MediaKind::from_media_type(&media.media_type) == MediaKind::Multipart)
}

/// Returns the unions of forms. In them, strings of bytes are a variant of their own, next to other
/// strings.
#[must_use]
pub(crate) fn unions(schemas: &Classified<'_>) -> HashSet<SchemaId> {
    forms(schemas).flat_map(|form| properties(schemas, form)).flat_map(|property| property.unions).collect()
}
