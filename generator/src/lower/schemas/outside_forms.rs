//! Which schemas are used outside of multipart forms. Must not know what a form makes of them.

use foldhash::HashSet;

use super::classify::Kind;
use super::files::Classified;
use super::media;
use super::properties::Rest;
use crate::lower::model::MediaKind;
use crate::resolve::{MediaType, SchemaId};

/// The schemas that parameters, responses, webhooks, and bodies other than multipart forms lead to, with all references on the way.
#[must_use]
pub(crate) fn elsewhere(of: Classified<'_>) -> HashSet<SchemaId> {
    let roots = |media: &MediaType| media.schema.into_iter().chain(media.item_schema);
    let mut waiting: Vec<SchemaId> = Vec::new();
    for operation in &of.resolved.operations {
        let sent = operation.body.as_ref().and_then(|body| media::to_send(of, &body.content));
        waiting.extend(
            sent.filter(|(_, kind)| *kind != MediaKind::Multipart).into_iter().flat_map(|(media, _)| roots(media)),
        );
        for parameter in &operation.parameters {
            waiting.extend(parameter.schema.into_iter().chain(parameter.content.iter().flat_map(roots)));
        }
        waiting.extend(operation.responses.iter().flat_map(|response| &response.content).flat_map(roots));
    }
    let webhooks = of.resolved.webhooks.iter().filter_map(|webhook| webhook.body.as_ref());
    waiting.extend(webhooks.flat_map(|body| &body.content).flat_map(roots));
    let mut found = HashSet::default();
    while let Some(id) = waiting.pop() {
        if found.insert(id) {
            inside(of, id, &mut waiting);
        }
    }
    found
}

/// Adds the schemas that a schema refers to, or that a value of it holds.
fn inside(of: Classified<'_>, id: SchemaId, waiting: &mut Vec<SchemaId>) {
    match of.classes.get(id.0 as usize).map(|class| &class.kind) {
        Some(Kind::Same(target)) => waiting.push(*target),
        Some(Kind::Union(branches)) => waiting.extend(branches),
        Some(Kind::List(item)) => waiting.extend(item),
        Some(Kind::Map(each)) => waiting.extend(each),
        Some(Kind::Tuple) => {
            let schema = of.resolved.schema(id);
            waiting.extend(schema.prefix_items.iter().copied().chain(schema.items));
        }
        Some(Kind::Record) => {
            let Some(members) = of.members.get(&id) else { return };
            waiting.extend(members.properties.iter().map(|(_, property)| *property));
            match members.rest {
                Rest::Each(each) => waiting.push(each),
                Rest::Unsaid | Rest::Several => {}
            }
        }
        Some(Kind::Any | Kind::Never | Kind::Null | Kind::Text | Kind::Boolean | Kind::Integer | Kind::Number) => {}
        Some(Kind::Values(_) | Kind::Merge) | None => {}
    }
}
