//! Reads Schema Objects into the arena: each location once, references as IDs, in the same form for
//! 3.0 and 3.1. Must not know how schemas are combined.

use std::collections::hash_map::Entry;

use super::type_names::{json_type, meant};
use crate::parse::{Mapping, Node, Version};
use crate::report::{Code, SourceLocation};
use crate::resolve::context::{Context, Object};
use crate::resolve::resolved::{Additional, Discriminator, Owner, Schema, SchemaId};

/// Keywords that do not affect the shape of a value, or that are read elsewhere. They are not
/// reported.
const QUIET: [&str; 17] = [
    "$anchor",
    "$comment",
    "$defs",
    "$id",
    "$ref",
    "$schema",
    "definitions",
    "description",
    "example",
    "examples",
    "externalDocs",
    "title",
    "xml",
    "deprecated",
    "readOnly",
    "writeOnly",
    "default",
];

/// Keywords that limit the values of a type: JSON Schema Validation, sections 6.2 to 6.5.
const LIMITS: [&str; 13] = [
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
];

/// Keywords that have a field in [`Schema`].
const READ: [&str; 18] = [
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "discriminator",
    "enum",
    "format",
    "items",
    "not",
    "nullable",
    "oneOf",
    "patternProperties",
    "prefixItems",
    "properties",
    "propertyNames",
    "required",
    "type",
    "unevaluatedProperties",
];

impl<'a> Context<'a> {
    /// Returns the ID of the schema at a location. It is read later, so that nested schemas need no
    /// recursion.
    pub(crate) fn schema(&mut self, node: &'a Node, span: SourceLocation) -> SchemaId {
        let free = match self.ids.entry((span.file, span.pointer.clone())) {
            Entry::Occupied(known) => {
                let id = *known.get();
                self.needs.schema(self.owner, id);
                return id;
            }
            Entry::Vacant(free) => free,
        };
        let id = self.schemas.push(Schema::default());
        self.needs.schema(self.owner, id);
        free.insert(id);
        self.queue.push_back((id, node, span));
        id
    }

    /// Returns the schema at a key.
    pub(crate) fn schema_at(&mut self, object: &Object<'a>, key: &str) -> Option<SchemaId> {
        object.get(key).map(|node| self.schema(node, object.span.child(key)))
    }

    /// Reads every requested schema, and those that they refer to.
    pub(crate) fn read_schemas(&mut self) {
        while let Some((id, node, span)) = self.queue.pop_front() {
            let mut schema = self.on_behalf_of(Owner::Schema(id), |context| context.read_schema(node, span));
            if let Some(slot) = self.schemas.get_mut(id.index()) {
                schema.component = slot.component.take();
                *slot = schema;
            }
        }
        self.report_duplicates_elsewhere();
        self.needs.finish(&self.schemas);
    }

    fn read_schema(&mut self, node: &'a Node, span: SourceLocation) -> Schema {
        let any = Schema { span: span.clone(), boolean: Some(true), ..Schema::default() };
        match node {
            Node::Bool(value) => return Schema { boolean: Some(*value), ..any },
            Node::Mapping(map) if map.is_empty() => return any,
            Node::Mapping(_) | Node::Null | Node::Number(_) | Node::String(_) | Node::Sequence(_) => {}
        }
        let Some(object) = self.object(node, span, "a schema") else { return any };
        let mut schema = Schema { span: object.span.clone(), ..Schema::default() };
        if let Some(reference) = object.get("$ref") {
            schema.reference = self.schema_reference(reference, &object);
            if schema.reference.is_none() {
                return any;
            }
            if self.version == Version::V30 {
                self.ignored_siblings(&object);
                return schema;
            }
        }
        self.read_words(&object, &mut schema);
        self.read_types(&object, &mut schema);
        self.read_object(&object, &mut schema);
        self.read_composition(&object, &mut schema);
        schema.with_nulls()
    }

    /// Returns the target of a reference of a schema. Circles of bare references are reported.
    fn schema_reference(&mut self, reference: &'a Node, object: &Object<'a>) -> Option<SchemaId> {
        let (target, span) = self.target(reference, &object.span.child("$ref"))?;
        match self.leads_round(target, &span) {
            Round::No => {}
            Round::Reported => {
                self.need_circle();
                return None;
            }
            Round::New(map, at) => {
                self.circular(map, &at);
                return None;
            }
        }
        let id = self.schema(target, span.clone());
        self.name_elsewhere(id, &span);
        Some(id)
    }

    /// Returns `true` if references without other keywords form a cycle. The result is stored for
    /// each location, so that a long chain is followed once.
    fn leads_round(&mut self, target: &'a Node, span: &SourceLocation) -> Round<'a> {
        let key = |span: &SourceLocation| (span.file, span.pointer.clone());
        let mut walked = Vec::new();
        let mut current = (target, span.clone());
        let circular_schemas = loop {
            let here = key(&current.1);
            match (self.circular_schemas.get(&here), current.0.as_mapping()) {
                // A location without a result is part of the current chain.
                (Some(true), Some(map)) if walked.contains(&here) => break Round::New(map, current.1),
                (Some(true), _) => break Round::Reported,
                (Some(false), _) => break Round::No,
                (None, _) => {}
            }
            self.circular_schemas.insert(here.clone(), true);
            walked.push(here);
            let next = current.0.as_mapping().filter(|map| map.len() == 1).and_then(|map| map.get("$ref"));
            // A broken reference in the chain is reported at its own location.
            match next.and_then(Node::as_str).and_then(|text| self.quiet_target(text, current.1.file)) {
                Some(found) => current = found,
                None => break Round::No,
            }
        };
        let is = !matches!(circular_schemas, Round::No);
        self.circular_schemas.extend(walked.into_iter().map(|span| (span, is)));
        circular_schemas
    }

    /// Names a referenced schema in another file, or under `$defs`, by its key or its file.
    fn name_elsewhere(&mut self, id: SchemaId, span: &SourceLocation) {
        let segments: Vec<String> = span.pointer.segments().collect();
        let defined = match segments.as_slice() {
            [.., folder, _] => matches!(folder.as_str(), "$defs" | "definitions" | "schemas"),
            [] | [_] => false,
        };
        if span.file == self.file && !defined {
            return;
        }
        let key =
            segments.last().filter(|last| defined || last.parse::<usize>().is_err() && *last != "schema").cloned();
        let name =
            self.referenced_files.iter().find(|other| other.file == span.file).map_or(self.name, |other| &other.name);
        let stem = name.rsplit('/').next().unwrap_or_default().split('.').next().unwrap_or_default();
        let name = key.unwrap_or_else(|| stem.to_owned());
        if let Some(schema) = self.schemas.get_mut(id.index()).filter(|schema| schema.component.is_none()) {
            schema.component = Some(name.clone());
            self.named.push((name, id));
        }
    }

    /// Reads a Reference Object of 3.0: properties next to `$ref` "SHALL be ignored".
    fn ignored_siblings(&mut self, object: &Object<'a>) {
        let words = ["$ref", "description", "summary", "title", "example"];
        let ignored: Vec<&str> =
            object.map.keys().filter(|key| !words.contains(key) && !key.starts_with("x-")).collect();
        if let Some(first) = ignored.first() {
            let message = format!("OpenAPI 3.0 ignores keywords next to `$ref`: {}", ignored.join(", "));
            self.report_ignored(
                Code::RefSiblings,
                object.span.child(first).at_key(),
                message,
                "move the `$ref` into an `allOf`",
            );
        }
    }

    fn read_words(&mut self, object: &Object<'a>, schema: &mut Schema) {
        schema.annotations.title = self.string(object, "title");
        schema.annotations.description = self.string(object, "description");
        schema.annotations.deprecated = self.boolean(object, "deprecated");
        schema.annotations.read_only = self.boolean(object, "readOnly");
        schema.annotations.write_only = self.boolean(object, "writeOnly");
        schema.annotations.default = object.get("default").cloned();
        let first = object.get("examples").and_then(Node::as_sequence).and_then(<[Node]>::first);
        schema.annotations.example = object.get("example").or(first).cloned();
        schema.annotations.rust_name = self.string(object, "x-rust-name");
        schema.annotations.rust_type = self.string(object, "x-rust-type");
        schema.discriminator_value = self.string(object, "x-ms-discriminator-value");
        let has_tuples = Context::has_tuples(object);
        let read = |key: &&str| READ.contains(key) || has_tuples && *key == "additionalItems";
        let unread = |key: &&str| !QUIET.contains(key) && !read(key) && !key.starts_with("x-");
        schema.annotations.unread = object.map.keys().filter(unread).map(str::to_owned).collect();
        let limits = LIMITS.iter().filter_map(|key| Some(((*key).to_owned(), object.get(key)?.clone())));
        schema.annotations.limits =
            limits.filter(|(_, value)| value.as_mapping().is_none() && value.as_sequence().is_none()).collect();
        // The allowed names of a map are a limit too, and equally short.
        let names = self.listed_names(object).map(|names| ("propertyNames".to_owned(), names.clone()));
        schema.annotations.limits.extend(names);
    }

    /// Returns the values of an `enum` in `propertyNames`, directly or through one reference.
    fn listed_names(&self, object: &Object<'a>) -> Option<&'a Node> {
        let names = object.get("propertyNames")?.as_mapping()?;
        let target =
            names.get("$ref").and_then(Node::as_str).and_then(|text| self.quiet_target(text, object.span.file));
        target.map_or(Some(names), |(node, _)| node.as_mapping())?.get("enum").filter(|all| all.as_sequence().is_some())
    }

    fn read_types(&mut self, object: &Object<'a>, schema: &mut Schema) {
        schema.nullable = self.boolean(object, "nullable");
        // `format: byte` of 3.0 is `contentEncoding` in 3.1.
        let encoded = |encoding: &Node| matches!(encoding.as_str(), Some("base64" | "base64url"));
        let byte = object.get("contentEncoding").is_some_and(encoded).then(|| "byte".to_owned());
        schema.format = self.string(object, "format").or(byte);
        let base64 =
            object.get("format").and_then(Node::as_str).filter(|format| *format == "byte").map(|_| "base64".to_owned());
        schema.content_encoding = object.get("contentEncoding").and_then(Node::as_str).map(str::to_owned).or(base64);
        for name in self.type_names(object) {
            match json_type(&name) {
                Some(known) => schema.types.push(known),
                None if name == "null" => schema.nullable = true,
                None => {
                    let message = format!("`{name}` is not a type of JSON Schema");
                    let help = "write `string`, `integer`, `number`, `boolean`, `array`, `object` or `null`".to_owned();
                    self.report_error(Code::UnknownType, object.span.child("type"), message, help);
                    let (meant, format) = meant(&name.to_lowercase());
                    schema.types.extend(meant);
                    schema.format = schema.format.take().or(format.map(str::to_owned));
                }
            }
        }
        schema.null = schema.types.is_empty() && schema.nullable && object.get("type").is_some();
        self.read_values(object, schema);
    }

    /// Returns the names in `type`. In YAML, null without quotes is not a string; the meaning is clear.
    fn type_names(&mut self, object: &Object<'a>) -> Vec<String> {
        let names = match object.get("type") {
            Some(null @ Node::Null) => std::slice::from_ref(null),
            Some(Node::Sequence(names)) if names.contains(&Node::Null) => names.as_slice(),
            Some(_) | None => return self.string_or_array(object, "type"),
        };
        let (message, help) = ("expected the string `\"null\"`, found null", "write `\"null\"` in quotes");
        self.report_error(Code::WrongKind, object.span.child("type"), message.to_owned(), help.to_owned());
        let text =
            |name: &Node| if *name == Node::Null { Some("null".to_owned()) } else { name.as_str().map(str::to_owned) };
        names.iter().filter_map(text).collect()
    }

    fn read_object(&mut self, object: &Object<'a>, schema: &mut Schema) {
        schema.properties = self.schemas_by_name(object, "properties");
        schema.pattern_properties = self.schemas_by_name(object, "patternProperties");
        // Drafts of 3.0 had `required: true` on properties. An array belongs to this object.
        schema.required = self.strings(object, "required");
        schema.additional = self.additional(object, "additionalProperties");
        if object.get("additionalProperties").is_none() {
            let unevaluated = self.additional(object, "unevaluatedProperties");
            schema.unevaluated = matches!(unevaluated, Additional::Never | Additional::Schema(_));
            // `false` excludes additional properties, but does not describe a shape.
            schema.additional = if unevaluated == Additional::Never { Additional::Unsaid } else { unevaluated };
        }
        schema.property_names = self.schema_at(object, "propertyNames");
        // `prefixItems` and `items` of 3.1 were an array in `items` and `additionalItems` before.
        let [prefix_items, items] =
            if Context::has_tuples(object) { ["items", "additionalItems"] } else { ["prefixItems", "items"] };
        schema.prefix_items = self.schemas_in(object, prefix_items);
        schema.items = self.schema_at(object, items);
    }

    fn additional(&mut self, object: &Object<'a>, keyword: &str) -> Additional {
        match object.get(keyword) {
            None => Additional::Unsaid,
            Some(Node::Bool(true)) => Additional::Any,
            Some(Node::Bool(false)) => Additional::Never,
            Some(Node::Mapping(map)) if map.is_empty() => Additional::Any,
            Some(node) => Additional::Schema(self.schema(node, object.span.child(keyword))),
        }
    }

    fn has_tuples(object: &Object<'a>) -> bool {
        object.get("items").is_some_and(|items| items.as_sequence().is_some())
    }

    fn read_composition(&mut self, object: &Object<'a>, schema: &mut Schema) {
        schema.all_of = self.schemas_in(object, "allOf");
        if !self.union_of_values(object, schema) {
            schema.one_of = self.schemas_in(object, "oneOf");
            schema.any_of = self.schemas_in(object, "anyOf");
        }
        schema.not = self.schema_at(object, "not");
        let Some(declared) = self.child(object, "discriminator") else { return };
        let Some(property) = self.required_string(&declared, "propertyName") else { return };
        let default = declared.get("defaultMapping").and_then(|node| self.mapped(node, "defaultMapping", &declared));
        schema.discriminator =
            Some(Discriminator { property, mapping: self.mapping(&declared), inherited: Vec::new(), default });
    }

    /// Reads `mapping` of a discriminator: value and target.
    fn mapping(&mut self, object: &Object<'a>) -> Vec<(String, SchemaId)> {
        let Some(mapping) = self.child(object, "mapping") else { return Vec::new() };
        let mut pairs = Vec::new();
        for (value, node) in mapping.map.iter() {
            pairs.extend(self.mapped(node, value, &mapping).map(|target| (value.to_owned(), target)));
        }
        pairs
    }

    /// Returns the schema that a discriminator refers to, by a reference or by the name of a component.
    fn mapped(&mut self, node: &'a Node, key: &str, object: &Object<'a>) -> Option<SchemaId> {
        let bare = node.as_str().filter(|text| !text.contains(['#', '/']));
        let named = bare.and_then(|name| {
            let pointer = crate::report::Pointer::from_text("/components/schemas").child(name);
            self.quiet_target(&format!("#{pointer}"), object.span.file)
        });
        let (target, span) = named.or_else(|| self.target(node, &object.span.child(key)))?;
        Some(self.schema(target, span))
    }

    fn schemas_by_name(&mut self, object: &Object<'a>, key: &str) -> Vec<(String, SchemaId)> {
        let Some(named) = self.child(object, key) else { return Vec::new() };
        let named = named.map.iter().map(|(name, node)| (name.to_owned(), self.schema(node, named.span.child(name))));
        named.collect()
    }

    fn schemas_in(&mut self, object: &Object<'a>, key: &str) -> Vec<SchemaId> {
        self.array(object, key).into_iter().map(|(node, span)| self.schema(node, span)).collect()
    }
}

/// The end of a chain of references without other keywords.
enum Round<'a> {
    /// A schema with other keywords.
    No,
    /// A circle that was reported.
    Reported,
    /// A circle that has not been reported: one of its locations.
    New(&'a Mapping, SourceLocation),
}
