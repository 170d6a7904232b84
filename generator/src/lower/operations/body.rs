//! Request bodies: the media type, the type, and the fields that are arguments of their own. Must not know the operations that
//! have them.

use super::encodings::encodings;
use crate::lower::model::{Body, BodyField, MediaKind, Parameter, Sample, Shape, Type};
use crate::lower::names::claims::{Wanted, claim_members};
use crate::lower::names::reserved::Use;
use crate::lower::schemas::builder::TypeBuilder;
use crate::lower::schemas::classify::Kind;
use crate::lower::schemas::media;
use crate::lower::schemas::media_types::concrete;
use crate::lower::schemas::samples::sample;
use crate::lower::schemas::shapes::complete_type;
use crate::resolve::{Additional, RequestBody};

/// Lowers a request body.
pub(crate) fn body(types: &mut TypeBuilder<'_>, declared: &RequestBody, whole: &str) -> Option<Body> {
    if declared.content.is_empty() {
        return None;
    }
    let (media, kind) = media::to_send(&types.analysis.schemas, &declared.content)?;
    let ty = match kind {
        MediaKind::Text => Type::Text,
        MediaKind::Raw => Type::File,
        MediaKind::Json | MediaKind::Form | MediaKind::Multipart => match media.schema {
            Some(schema) => complete_type(types, schema, &format!("{whole} body")),
            None => Type::Any,
        },
    };
    let sample = match (kind, media.schema) {
        (MediaKind::Json | MediaKind::Form | MediaKind::Multipart, Some(schema)) => {
            sample(types.analysis, schema, &media.example.iter().collect::<Vec<_>>())
        }
        (MediaKind::Json | MediaKind::Form | MediaKind::Multipart | MediaKind::Text | MediaKind::Raw, _) => {
            Sample::Usual
        }
    };
    Some(Body {
        sample,
        media_type: concrete(&media.media_type, kind),
        kind,
        encodings: encodings(types.analysis, media, kind, types.report),
        required: declared.required,
        ty,
        docs: declared.description.clone().unwrap_or_default(),
        spread: None,
    })
}

/// Returns the fields of a spread body: a required object without `additionalProperties`, without a clash with the names of
/// parameters, and with few enough arguments for a person to read.
#[must_use]
pub(crate) fn spread(
    types: &mut TypeBuilder<'_>,
    declared: &RequestBody,
    body: &Body,
    parameters: &[Parameter],
    item: &str,
) -> Option<Vec<BodyField>> {
    let kept = types.earlier.get("spread", item).map(|value| value == "yes");
    let pinned = declared.spread.or(kept);
    // Names are only claimed if they are used: otherwise the lock of the next run would differ.
    let well = pinned.unwrap_or_else(|| reads_well(types, body, parameters));
    let wanted = if well { members(types, declared, body, parameters, item) } else { None };
    types.new.set("spread", item, if wanted.is_some() { "yes" } else { "no" });
    wanted
}

fn members(
    types: &mut TypeBuilder<'_>,
    declared: &RequestBody,
    body: &Body,
    parameters: &[Parameter],
    item: &str,
) -> Option<Vec<BodyField>> {
    let (media, MediaKind::Json) = media::to_send(&types.analysis.schemas, &declared.content)? else { return None };
    let schema = media.schema?;
    let (kind, at) = types.analysis.kind(schema)?;
    let open = matches!(types.analysis.schema(at).additional, Additional::Any | Additional::Schema(_));
    if !declared.required || *kind != Kind::Record || open {
        return None;
    }
    // The server sets read-only properties.
    let fields = record(types, body)?.fields.iter().enumerate().filter(|(_, field)| !field.unset);
    let (indices, wanted): (Vec<usize>, Vec<Wanted>) = fields
        .map(|(index, field)| {
            let wanted = Wanted {
                key: format!("body/{}", field.wire),
                ..Wanted::new(field.name.trim_end_matches('_'), None, Use::Setter)
            };
            (index, wanted)
        })
        .unzip();
    let clash = |item: &Wanted| parameters.iter().any(|parameter| parameter.name == item.name);
    if wanted.is_empty() || wanted.iter().any(clash) {
        return None;
    }
    let names = claim_members(&format!("{item} body"), &wanted, types.earlier, &mut types.new);
    Some(names.into_iter().zip(indices).map(|(name, field)| BodyField { name, field }).collect())
}

/// Returns `true` for at most six arguments: clippy's `too_many_arguments` has the same limit, `self` included.
fn reads_well(types: &TypeBuilder<'_>, body: &Body, parameters: &[Parameter]) -> bool {
    let Some(record) = record(types, body) else { return false };
    let needed = record.fields.iter().filter(|field| field.is_argument()).count();
    let required = needed + parameters.iter().filter(|p| p.required && p.preset.is_none()).count();
    required <= 6
}

/// Returns the record of a body, after aliases.
pub(crate) fn record<'t>(types: &'t TypeBuilder<'_>, body: &Body) -> Option<&'t crate::lower::model::Record> {
    let mut ty = &body.ty;
    loop {
        match ty {
            Type::Named(id) => match &types.definition(*id)?.shape {
                Shape::Record(record) => return Some(record),
                Shape::Alias(target) => ty = target,
                Shape::Enum(_) | Shape::Numbers(_) | Shape::Union(_) => return None,
            },
            Type::Nothing | Type::Text | Type::Boolean | Type::I32 | Type::I64 | Type::U32 | Type::U64 => return None,
            Type::F32 | Type::F64 | Type::Number | Type::Any | Type::Bytes | Type::File | Type::Formatted(_) => {
                return None;
            }
            Type::Optional(_) | Type::Array(_) | Type::Map(_) | Type::Own(_) => return None,
        }
    }
}
