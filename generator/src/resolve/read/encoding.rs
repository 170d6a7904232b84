//! Reads Encoding Objects, in the same form for all versions of OpenAPI. Keywords that have no
//! effect in a version are reported and ignored. Must not know the schemas of the parts.

use crate::parse::Version;
use crate::report::{Code, SourceLocation};
use crate::resolve::context::{Context, Object};
use crate::resolve::resolved::{Encoding, PartHeader};

/// The keywords that replace `contentType` if one of them is present (3.1.1, "Fixed Fields for
/// RFC6570-style Serialization").
const STYLED: [&str; 3] = ["style", "explode", "allowReserved"];

/// The keywords that 3.2 adds for parts without names, and for forms within parts.
const UNNAMED: [&str; 2] = ["prefixEncoding", "itemEncoding"];

/// The media types of bodies by the Encoding Objects that apply to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Urlencoded,
    Multipart,
    /// Other media types, which have no encodings.
    None,
}

impl<'a> Context<'a> {
    /// Reads the Encoding Objects of a Media Type Object of a request body.
    pub(crate) fn encodings(&mut self, media: &Object<'a>, media_type: &str) -> Vec<Encoding> {
        let form = form(media_type);
        self.unsupported_encodings(media, &UNNAMED);
        let Some(all) = self.child(media, "encoding") else { return Vec::new() };
        if form == Form::None && !all.map.is_empty() {
            let message = format!("`encoding` has no effect on a body of `{media_type}`");
            let help = "use `multipart/form-data` or `application/x-www-form-urlencoded`, or remove it";
            self.encoding_without_effect(all.span.at_key(), message, help);
            return Vec::new();
        }
        let mut encodings = Vec::new();
        for (name, node) in all.map.iter() {
            let Some(object) = self.follow(node, all.span.child(name), name) else { continue };
            encodings.push(self.encoding(name, &object, form));
        }
        encodings
    }

    fn encoding(&mut self, name: &str, object: &Object<'a>, form: Form) -> Encoding {
        self.unsupported_encodings(object, &["encoding", "prefixEncoding", "itemEncoding"]);
        let styled = self.applies_styles(object, form);
        Encoding {
            span: object.span.clone(),
            name: name.to_owned(),
            content_type: self.string(object, "contentType"),
            style: self.string(object, "style").filter(|_| styled),
            explode: self.optional_boolean(object, "explode").filter(|_| styled),
            allow_reserved: self.optional_boolean(object, "allowReserved").filter(|_| styled),
            headers: self.part_headers(object, form),
        }
    }

    /// OpenAPI 3.0 ignores styles in multipart bodies. The forms of Swagger 2.0 have their
    /// `collectionFormat` in both media types.
    fn applies_styles(&mut self, object: &Object<'a>, form: Form) -> bool {
        if form == Form::Urlencoded || self.version > Version::V30 || self.swagger.is_some() {
            return true;
        }
        if let Some(first) = STYLED.iter().find(|key| object.get(key).is_some()) {
            let message = format!("OpenAPI 3.0 ignores `{first}` in the encoding of a multipart body");
            let help = "write the description in OpenAPI 3.1, or declare `application/x-www-form-urlencoded`";
            self.encoding_without_effect(object.span.child(first).at_key(), message, help);
        }
        false
    }

    fn unsupported_encodings(&mut self, object: &Object<'a>, keys: &[&str]) {
        for key in keys.iter().filter(|key| object.get(key).is_some()) {
            let message = format!("`{key}` is not supported, and has no effect");
            let help = "use `multipart/form-data` with properties, or pass other bodies as bytes";
            self.encoding_without_effect(object.span.child(key).at_key(), message, help);
        }
    }

    /// Reports ignored keywords, once for each location, because operations share bodies.
    fn encoding_without_effect(&mut self, span: SourceLocation, message: String, help: &str) {
        let known = self.reported().any(|diagnostic| diagnostic.code == Code::Encoding && diagnostic.span == span);
        if !known {
            self.report_ignored(Code::Encoding, span, message, help);
        }
    }

    /// Reads `headers` of an Encoding Object. `Content-Type` "SHALL be ignored", and so are all
    /// headers unless the body is multipart.
    fn part_headers(&mut self, encoding: &Object<'a>, form: Form) -> Vec<PartHeader> {
        let Some(all) = self.child(encoding, "headers") else { return Vec::new() };
        if form != Form::Multipart {
            let help = "remove it: only the parts of `multipart/form-data` have headers";
            self.encoding_without_effect(all.span.at_key(), "`headers` has no effect here".to_owned(), help);
            return Vec::new();
        }
        let mut headers = Vec::new();
        for (name, node) in all.map.iter() {
            let span = all.span.child(name);
            if ["content-type", "content-disposition"].contains(&name.to_ascii_lowercase().as_str()) {
                let message = format!("the header `{name}` of a part is ignored: the client writes it");
                self.encoding_without_effect(
                    span,
                    message,
                    "remove it; `contentType` lists the media types of the part",
                );
                continue;
            }
            let Some(object) = self.follow(node, span.clone(), name) else { continue };
            headers.push(PartHeader {
                span,
                name: name.to_owned(),
                required: self.boolean(&object, "required"),
                explode: self.boolean(&object, "explode"),
                schema: self.schema_at(&object, "schema"),
                content: self.content(&object),
            });
        }
        headers
    }
}

fn form(media_type: &str) -> Form {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/x-www-form-urlencoded" => Form::Urlencoded,
        "multipart/form-data" => Form::Multipart,
        _ => Form::None,
    }
}
