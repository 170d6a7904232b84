//! Which schemas are files: the values of a `multipart/form-data` body that a client has to be given as bytes. One table decides,
//! for a property, for the items of an array, and for each variant of a union (Encoding Object, `contentType`):
//!
//! | value | part |
//! |---|---|
//! | string with `format: binary`, `contentEncoding: binary`, or a `contentMediaType` without an encoding | a file |
//! | no `type`, and no `contentType` | a file since OpenAPI 3.1 (`application/octet-stream`); in 3.0 any JSON, sent by the type of the value |
//! | no `type`, and a `contentType` that is not JSON | a file (in 3.0 unless it is text) |
//! | object, or array in an array, whose `contentType` has neither JSON nor urlencoded forms | a file, as the client cannot write such a type |
//! | anything else | text or JSON |
//!
//! A style takes the place of a media type (3.1.1, "Fixed Fields for RFC6570-style Serialization"): then only a
//! string of bytes is a file. A schema that is JSON elsewhere too is a file only where it is a string.

use foldhash::{HashMap, HashSet};

use super::classify::{Class, Kind};
use super::media;
use super::outside_forms::elsewhere;
use super::properties::{Members, Rest};
use crate::lower::model::MediaKind;
use crate::report::{Code, Diagnostic, Level};
use crate::resolve::{Encoding, MediaType, Resolved, Schema, SchemaId};

/// Schemas as far as they are classified.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Classified<'t> {
    pub(crate) resolved: &'t Resolved,
    pub(crate) classes: &'t [Class],
    pub(crate) members: &'t HashMap<SchemaId, Members>,
}

impl<'t> Classified<'t> {
    /// The kind of a schema after all references, and where it is written.
    pub(crate) fn kind(&self, id: SchemaId) -> Option<(&'t Kind, SchemaId)> {
        let mut at = id;
        for _ in 0..=self.classes.len() {
            match self.classes.get(at.0 as usize).map(|class| &class.kind) {
                Some(Kind::Same(target)) => at = *target,
                Some(kind) => return Some((kind, at)),
                None => return None,
            }
        }
        None
    }
}

/// A value of a form, as it is used: a property, an item of an array, a variant of a union.
#[derive(Debug, Clone)]
pub(crate) struct Position {
    /// The schema, before references are followed.
    pub(crate) id: SchemaId,
    /// `true` if it is an item of an array.
    pub(crate) listed: bool,
}

/// A property of a form with its values.
#[derive(Debug)]
pub(crate) struct Property<'t> {
    /// Its name; `None` for those that the schema does not name.
    pub(crate) name: Option<&'t str>,
    /// The values that it may have.
    pub(crate) positions: Vec<Position>,
    /// The unions on the way to them.
    pub(crate) unions: Vec<SchemaId>,
}

/// The properties of a form: its own and those beyond them; of a union those of each variant.
#[must_use]
pub(crate) fn properties<'t>(of: Classified<'t>, form: &MediaType) -> Vec<Property<'t>> {
    let (mut found, mut seen) = (Vec::new(), HashSet::default());
    let mut waiting: Vec<SchemaId> = form.schema.into_iter().collect();
    while let Some(id) = waiting.pop() {
        let Some((kind, at)) = of.kind(id).filter(|(_, at)| seen.insert(*at)) else { continue };
        match kind {
            Kind::Union(branches) => waiting.extend(branches),
            Kind::Map(Some(each)) => found.push((None, *each)),
            Kind::Record => {
                let Some(members) = of.members.get(&at) else { continue };
                found.extend(members.properties.iter().map(|(name, id)| (Some(name.as_str()), *id)));
                match members.rest {
                    Rest::Each(each) => found.push((None, each)),
                    Rest::Unsaid | Rest::Several => {}
                }
            }
            Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::Text | Kind::Boolean | Kind::Integer => {}
            Kind::Number | Kind::Values(_) | Kind::List(_) | Kind::Tuple | Kind::Map(None) | Kind::Merge => {}
        }
    }
    let property = |(name, id)| {
        let mut property = Property { name, positions: Vec::new(), unions: Vec::new() };
        property.walk(of, id, false);
        property
    };
    found.into_iter().map(property).collect()
}

impl Property<'_> {
    /// Adds what a value may be: the items of an array are parts of their own, an array within an array is one part.
    fn walk(&mut self, of: Classified<'_>, id: SchemaId, listed: bool) {
        let Some((kind, at)) = of.kind(id) else { return };
        match kind {
            Kind::Union(branches) => {
                if !self.unions.contains(&at) {
                    self.unions.push(at);
                    branches.iter().for_each(|branch| self.walk(of, *branch, listed));
                }
            }
            Kind::List(Some(item)) if !listed => self.walk(of, *item, true),
            Kind::Tuple if !listed => {
                let schema = of.resolved.schema(at);
                schema.prefix_items.iter().chain(&schema.items).for_each(|item| self.walk(of, *item, true));
            }
            Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::Text | Kind::Boolean | Kind::Integer => {
                self.positions.push(Position { id, listed });
            }
            Kind::Number
            | Kind::Values(_)
            | Kind::List(_)
            | Kind::Tuple
            | Kind::Record
            | Kind::Map(_)
            | Kind::Merge => {
                self.positions.push(Position { id, listed });
            }
        }
    }
}

/// The type that a value is given as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Given {
    /// A file, by its own schema.
    Bytes,
    /// A file, as no type is declared.
    Untyped,
    /// A file, as the client cannot write the declared media type.
    Unwritable,
    /// Its own type.
    Own,
}

/// The table of this module.
#[must_use]
pub(crate) fn given(of: Classified<'_>, position: &Position, encoding: Option<&Encoding>) -> Given {
    let Some((kind, at)) = of.kind(position.id) else { return Given::Own };
    let declared = encoding.and_then(|of| of.content_type.as_deref()).unwrap_or_default();
    let styled = encoding.is_some_and(is_styled);
    let of_kind = |wanted: &[MediaKind]| media::listed(declared).any(|of| wanted.contains(&media::kind(of)));
    let schema = of.resolved.schema(at);
    match kind {
        Kind::Text if is_bytes_at(of.resolved, of.classes, position.id) => Given::Bytes,
        Kind::Any | Kind::List(None) if !styled && may_be_untyped(kind, schema, position) => {
            let any = match (declared, of.resolved.untyped_parts_are_bytes) {
                ("", bytes) => !bytes,
                (_, true) => media::listed(declared).any(|of| !of.contains('*') && media::kind(of) == MediaKind::Json),
                (_, false) => of_kind(&[MediaKind::Json, MediaKind::Text]),
            };
            if any { Given::Own } else { Given::Untyped }
        }
        Kind::Record | Kind::Map(_) | Kind::List(_) | Kind::Tuple | Kind::Merge if !styled && !declared.is_empty() => {
            if of_kind(&[MediaKind::Json, MediaKind::Form]) {
                Given::Own
            } else {
                Given::Unwritable
            }
        }
        Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::Text | Kind::Boolean | Kind::Integer => Given::Own,
        Kind::Number | Kind::Values(_) | Kind::List(_) | Kind::Tuple | Kind::Record | Kind::Map(_) => Given::Own,
        Kind::Union(_) | Kind::Merge => Given::Own,
    }
}

/// Returns `true` if a style takes the place of a media type.
#[must_use]
pub(crate) fn is_styled(encoding: &Encoding) -> bool {
    encoding.style.is_some() || encoding.explode.is_some() || encoding.allow_reserved.is_some()
}

/// Returns `true` if a string is bytes (3.0: `format: binary`; 3.1: `contentMediaType` or `contentEncoding: binary`).
#[must_use]
fn is_bytes(schema: &Schema) -> bool {
    let encoding = schema.content_encoding.as_deref();
    let media_type = schema.unread.iter().any(|key| key == "contentMediaType");
    matches!(schema.format.as_deref(), Some("binary" | "file"))
        || encoding == Some("binary")
        || media_type && encoding.is_none()
}

/// Returns `true` if a string is bytes by its own schema, or by a keyword next to a reference or in an `allOf` on the way to it.
#[must_use]
pub(crate) fn is_bytes_at(resolved: &Resolved, classes: &[Class], id: SchemaId) -> bool {
    let mut at = id;
    for _ in 0..=classes.len() {
        let schema = resolved.schema(at);
        if is_bytes(schema) || schema.all_of.iter().any(|part| is_bytes(resolved.schema(*part))) {
            return true;
        }
        match classes.get(at.0 as usize).map(|class| &class.kind) {
            Some(Kind::Same(target)) => at = *target,
            Some(_) | None => return false,
        }
    }
    false
}

/// Returns `true` if a schema leaves out its type and does not list values, or is an array of such.
fn may_be_untyped(kind: &Kind, schema: &Schema, position: &Position) -> bool {
    let untyped = schema.types.is_empty() && schema.enumeration.is_none() && schema.constant.is_none();
    if *kind == Kind::Any { untyped } else { !position.listed }
}

/// The encoding of a property.
#[must_use]
pub(crate) fn encoding<'m>(form: &'m MediaType, name: Option<&str>) -> Option<&'m Encoding> {
    form.encoding.iter().find(|of| Some(of.name.as_str()) == name)
}

/// Returns `true` if a value of a form can be a file. If the body may be urlencoded too, a missing type alone does not make
/// a file: frameworks declare every body as JSON, urlencoded and multipart alike.
#[must_use]
pub(crate) fn can_hold_files(of: Classified<'_>, form: &MediaType, or_urlencoded: bool) -> bool {
    let is_file =
        |property: &Property<'_>, position: &Position| match given(of, position, encoding(form, property.name)) {
            Given::Bytes | Given::Unwritable => true,
            Given::Untyped => !or_urlencoded,
            Given::Own => false,
        };
    properties(of, form).iter().any(|property| property.positions.iter().any(|position| is_file(property, position)))
}

/// The multipart forms that operations send.
fn forms(of: Classified<'_>) -> impl Iterator<Item = &MediaType> {
    let bodies = of.resolved.operations.iter().filter_map(|operation| operation.body.as_ref());
    bodies.flat_map(|body| &body.content).filter(|media| media::kind(&media.media_type) == MediaKind::Multipart)
}

/// The unions of forms in which a string of bytes is a variant of its own, next to other strings.
#[must_use]
pub(crate) fn unions(of: Classified<'_>) -> HashSet<SchemaId> {
    forms(of).flat_map(|form| properties(of, form)).flat_map(|property| property.unions).collect()
}

/// Which schemas are files.
#[derive(Debug, Default)]
pub(crate) struct Files {
    /// Strings, wherever they are used.
    texts: HashSet<SchemaId>,
    /// Values of a form, whatever they refer to.
    values: HashSet<SchemaId>,
    /// Arrays that do not describe their items.
    lists: HashSet<SchemaId>,
    /// The values whose type is not the one of the description.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Files {
    /// The files of all multipart forms.
    #[must_use]
    pub(crate) fn new(of: Classified<'_>) -> Files {
        let (mut files, mut candidates) = (Files::default(), Vec::new());
        for form in forms(of) {
            for property in properties(of, form) {
                let encoding = encoding(form, property.name);
                for position in &property.positions {
                    match given(of, position, encoding) {
                        Given::Bytes => files.add_text(of, position.id),
                        Given::Untyped => candidates.push((position.id, form, encoding, Given::Untyped)),
                        Given::Unwritable => candidates.push((position.id, form, encoding, Given::Unwritable)),
                        Given::Own => {}
                    }
                }
            }
        }
        if !candidates.is_empty() {
            let elsewhere = elsewhere(of);
            for (id, form, encoding, why) in candidates {
                let list = of.kind(id).filter(|(kind, _)| **kind == Kind::List(None) && why == Given::Untyped);
                let shared = elsewhere.contains(&list.map_or(id, |(_, at)| at));
                match list {
                    _ if shared => {}
                    Some((_, at)) => files.lists.extend([at]),
                    None => files.values.extend([id]),
                }
                files.diagnostics.extend(diagnostic(of, (id, form, encoding), why, shared));
            }
        }
        files
    }

    /// Adds a string. One that is bytes only where it is used is a file only there.
    fn add_text(&mut self, of: Classified<'_>, id: SchemaId) {
        match of.kind(id).map(|(_, at)| at).filter(|at| is_bytes(of.resolved.schema(*at))) {
            Some(at) => self.texts.extend([at]),
            None => self.values.extend([id]),
        }
    }

    /// Returns `true` if a string is a file.
    #[must_use]
    pub(crate) fn has_text(&self, id: SchemaId) -> bool {
        self.texts.contains(&id)
    }

    /// Returns `true` if the items of an array without `items` are files.
    #[must_use]
    pub(crate) fn has_list(&self, id: SchemaId) -> bool {
        self.lists.contains(&id)
    }

    /// Returns `true` if a schema is a file where it is used.
    #[must_use]
    pub(crate) fn has_value(&self, id: SchemaId) -> bool {
        self.values.contains(&id)
    }
}

/// Reports a value that is a file although it has another type, or that cannot be one because it is JSON elsewhere.
fn diagnostic(
    of: Classified<'_>,
    (id, form, encoding): (SchemaId, &MediaType, Option<&Encoding>),
    why: Given,
    shared: bool,
) -> Option<Diagnostic> {
    let span = match encoding {
        Some(of) if of.content_type.is_some() => of.span.child("contentType"),
        Some(_) | None => of.resolved.schema(id).span.clone(),
    };
    let (message, help) = match (why, shared) {
        (Given::Unwritable, false) => {
            ("a media type that the client cannot write is given as a file", "give its bytes")
        }
        (Given::Unwritable, true) => {
            ("the media type cannot be written, and the value is sent as JSON", "give the form a schema of its own")
        }
        (_, false) => return None,
        (_, true) => (
            "a part without a `type` is any JSON here, as its schema is JSON elsewhere too",
            "give the form a schema of its own, or write `type: string` with `format: binary`",
        ),
    };
    let related = vec![(form.span.clone(), "the form".to_owned())];
    Some(Diagnostic {
        level: Level::Widened,
        code: Code::Encoding,
        span,
        related,
        message: message.to_owned(),
        help: help.to_owned(),
    })
}
