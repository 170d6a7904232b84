//! Reads Operation Objects and Request Body Objects. Must not know other operations.

use super::paths::Shared;
use crate::parse::Node;
use crate::report::SourceLocation;
use crate::resolve::context::{Context, Object};
use crate::resolve::field_names::is_field_name;
use crate::resolve::resolved::{Operation, Owner, Pagination, Parameter, RequestBody};

impl<'a> Context<'a> {
    /// Reads an operation, with the parts that it inherits from its path item and the description.
    pub(crate) fn operation(&mut self, method: &str, object: &Object<'a>, shared: &Shared<'_>) -> Operation {
        self.needs.operations.push(object.span.clone());
        let owner = Owner::Operation(self.needs.operations.len() - 1);
        self.on_behalf_of(owner, |context| context.read_operation(method, object, shared))
    }

    fn read_operation(&mut self, method: &str, object: &Object<'a>, shared: &Shared<'_>) -> Operation {
        let own = self.parameters(object);
        let servers = super::servers::servers(self, object);
        self.keep_callbacks(object, object.get("operationId").and_then(Node::as_str).unwrap_or(shared.path));
        Operation {
            span: object.span.clone(),
            method: method.to_uppercase(),
            path: shared.path.to_owned(),
            id: self.string(object, "operationId").filter(|id| !id.is_empty()),
            tags: self.strings(object, "tags"),
            summary: self.string(object, "summary"),
            description: self.string(object, "description"),
            deprecated: self.boolean(object, "deprecated"),
            rust_name: self.string(object, "x-rust-name"),
            pagination: self.pagination(object),
            idempotency_key: self.idempotency_key(object),
            parameters: merged(shared.parameters, own),
            body: self.request_body(object),
            responses: self.responses(object),
            security: self.requirements(object, shared.schemes).or_else(|| shared.security.cloned()),
            servers: if servers.is_empty() { shared.servers.to_vec() } else { servers },
        }
    }

    /// Reads `x-idempotency-key`: the name of a header.
    pub(crate) fn idempotency_key(&mut self, object: &Object<'a>) -> Option<String> {
        let name = self.string(object, "x-idempotency-key")?;
        if !is_field_name(&name) {
            let message = format!("`{name}` is not a valid name of a header, and the key is not sent");
            self.report_invalid_name(object.span.child("x-idempotency-key"), &message);
            return None;
        }
        Some(name)
    }

    fn pagination(&mut self, operation: &Object<'a>) -> Option<Pagination> {
        let node = operation.get("x-pagination")?;
        let span = operation.span.child("x-pagination");
        let off = Pagination { off: true, ..Pagination::none(span.clone()) };
        if matches!(node, Node::Bool(false)) {
            return Some(off);
        }
        let object = self.object(node, span, "x-pagination")?;
        Some(Pagination {
            by: self.string(&object, "by").unwrap_or_default(),
            parameter: self.string(&object, "parameter"),
            next: self.string(&object, "next"),
            id: self.string(&object, "id"),
            first: object
                .get("first")
                .and_then(|node| if let Node::Number(text) = node { text.parse().ok() } else { None }),
            items: self.string(&object, "items"),
            more: self.string(&object, "more"),
            last: self.string(&object, "last"),
            ..Pagination::none(object.span)
        })
    }

    pub(crate) fn request_body(&mut self, operation: &Object<'a>) -> Option<RequestBody> {
        let node = operation.get("requestBody")?;
        let object = self.follow(node, operation.span.child("requestBody"), "requestBody")?;
        if object.get("content").is_none() {
            self.report_missing(&object, "content", "the media types of the body");
        }
        Some(RequestBody {
            description: self.string(&object, "description"),
            required: self.boolean(&object, "required"),
            content: self.content(&object),
            spread: self.optional_boolean(&object, "x-rust-spread"),
            span: object.span,
        })
    }
}

impl Pagination {
    fn none(span: SourceLocation) -> Pagination {
        let by = String::new();
        Pagination {
            span,
            off: false,
            by,
            parameter: None,
            next: None,
            id: None,
            first: None,
            items: None,
            more: None,
            last: None,
        }
    }
}

/// Merges the parameters of a Path Item Object, which "can be overridden at the operation level" by
/// name and location, with those of the operation.
fn merged(shared: &[Parameter], own: Vec<Parameter>) -> Vec<Parameter> {
    let overridden = |of: &Parameter| own.iter().any(|other| other.name == of.name && other.location == of.location);
    let mut all: Vec<Parameter> = shared.iter().filter(|of| !overridden(of)).cloned().collect();
    all.extend(own);
    all
}
