//! Reads requests that the API sends: webhooks (3.1, `x-webhooks` in 3.0) and the callbacks of
//! operations. Only payloads are read, because another program responds. Must not know what a
//! payload contains.

use foldhash::HashSet;

use super::paths::METHODS;
use crate::parse::{Node, Version};
use crate::report::SourceLocation;
use crate::resolve::context::{Callback, Context, Object};
use crate::resolve::resolved::{Owner, Webhook};

impl<'a> Context<'a> {
    /// Stores the callbacks of an operation for later, so that the schemas of operations are named
    /// before theirs.
    pub(crate) fn keep_callbacks(&mut self, object: &Object<'a>, operation: &str) {
        let Some(Node::Mapping(map)) = object.get("callbacks") else { return };
        let span = object.span.child("callbacks");
        for (name, node) in map.iter().filter(|(name, _)| !name.starts_with("x-")) {
            let (operation, name) = (operation.to_owned(), name.to_owned());
            let span = span.child(&name);
            self.callbacks.push(Callback { operation, name, node, span });
        }
    }

    /// Reads all webhooks, then the callbacks, in the document's order.
    pub(crate) fn webhooks(&mut self, top: &Object<'a>) -> Vec<Webhook> {
        self.on_behalf_of(Owner::Webhooks, |context| context.read_webhooks(top))
    }

    fn read_webhooks(&mut self, top: &Object<'a>) -> Vec<Webhook> {
        let key = if self.version == Version::V30 { "x-webhooks" } else { "webhooks" };
        let mut all = Vec::new();
        if let Some(Node::Mapping(map)) = top.get(key) {
            for (name, node) in map.iter().filter(|(name, _)| key.starts_with("x-") || !name.starts_with("x-")) {
                let span = top.span.child(key).child(name);
                self.requests(name, node, span, &mut all);
            }
        }
        let mut seen = HashSet::default();
        for callback in std::mem::take(&mut self.callbacks) {
            let Some(object) = self.follow(callback.node, callback.span, &callback.name) else { continue };
            // The same Callback Object may be referred to by many operations.
            if !seen.insert(object.span.clone()) {
                continue;
            }
            for (expression, node) in object.map.iter().filter(|(expression, _)| !expression.starts_with("x-")) {
                let name = format!("{} {}", callback.operation, callback.name);
                self.requests(&name, node, object.span.child(expression), &mut all);
            }
        }
        all
    }

    fn requests(&mut self, name: &str, node: &'a Node, span: SourceLocation, all: &mut Vec<Webhook>) {
        let Some(item) = self.follow(node, span, name) else { return };
        for (method, node) in item.map.iter().filter(|(method, _)| METHODS.contains(method)) {
            let Some(operation) = self.object(node, item.span.child(method), method) else { continue };
            all.push(Webhook {
                name: name.to_owned(),
                method: method.to_uppercase(),
                summary: self.string(&operation, "summary"),
                description: self.string(&operation, "description"),
                deprecated: self.boolean(&operation, "deprecated"),
                rust_name: self.string(&operation, "x-rust-name"),
                body: self.request_body(&operation),
                span: operation.span,
            });
        }
    }
}
