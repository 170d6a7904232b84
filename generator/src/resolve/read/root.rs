//! Reads the OpenAPI Object: the whole description in order, with `info`, tags and components. Must
//! not know how operations and schemas are read.

use super::servers::servers;
use crate::parse::Version;
use crate::report::{Pointer, SourceLocation};
use crate::resolve::context::{Context, Object};
use crate::resolve::normalize::{families, normalize};
use crate::resolve::resolved::{Info, Resolved, SchemaId, Tag};
use crate::sources::relative;

/// Resolves the whole description.
pub(crate) fn root(context: &mut Context<'_>) -> Resolved {
    let span = SourceLocation::value(context.file, Pointer::default());
    let node = context.root;
    let Some(top) = context.object(node, span, "the description") else { return Resolved::default() };
    let info = info(context, &top);
    let servers = servers(context, &top);
    let tags = tags(context, &top);
    let components = context.child(&top, "components");
    let named = components.as_ref().map(|components| named_schemas(context, components)).unwrap_or_default();
    let schemes = components.as_ref().map(|components| context.security_schemes(components)).unwrap_or_default();
    let security = context.requirements(&top, &schemes);
    let operations = context.paths(&top, &schemes, security.as_ref());
    let webhooks = context.webhooks(&top);
    let error_messages = context.string_or_array(&top, "x-error-message");
    let idempotency_key = context.idempotency_key(&top);
    context.read_schemas();
    normalize(&mut context.schemas);
    let mut named = all_named(context, named);
    families(&mut context.schemas, &mut named);
    Resolved {
        files: files(context),
        renamed_files: renamed_files(context),
        info,
        servers,
        tags,
        security_schemes: schemes,
        operations,
        schemas: std::mem::take(&mut context.schemas),
        named,
        error_messages,
        needs: crate::resolve::resolved::Needs::default(),
        idempotency_key,
        webhooks,
        untyped_parts_are_bytes: context.version > Version::V30,
    }
}

/// Returns the components, then the schemas that are named elsewhere. A component that is only a
/// reference to another file gives its name to the target.
fn all_named(context: &mut Context<'_>, components: Vec<(String, SchemaId)>) -> Vec<(String, SchemaId)> {
    let mut elsewhere = std::mem::take(&mut context.named);
    let mut named = Vec::new();
    for (name, id) in components {
        let target = context.schemas.get(id.index()).and_then(|schema| schema.reference);
        match elsewhere.iter().position(|(_, other)| Some(*other) == target) {
            Some(index) => {
                let (_, target) = elsewhere.remove(index);
                for (of, component) in [(id, None), (target, Some(name.clone()))] {
                    if let Some(schema) = context.schemas.get_mut(of.index()) {
                        schema.component = component;
                    }
                }
                named.push((name, target));
            }
            None => named.push((name, id)),
        }
    }
    named.append(&mut elsewhere);
    named
}

/// Returns the paths of the files, relative to the root's folder. They do not depend on the folder
/// from which the generator is called, as names in the lock refer to them.
fn files(context: &Context<'_>) -> Vec<String> {
    let mut files = vec![String::new(); context.referenced_files.len() + 1];
    for referenced in context.referenced_files {
        if let Some(slot) = files.get_mut(referenced.file.0 as usize) {
            *slot = relative(context.name, &referenced.name);
        }
    }
    files
}

/// Returns the earlier and the present name of each file outside of the root's folder. Locks of
/// earlier versions have names relative to the folder from which the generator was called.
fn renamed_files(context: &Context<'_>) -> Vec<(String, String)> {
    let names = context
        .referenced_files
        .iter()
        .map(|file| (file.name.trim_start_matches('/'), relative(context.name, &file.name)));
    names.filter(|(_, name)| name.starts_with("../")).map(|(earlier, name)| (earlier.to_owned(), name)).collect()
}

fn info<'a>(context: &mut Context<'a>, top: &Object<'a>) -> Info {
    if top.get("info").is_none() {
        context.report_missing(top, "info", "an object with `title` and `version`");
    }
    let Some(info) = context.child(top, "info") else { return Info::default() };
    Info {
        title: context.required_string(&info, "title").unwrap_or_default(),
        summary: context.string(&info, "summary"),
        description: context.string(&info, "description"),
        version: context.required_string(&info, "version").unwrap_or_default(),
    }
}

fn tags<'a>(context: &mut Context<'a>, top: &Object<'a>) -> Vec<Tag> {
    let mut tags = Vec::new();
    for (node, span) in context.array(top, "tags") {
        let Some(tag) = context.object(node, span, "a tag") else { continue };
        let Some(name) = context.required_string(&tag, "name") else { continue };
        let summary = context.string(&tag, "summary");
        tags.push(Tag {
            name,
            description: context.string(&tag, "description").or(summary),
            rust_name: context.string(&tag, "x-rust-name"),
            span: tag.span,
        });
    }
    tags
}

fn named_schemas<'a>(context: &mut Context<'a>, components: &Object<'a>) -> Vec<(String, SchemaId)> {
    let Some(schemas) = context.child(components, "schemas") else { return Vec::new() };
    let mut named = Vec::new();
    for (name, node) in schemas.map.iter() {
        let id = context.schema(node, schemas.span.child(name));
        if let Some(schema) = context.schemas.get_mut(id.index()) {
            schema.component = Some(name.to_owned());
        }
        named.push((name.to_owned(), id));
    }
    named
}
