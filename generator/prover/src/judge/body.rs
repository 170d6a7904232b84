//! The body of a request, by its media type (Request Body Object, Media Type Object). Must not know
//! the parts of forms.

use serde_json::Value;

use super::equal::{equal, short};
use super::form::check_form;
use super::mismatch::Mismatch;
use super::outcome::RecordedRequest;
use super::serialized::represents;
use super::{multipart, parts};
use crate::case::Case;
use crate::digits;
use crate::fault::{Cause, Fault};
use crate::media_type::{essence, includes, is_json};
use crate::source::{Body, Description, Node, Operation, flatten, is_bytes};

/// The maximum depth to which subschemas and items are searched for files.
const MAX_SEARCH_DEPTH: usize = 4;

/// Checks that the body has the value of the case and a declared media type.
pub(super) fn check(
    description: &Description,
    operation: &Operation<'_>,
    case: &Case,
    request: &RecordedRequest,
    bytes: &[u8],
    faults: &mut Vec<Fault>,
) {
    let media_type = request.header("content-type");
    let Some(wanted) = &case.body else {
        if !bytes.is_empty() || media_type.is_some() {
            let detail = format!("unexpected body: {} bytes, {media_type:?}", bytes.len());
            faults.push(Fault::new(Cause::Body, detail));
        }
        return;
    };
    let Some(media_type) = media_type else {
        faults.push(Fault::new(Cause::BodyMediaType, "there is none"));
        return;
    };
    let multipart = operation.bodies.iter().find(|body| essence(&body.media_type) == "multipart/form-data");
    if is_json(media_type) && multipart.is_some_and(|body| has_file(description, body)) {
        let detail = format!("{media_type} cannot contain files, but multipart/form-data is declared too");
        faults.push(Fault::new(Cause::BodyMediaType, detail));
    }
    let declared = operation.bodies.iter().find(|body| includes(&essence(&body.media_type), &essence(media_type)));
    let Some(declared) = declared else {
        faults.push(Fault::new(Cause::BodyMediaType, format!("{media_type} is not declared")));
        return;
    };
    let (cause, result) = compare(description, declared, media_type, (case, wanted), bytes);
    if let Err(mismatch) = result {
        faults.push(Fault::new(cause, format!("{media_type}: {mismatch}")));
    }
}

fn compare(
    description: &Description,
    declared: &Body<'_>,
    media_type: &str,
    (case, wanted): (&Case, &Value),
    bytes: &[u8],
) -> (Cause, Result<(), Mismatch>) {
    let file = declared.schema.as_ref().is_some_and(|schema| is_bytes(description, schema));
    if is_json(media_type) && !file {
        return (Cause::JsonBody, read_json(bytes).and_then(|found| equal(wanted, &found)));
    }
    let essence = essence(media_type);
    let result = if essence == "application/x-www-form-urlencoded" && !wanted.is_string() {
        check_form(declared, wanted, &String::from_utf8_lossy(bytes))
    } else if essence.starts_with("multipart/form-data") {
        multipart::parts(bytes, media_type).and_then(|all| parts::check(description, declared, case, wanted, all))
    } else {
        compare_text(wanted, bytes)
    };
    (Cause::Body, result)
}

fn read_json(bytes: &[u8]) -> Result<Value, Mismatch> {
    let text = std::str::from_utf8(bytes).map_err(|error| Mismatch::new(error.to_string()))?;
    digits::read(text).map_err(|error| Mismatch::new(error.to_string()))
}

fn compare_text(wanted: &Value, bytes: &[u8]) -> Result<(), Mismatch> {
    let text = String::from_utf8_lossy(bytes);
    if represents(&text, wanted) {
        return Ok(());
    }
    Err(Mismatch::new(format!("{text:?} instead of {}", short(wanted))))
}

/// Returns `true` if a form has a property that can be a file: itself, its items, or a subschema of
/// its union.
fn has_file(description: &Description, body: &Body<'_>) -> bool {
    let Some(schema) = &body.schema else { return false };
    let form = flatten(description, std::slice::from_ref(schema));
    let subschemas = form.unions.iter().flatten().map(|node| flatten(description, std::slice::from_ref(node)));
    let all = std::iter::once(form.clone()).chain(subschemas);
    all.flat_map(|flat| flat.properties).any(|(_, nodes)| may_be_file(description, &nodes, 0))
}

fn may_be_file(description: &Description, nodes: &[Node<'_>], depth: usize) -> bool {
    let flat = flatten(description, nodes);
    let encoded = flat.text("contentEncoding") == Some("binary");
    let binary = flat.text("format") == Some("binary") || flat.types.iter().any(|name| name == "file");
    let search = |nodes: &[Node<'_>]| depth < MAX_SEARCH_DEPTH && may_be_file(description, nodes, depth + 1);
    let mut subschemas = flat.unions.iter().flatten();
    encoded
        || binary
        || subschemas.any(|node| search(std::slice::from_ref(node)))
        || !flat.items.is_empty() && search(&flat.items)
}
