//! Responses that are streams: their media types, and their items.
//!
//! Interpretations of the specification: `itemSchema` (3.2) describes an item, which is a whole
//! event with its fields for Server-Sent Events. Older descriptions use `schema`. For Server-Sent
//! Events it describes the data of an event, or an array of such items.
//!
//! Must not know how a client reads streams.

use super::body::record;
use crate::lower::model::{Body, Events, Field, Framing, Parameter, Presence, Status, Streams, Type};
use crate::lower::schemas::analysis::Analysis;
use crate::lower::schemas::builder::TypeBuilder;
use crate::lower::schemas::classify::Kind;
use crate::lower::schemas::media;
use crate::lower::schemas::samples::is_valid;
use crate::lower::schemas::shapes::complete_type;
use crate::parse::Node;
use crate::resolve::{MediaType, Operation, Response, SchemaId};

/// Returns the items of the first success that is a stream.
pub(crate) fn events(types: &mut TypeBuilder<'_>, operation: &Operation, whole: &str) -> Option<Events> {
    let streams = |status: Status| status.is_success() && !super::responses::has_no_body(&operation.method, status);
    let successes = operation.responses.iter().filter(|of| Status::parse(&of.status).is_some_and(streams));
    let mut media = successes.flat_map(|response| &response.content);
    let (media, framing) = media.find_map(|media| Some((media, framing(media)?)))?;
    let schema = media.item_schema.or_else(|| Some(items_of(types.analysis, media.schema?)));
    let ty = match schema {
        Some(schema) => complete_type(types, schema, &format!("{whole} event")),
        None if framing == Framing::Events => Type::Text,
        None => Type::Any,
    };
    Some(Events { media_type: media.media_type.clone(), framing, ty })
}

/// Returns the optional flag `stream`, if every success is a stream: without the flag a server
/// would return another response, and none is declared.
pub(crate) fn streams(
    types: &TypeBuilder<'_>,
    operation: &Operation,
    parameters: &[Parameter],
    body: Option<&Body>,
) -> Option<Streams> {
    let is_success = |of: &&Response| Status::parse(&of.status).is_some_and(Status::is_success);
    let mut successes = operation.responses.iter().filter(is_success);
    if !successes
        .all(|response| !response.content.is_empty() && response.content.iter().all(|of| framing(of).is_some()))
    {
        return None;
    }
    let is_flag = |wire: &str, ty: &Type| wire == "stream" && *ty == Type::Boolean;
    let may_be_true = |id: SchemaId| is_valid(types.analysis, id, &Node::Bool(true));
    let declared = |of: &Parameter| {
        let declared = operation.parameters.iter().find(|other| other.span == of.span);
        declared.and_then(|of| of.schema).is_some_and(may_be_true)
    };
    let parameter = parameters.iter().position(|of| !of.required && is_flag(&of.wire, &of.ty) && declared(of));
    let field = || {
        let record = record(types, body?)?;
        let (media, _) = media::to_send(&types.analysis.schemas, &operation.body.as_ref()?.content)?;
        let properties = &types.analysis.schemas.properties(types.analysis.kind(media.schema?)?.1)?.properties;
        let is_optional_flag = |of: &Field| of.presence == Presence::Optional && is_flag(&of.wire, &of.ty);
        let schema = |wire: &str| properties.iter().find(|(name, _)| name == wire).map(|(_, id)| *id);
        record.fields.iter().position(|of| is_optional_flag(of) && schema(&of.wire).is_some_and(may_be_true))
    };
    parameter.map(Streams::Parameter).or_else(|| field().map(Streams::Field))
}

/// Returns the items of an array, or the schema itself.
fn items_of(analysis: &Analysis<'_>, schema: SchemaId) -> SchemaId {
    match analysis.kind(schema) {
        Some((Kind::Array(Some(items)), _)) => *items,
        Some((
            Kind::Any
            | Kind::Never
            | Kind::Null
            | Kind::Same(_)
            | Kind::String
            | Kind::Boolean
            | Kind::Integer
            | Kind::Number
            | Kind::Values(_)
            | Kind::Array(None)
            | Kind::Tuple
            | Kind::Record
            | Kind::Map(_)
            | Kind::Union(_)
            | Kind::Merge,
            _,
        ))
        | None => schema,
    }
}

/// Returns `true` if a body of a media type is read item by item.
pub(crate) fn is_stream(media: &MediaType) -> bool {
    framing(media).is_some()
}

/// Returns the separation of items by the media type.
fn framing(media: &MediaType) -> Option<Framing> {
    let essence = media.media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "text/event-stream" if media.item_schema.is_some() => Some(Framing::WholeEvents),
        "text/event-stream" => Some(Framing::Events),
        "application/x-ndjson"
        | "application/ndjson"
        | "application/jsonl"
        | "application/jsonlines"
        | "application/x-jsonlines"
        | "application/x-jsonl" => Some(Framing::Lines),
        essence if essence.ends_with("json-seq") => Some(Framing::Records),
        _ => None,
    }
}
