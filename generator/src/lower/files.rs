//! Which schemas are files: properties of `multipart/form-data` bodies that are bytes.
//!
//! `type: string, format: binary` (3.0), or text with a `contentMediaType` and no `contentEncoding` (3.1); a schema
//! without any type is one too where its Encoding Object names a media type that is neither text nor JSON.

use foldhash::HashSet;

use super::classify::Kind;
use super::media;
use super::members::Rest;
use super::model::MediaKind;
use super::types::Types;
use crate::resolve::{MediaType, SchemaId};

/// The schemas of all files.
#[must_use]
pub(super) fn files(types: &Types<'_>) -> HashSet<SchemaId> {
    let bodies = types.resolved.operations.iter().filter_map(|operation| operation.body.as_ref());
    let forms = bodies.flat_map(|body| &body.content);
    let mut files = HashSet::default();
    for form in forms.filter(|media| media::kind(&media.media_type) == MediaKind::Multipart) {
        of_form(types, form, &mut files);
    }
    files
}

fn of_form(types: &Types<'_>, form: &MediaType, files: &mut HashSet<SchemaId>) {
    files.extend(each_member(types, form).filter(|at| is_file(types, *at)));
}

/// Whether a member of a body is bytes (`format: binary`).
#[must_use]
pub(super) fn holds_bytes(types: &Types<'_>, body: &MediaType) -> bool {
    each_member(types, body).any(|at| matches!(types.kind(at), Some((Kind::Text, _))) && is_bytes(types, at))
}

/// What the members of a body are, and the items of those that are lists.
fn each_member(types: &Types<'_>, body: &MediaType) -> impl Iterator<Item = SchemaId> {
    let all = body.schema.into_iter().flat_map(|schema| members(types, schema, true));
    all.filter_map(|member| match types.kind(member) {
        Some((Kind::List(Some(item)), _)) => types.kind(*item).map(|(_, at)| at),
        Some((_, at)) => Some(at),
        None => None,
    })
}

/// What a form may hold: its properties and what is beyond them; of a choice those of each variant.
fn members(types: &Types<'_>, form: SchemaId, choice: bool) -> Vec<SchemaId> {
    let Some((kind, at)) = types.kind(form) else { return Vec::new() };
    match kind {
        Kind::Union(branches) if choice => branches.iter().flat_map(|of| members(types, *of, false)).collect(),
        Kind::Record => {
            let Some(members) = types.members.get(&at) else { return Vec::new() };
            let rest = match members.rest {
                Rest::Each(each) => Some(each),
                Rest::Unsaid | Rest::Several => None,
            };
            members.properties.iter().map(|(_, property)| *property).chain(rest).collect()
        }
        Kind::Map(Some(each)) => vec![*each],
        Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::Text | Kind::Boolean | Kind::Integer => Vec::new(),
        Kind::Number | Kind::Values(_) | Kind::List(_) | Kind::Tuple | Kind::Map(None) => Vec::new(),
        Kind::Union(_) | Kind::Merge => Vec::new(),
    }
}

fn is_file(types: &Types<'_>, id: SchemaId) -> bool {
    let schema = types.resolved.schema(id);
    let says = |keyword: &str| schema.unread.iter().any(|key| key == keyword);
    let text = matches!(types.kind(id), Some((Kind::Text, _)));
    text && (is_bytes(types, id) || says("contentMediaType") && !says("contentEncoding"))
}

fn is_bytes(types: &Types<'_>, id: SchemaId) -> bool {
    matches!(types.resolved.schema(id).format.as_deref(), Some("binary" | "file"))
}
