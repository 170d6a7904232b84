//! The schemas that are used outside of multipart forms. Must not know how forms use them.

use foldhash::HashSet;

use super::classified::Classified;
use super::classify::Kind;
use super::media;
use super::properties::Rest;
use crate::lower::model::MediaKind;
use crate::resolve::{MediaType, SchemaId};

/// Returns the schemas of parameters, responses, webhooks, and bodies other than multipart forms,
/// all schemas within them, and the references to them.
#[must_use]
pub(crate) fn used_outside_forms(schemas: &Classified<'_>) -> HashSet<SchemaId> {
    let roots = |media: &MediaType| media.schema.into_iter().chain(media.item_schema);
    let mut waiting: Vec<SchemaId> = Vec::new();
    for operation in &schemas.resolved.operations {
        let sent = operation.body.as_ref().and_then(|body| media::to_send(schemas, &body.content));
        let sent = sent.filter(|(_, kind)| *kind != MediaKind::Multipart);
        waiting.extend(sent.into_iter().flat_map(|(media, _)| roots(media)));
        for parameter in &operation.parameters {
            waiting.extend(parameter.schema.into_iter().chain(parameter.content.iter().flat_map(roots)));
        }
        waiting.extend(operation.responses.iter().flat_map(|response| &response.content).flat_map(roots));
    }
    let webhooks = schemas.resolved.webhooks.iter().filter_map(|webhook| webhook.body.as_ref());
    waiting.extend(webhooks.flat_map(|body| &body.content).flat_map(roots));
    let mut found = HashSet::default();
    while let Some(id) = waiting.pop() {
        if found.insert(id) {
            add_inner(schemas, id, &mut waiting);
        }
    }
    found
}

/// Adds the schemas that a schema refers to, and those of the values within its values.
fn add_inner(schemas: &Classified<'_>, id: SchemaId, waiting: &mut Vec<SchemaId>) {
    match schemas.class(id).map(|class| &class.kind) {
        Some(Kind::Same(target)) => waiting.push(*target),
        Some(Kind::Union(subschemas)) => waiting.extend(subschemas),
        Some(Kind::Array(item)) => waiting.extend(item),
        Some(Kind::Map(value)) => waiting.extend(value),
        Some(Kind::Tuple) => {
            let schema = schemas.schema(id);
            waiting.extend(schema.prefix_items.iter().copied().chain(schema.items));
        }
        Some(Kind::Record) => {
            let Some(object) = schemas.properties(id) else { return };
            waiting.extend(object.properties.iter().map(|(_, property)| *property));
            match object.rest {
                Rest::Each(value) => waiting.push(value),
                Rest::Unsaid | Rest::Several => {}
            }
        }
        Some(Kind::Any | Kind::Never | Kind::Null | Kind::String | Kind::Boolean | Kind::Integer | Kind::Number) => {}
        Some(Kind::Values(_) | Kind::Merge) | None => {}
    }
}
