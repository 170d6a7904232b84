//! Reports parts of operations that are not fully supported, although the operation is generated:
//! bodies whose media types are not used or whose schemas describe more than is read, headers that
//! are strings, keywords of parameters. Must not decide anything: that is done where these parts
//! are lowered.

use foldhash::HashSet;

use crate::lower::model::{MediaKind, Status};
use crate::lower::operations::headers::is_text_only;
use crate::lower::operations::responses::{has_no_body, is_error};
use crate::lower::schemas::analysis::Analysis;
use crate::lower::schemas::classify::Kind;
use crate::lower::schemas::media;
use crate::report::{Code, Diagnostic, Level, Report, SourceLocation};
use crate::resolve::{In, MediaType, Operation, Parameter, Response, SchemaId, Webhook};

/// Collects problems: parts that several operations share are reported once.
#[derive(Debug)]
pub(crate) struct Findings<'r> {
    pub report: &'r mut Report,
    pub reported: &'r mut HashSet<SourceLocation>,
}

impl Findings<'_> {
    fn report(&mut self, code: Code, span: &SourceLocation, message: String, help: &str) {
        if self.reported.insert(span.clone()) {
            let (span, help) = (span.clone(), help.to_owned());
            self.report.add(Diagnostic { level: Level::Ignored, code, span, related: Vec::new(), message, help });
        }
    }
}

/// Reports parts of an operation that is generated.
pub(crate) fn operation(analysis: &Analysis<'_>, operation: &Operation, findings: &mut Findings<'_>) {
    operation.parameters.iter().for_each(|parameter| self::parameter(analysis, parameter, findings));
    if let Some(body) = &operation.body {
        sent(analysis, &body.content, findings);
    }
    let explicit =
        operation.responses.iter().filter_map(|response| Status::parse(&response.status)).any(Status::is_success);
    operation
        .responses
        .iter()
        .for_each(|response| self::response(analysis, &operation.method, response, explicit, findings));
}

/// Reports a webhook or callback: payloads that are not JSON have no function.
pub(crate) fn webhook(analysis: &Analysis<'_>, webhook: &Webhook, findings: &mut Findings<'_>) {
    let content = webhook.body.iter().flat_map(|body| &body.content).collect::<Vec<_>>();
    if content.iter().all(|media| media::kind_of(&analysis.schemas, media) != MediaKind::Json) {
        for media in content {
            let message = format!("a payload of `{}` has no function that reads it", media.media_type);
            findings.report(Code::BodyInPart, &media.span, message, "read the bytes by hand");
        }
    }
}

fn parameter(analysis: &Analysis<'_>, parameter: &Parameter, findings: &mut Findings<'_>) {
    let mut say = |keyword: &str, message: String, help: &str| {
        findings.report(Code::ParameterInPart, &parameter.span.child(keyword), message, help);
    };
    let name = &parameter.name;
    if parameter.allow_empty_value {
        let message =
            format!("`allowEmptyValue` has no effect: `{name}` is sent as `{name}=` where its value is empty");
        say("allowEmptyValue", message, "give an empty string, or add the bare name with `with_query`");
    }
    let scalar = parameter.schema.and_then(|schema| analysis.kind(schema)).is_some_and(|(kind, _)| is_scalar(kind));
    if scalar && matches!(parameter.style.as_str(), "spaceDelimited" | "pipeDelimited" | "deepObject") {
        let message =
            format!("the style `{}` has no effect on a value that is neither an array nor an object", parameter.style);
        say("style", message, "remove it, or describe an array or an object");
    }
    let mut content = parameter.content.iter();
    if let Some(media) = content.next().filter(|media| {
        parameter.schema.is_none() && parameter.location != In::QueryString && is_structured(analysis, media)
    }) {
        let message =
            format!("the parameter `{name}` is not written as `{}` but as `schema` would be", media.media_type);
        say("content", message, "describe it by `application/json`, or as text that the caller writes");
    }
    for further in content {
        let message = format!("a parameter has one media type: `{}` is not used", further.media_type);
        findings.report(Code::ParameterInPart, &further.span, message, "remove it");
    }
}

fn is_scalar(kind: &Kind) -> bool {
    match kind {
        Kind::String | Kind::Boolean | Kind::Integer | Kind::Number | Kind::Values(_) => true,
        Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::Array(_) | Kind::Tuple | Kind::Record => false,
        Kind::Map(_) | Kind::Union(_) | Kind::Merge => false,
    }
}

/// Returns `true` if a media type other than JSON is described as more than text.
fn is_structured(analysis: &Analysis<'_>, media: &MediaType) -> bool {
    media::kind_of(&analysis.schemas, media) != MediaKind::Json
        && media.schema.is_some_and(|schema| !is_text(analysis, schema))
}

/// Returns `true` if a schema only describes a string, or anything.
fn is_text(analysis: &Analysis<'_>, id: SchemaId) -> bool {
    match analysis.kind(id) {
        Some((Kind::String | Kind::Values(_) | Kind::Any, _)) | None => true,
        Some((Kind::Never | Kind::Null | Kind::Same(_) | Kind::Boolean | Kind::Integer | Kind::Number, _)) => false,
        Some((Kind::Array(_) | Kind::Tuple | Kind::Record | Kind::Map(_) | Kind::Union(_) | Kind::Merge, _)) => false,
    }
}

fn sent(analysis: &Analysis<'_>, content: &[MediaType], findings: &mut Findings<'_>) {
    let Some((used, kind)) = media::to_send(&analysis.schemas, content) else { return };
    others(content, used, "is not sent", findings);
    match kind {
        MediaKind::Text if is_structured(analysis, used) => as_text(used, "sent", findings),
        MediaKind::Raw if is_structured(analysis, used) => as_bytes(used, "sent", findings),
        MediaKind::Text | MediaKind::Raw | MediaKind::Json | MediaKind::Form | MediaKind::Multipart => {}
    }
    if used.item_schema.is_some() && used.schema.is_none() {
        let message = format!(
            "`itemSchema` has no effect on a body that is sent: `{}` is written by the caller",
            used.media_type
        );
        findings.report(Code::BodyInPart, &used.span.child("itemSchema"), message, "give the whole body");
    }
}

fn response(analysis: &Analysis<'_>, method: &str, response: &Response, explicit: bool, findings: &mut Findings<'_>) {
    for header in response.headers.iter().filter(|header| is_text_only(analysis, header)) {
        let message = format!("the header `{}` is read as text", header.name);
        findings.report(Code::BodyInPart, &response.span.child("headers"), message, "parse the text");
    }
    let Some(status) = Status::parse(&response.status) else { return };
    if response.content.is_empty() || has_no_body(method, status) {
        return;
    }
    let success = status.is_success() || status == Status::Default && !explicit;
    if !success && !is_error(status) {
        let message = format!("the body of a response of status {} is not read", response.status);
        return findings.report(
            Code::BodyInPart,
            &response.span.child("content"),
            message,
            "nothing needs to be done: such a response is followed",
        );
    }
    let Some((used, kind)) = media::to_read(&analysis.schemas, &response.content) else { return };
    // Items of a stream are read by methods of their own.
    let streamed = |media: &&MediaType| crate::lower::operations::events::is_stream(media);
    let rest: Vec<&MediaType> =
        response.content.iter().filter(|media| !std::ptr::eq(*media, used) && !streamed(media)).collect();
    for media in rest {
        let message = format!("`{}` is not asked for: `{}` is", media.media_type, used.media_type);
        findings.report(
            Code::BodyInPart,
            &media.span,
            message,
            "ask for it with `with_header(\"accept\", …)` and `open()`",
        );
    }
    match kind {
        _ if streamed(&used) => {}
        MediaKind::Json => {}
        MediaKind::Text | MediaKind::Raw | MediaKind::Form | MediaKind::Multipart if !success => {
            let message =
                format!("an error body of `{}` is not declared: its bytes are in `Error::body`", used.media_type);
            findings.report(Code::BodyInPart, &used.span, message, "parse the bytes");
        }
        MediaKind::Text if is_structured(analysis, used) => as_text(used, "read", findings),
        MediaKind::Text => {}
        MediaKind::Raw | MediaKind::Form | MediaKind::Multipart if is_structured(analysis, used) => {
            as_bytes(used, "read", findings)
        }
        MediaKind::Raw | MediaKind::Form | MediaKind::Multipart => {}
    }
}

fn others(content: &[MediaType], used: &MediaType, how: &str, findings: &mut Findings<'_>) {
    for media in content.iter().filter(|media| !std::ptr::eq(*media, used)) {
        let message = format!("`{}` {how}: `{}` is", media.media_type, used.media_type);
        findings.report(Code::BodyInPart, &media.span, message, "give such a body with `with_body`");
    }
}

fn as_text(media: &MediaType, how: &str, findings: &mut Findings<'_>) {
    let message = format!("the schema of a body of `{}` has no effect: it is {how} as text", media.media_type);
    findings.report(
        Code::BodyInPart,
        &media.span.child("schema"),
        message,
        "write or parse the text by a library for that media type",
    );
}

fn as_bytes(media: &MediaType, how: &str, findings: &mut Findings<'_>) {
    let message = format!("the schema of a body of `{}` has no effect: it is {how} as bytes", media.media_type);
    findings.report(
        Code::BodyInPart,
        &media.span.child("schema"),
        message,
        "write or parse the bytes by a library for that media type",
    );
}
