//! `$ref`: from the text of a reference to the node that it means (RFC 6901, RFC 3986 section 3.5).

use super::context::{Context, Object};
use super::nearest::nearest;
use crate::parse::Node;
use crate::report::{Place, Pointer};

/// So many references in a row are taken for a circle.
const MOST: usize = 64;

impl<'a> Context<'a> {
    /// What stands behind a node: itself, or where it is a reference its target, however many references
    /// lie between. `None` where that is nothing; it is told then.
    pub(super) fn follow(&mut self, node: &'a Node, place: Place, name: &str) -> Option<Object<'a>> {
        let mut object = self.object(node, place, name)?;
        let start = object.place.clone();
        for _ in 0..MOST {
            let Some(reference) = object.get("$ref") else { return Some(object) };
            let (target, place) = self.target(reference, &object.place.child("$ref"))?;
            object = self.object(target, place, name)?;
        }
        self.circular(start);
        None
    }

    /// Tells of references that lead back to themselves.
    pub(super) fn circular(&mut self, place: Place) {
        let what = "this reference leads back to itself".to_owned();
        self.wrong(
            "circular-ref",
            place.child("$ref"),
            what,
            "let one of the references in the circle be the thing itself".to_owned(),
        );
    }

    /// The node that the text of a reference means, with its place.
    pub(super) fn target(&mut self, reference: &'a Node, at: &Place) -> Option<(&'a Node, Place)> {
        let Some(text) = reference.as_str() else {
            let what = format!("`$ref` is {}, expected text", reference.kind());
            self.wrong("wrong-type", at.clone(), what, "write a reference like `#/components/schemas/Name`".to_owned());
            return None;
        };
        let Some(fragment) = text.strip_prefix('#') else {
            self.external(text, at);
            return None;
        };
        let pointer = Pointer::from_text(&percent_decoded(fragment));
        match self.find(&pointer) {
            Some(node) => Some((node, Place::value(self.file, pointer))),
            None => {
                self.unresolved(text, &pointer, at);
                None
            }
        }
    }

    /// The node at a pointer.
    fn find(&self, pointer: &Pointer) -> Option<&'a Node> {
        let mut node = self.root;
        for segment in pointer.segments() {
            node = match node {
                Node::Mapping(map) => map.get(&segment)?,
                Node::Sequence(items) => items.get(segment.parse::<usize>().ok()?)?,
                Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => return None,
            };
        }
        (pointer.as_str().is_empty() || pointer.as_str().starts_with('/')).then_some(node)
    }

    fn external(&mut self, text: &str, at: &Place) {
        let network = text.contains("://");
        let what = if network {
            format!("`{text}` lies on the network, from where nothing is read")
        } else {
            format!("`{text}` lies in another file; other files are not read yet")
        };
        let help = "bundle the description into one file first, so that the reference begins with `#/`";
        self.wrong("external-ref", at.clone(), what, help.to_owned());
    }

    fn unresolved(&mut self, text: &str, pointer: &Pointer, at: &Place) {
        let mut parent = self.root;
        let mut meant: Option<(String, String)> = None;
        let mut walked = Pointer::default();
        for segment in pointer.segments() {
            let Some(map) = parent.as_mapping() else { break };
            match map.get(&segment) {
                Some(child) => {
                    parent = child;
                    walked = walked.child(&segment);
                }
                None => {
                    meant = nearest(&segment, map.keys()).map(|near| (segment.clone(), walked.child(near).to_string()));
                    break;
                }
            }
        }
        let help = match meant {
            Some((_, near)) => format!("did you mean `#{near}`?"),
            None => "add what it refers to, or correct the reference".to_owned(),
        };
        self.wrong("unresolved-ref", at.clone(), format!("`{text}` refers to nothing"), help);
    }
}

/// A fragment's percent-encoding undone (RFC 3986 section 2.1); what is no encoding stays.
fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let code = text.get(at + 1..at + 3).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (byte, code) {
            (b'%', Some(code)) => {
                out.push(code);
                at += 3;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}
