//! Unions: which variants a choice has, how a person would call them, and what tells them apart.

use std::collections::BTreeSet;

use super::classify::Kind;
use super::discriminators::sent;
use super::samples::sample;
use super::types::{Types, Used};
use crate::lower::model::{Constant, Shape, Type, Union, Variant};
use crate::lower::names::claims::{Wanted, claim_members};
use crate::lower::names::reserved::Use;
use crate::lower::names::words;
use crate::parse::Node;
use crate::report::{Code, Diagnostic, Level, Report};
use crate::resolve::{Schema, SchemaId};

/// The shape of a choice: a union, or what is left where its branches are of one type.
pub(crate) fn union(
    types: &mut Types<'_>,
    id: SchemaId,
    branches: &[SchemaId],
    name: &str,
    report: &mut Report,
) -> Shape {
    let wanted: Vec<Wanted> = branches.iter().map(|branch| wanted(types, *branch, branches)).collect();
    let scope = types.resolved.key(&types.resolved.schema(id).span);
    let (old, names) = (types.old, &mut types.new);
    let names = claim_members(&scope, &wanted, old, names);
    let property = types.resolved.schema(id).discriminator.as_ref().map(|of| of.property.clone());
    let mut union = Union { variants: Vec::new(), tag: property, default: None, constants: Vec::new(), item: false };
    let mut used_as: Vec<Used> = Vec::new();
    for (branch, variant_name) in branches.iter().zip(&names) {
        used_as.push(types.used(*branch, &joined(name, variant_name), report));
    }
    plain_texts(&mut used_as);
    for ((branch, variant_name), used) in branches.iter().zip(names).zip(used_as) {
        let claim = tags_of(types, id, *branch);
        let sent = sent(types, id, *branch, &claim);
        let tags = claim.sent.into_iter().chain(claim.read);
        let known = union.variants.iter().position(|variant| variant.ty == used.ty);
        if is_default(types, id, *branch) {
            union.default = known.or(Some(union.variants.len()));
        }
        match known.and_then(|known| union.variants.get_mut(known)) {
            Some(known) => known.tags.extend(tags),
            None => {
                constants(types, *branch, union.variants.len(), &mut union.constants);
                let docs = docs(types, *branch);
                let (tags, sample) = (tags.collect(), sample(types, *branch, &[]));
                let ty = used.ty;
                union.variants.push(Variant { name: variant_name, docs, ty, tags, sent, boxed: false, sample });
            }
        }
    }
    if let [one] = union.variants.as_slice() {
        // A choice between nothing but itself is any JSON.
        let own = types.named(id).is_some_and(|own| one.ty == Type::Named(own));
        if own || union.tag.is_none() && !types.resolved.schema(id).open {
            return Shape::Alias(if own { Type::Any } else { one.ty.clone() });
        }
    }
    only_once(&mut union);
    report.diagnostics.extend(discriminator_in_part(types, id, branches, union.tag.is_some()));
    if union.default.is_none() {
        report.diagnostics.extend(default_elsewhere(types, id));
    }
    Shape::Union(union)
}

/// A discriminator that tells no variant apart, and entries of `mapping` that refer to none of them.
fn discriminator_in_part(types: &Types<'_>, union: SchemaId, branches: &[SchemaId], tells: bool) -> Vec<Diagnostic> {
    let schema = types.resolved.schema(union);
    let Some(discriminator) = schema.discriminator.as_ref().filter(|_| schema.parent.is_none()) else {
        return Vec::new();
    };
    let span = schema.span.child("discriminator");
    let diagnostic = |span, message, help: &str| Diagnostic {
        level: Level::Ignored,
        code: Code::Discriminator,
        span,
        related: Vec::new(),
        message,
        help: help.to_owned(),
    };
    if !tells {
        let message = format!(
            "the discriminator `{}` tells no variant apart: none has a name or a value of its own",
            discriminator.property
        );
        return vec![diagnostic(
            span,
            message,
            "list schemas of components, or give each variant a `const` of the property",
        )];
    }
    let known = |target: SchemaId| {
        branches
            .iter()
            .flat_map(|branch| chosen(types, *branch))
            .chain(branches.iter().copied())
            .any(|of| origin(types, of) == origin(types, target))
    };
    let others = discriminator.mapping.iter().filter(|(_, target)| !known(*target));
    let told = others.map(|(value, _)| {
        let message = format!("the value `{value}` is mapped to none of the variants");
        diagnostic(span.child("mapping").child(value), message, "list the schema in `oneOf` or `anyOf`")
    });
    told.collect()
}

/// Whether a branch is what `defaultMapping` refers to.
pub(crate) fn is_default(types: &Types<'_>, union: SchemaId, branch: SchemaId) -> bool {
    let default = types.resolved.schema(union).discriminator.as_ref().and_then(|of| of.default);
    default.is_some_and(|default| origin(types, default) == origin(types, branch))
}

/// Returns `true` if a branch is the parent in the union of its children.
pub(crate) fn is_parent(types: &Types<'_>, union: SchemaId, branch: SchemaId) -> bool {
    types.resolved.schema(union).parent.is_some_and(|parent| parent == origin(types, branch))
}

/// A `defaultMapping` that chooses none of the variants.
fn default_elsewhere(types: &Types<'_>, union: SchemaId) -> Option<Diagnostic> {
    let schema = types.resolved.schema(union);
    schema.discriminator.as_ref()?.default?;
    Some(Diagnostic {
        level: Level::Ignored,
        code: Code::DefaultMapping,
        span: schema.span.child("discriminator").child("defaultMapping"),
        related: Vec::new(),
        message: "`defaultMapping` refers to none of the variants".to_owned(),
        help: "list the schema in `oneOf` or `anyOf`".to_owned(),
    })
}

/// Texts of different formats fit each other's: several of them are one plain text.
fn plain_texts(branches: &mut [Used]) {
    let is_text = |used: &&mut Used| matches!(used.ty, Type::Text | Type::Formatted(_));
    if branches.iter_mut().filter(is_text).count() > 1 {
        branches.iter_mut().filter(is_text).for_each(|used| used.ty = Type::Text);
    }
}

/// A value that two variants claim tells neither.
fn only_once(union: &mut Union) {
    for variant in &mut union.variants {
        variant.tags.sort();
        variant.tags.dedup();
    }
    let all: Vec<String> = union.variants.iter().flat_map(|variant| variant.tags.clone()).collect();
    for variant in &mut union.variants {
        variant.tags.retain(|tag| all.iter().filter(|other| *other == tag).count() == 1);
        variant.sent = variant.sent.take().filter(|tag| variant.tags.contains(tag));
    }
    if union.variants.iter().all(|variant| variant.tags.is_empty()) {
        union.tag = None;
    }
    if union.tag.is_none() {
        union.default = None;
    }
}

/// The schema that a branch is, behind what was put together and references.
fn origin(types: &Types<'_>, branch: SchemaId) -> SchemaId {
    let resolved = types.resolved;
    let mut at = resolved.schema(branch).branch_of.unwrap_or(branch);
    for _ in 0..64 {
        let schema = resolved.schema(at);
        let alone = schema.all_of.as_slice();
        match (schema.component.as_ref(), schema.reference, alone) {
            (None, Some(target), _) => at = target,
            (None, None, [one]) => at = *one,
            (_, _, _) => break,
        }
    }
    at
}

fn wanted(types: &Types<'_>, branch: SchemaId, all: &[SchemaId]) -> Wanted {
    let origin = origin(types, branch);
    let schema = types.resolved.schema(origin);
    let given = types.resolved.schema(branch).rust_name.as_deref().or(schema.rust_name.as_deref());
    let spoken = spoken(types, branch, schema, all);
    let key = types.resolved.key(&schema.span);
    Wanted { key, ..Wanted::new(&spoken, given, Use::Variant).fitted(types.old.edition().longest()) }
}

/// How a person would call a branch: its component, its title, the one value of a member, a member that no other has,
/// or what sort of JSON it is.
fn spoken(types: &Types<'_>, branch: SchemaId, schema: &Schema, all: &[SchemaId]) -> String {
    if let Some(name) = own_name(schema) {
        return name.to_owned();
    }
    match types.kind(branch) {
        Some((Kind::Record, at)) => {
            constant_member(types, at).or_else(|| own_member(types, at, all)).unwrap_or_else(|| "object".to_owned())
        }
        Some(_) | None => sort_of(types, branch),
    }
}

/// The name of the component, else the title where that reads as a name.
fn own_name(schema: &Schema) -> Option<&str> {
    let title = schema.title.as_deref().filter(|title| title.len() <= 40 && title.contains(char::is_alphabetic));
    schema.component.as_deref().or(title)
}

fn sort_of(types: &Types<'_>, id: SchemaId) -> String {
    let Some((kind, _)) = types.kind(id) else { return "value".to_owned() };
    match kind {
        _ if types.is_file(id) => "file".to_owned(),
        Kind::Text => "string".to_owned(),
        Kind::Values(values) => match values.as_slice() {
            [one] => one.clone(),
            [] | [_, ..] => "string".to_owned(),
        },
        Kind::Boolean => "boolean".to_owned(),
        Kind::Integer => "integer".to_owned(),
        Kind::Number => "number".to_owned(),
        Kind::List(Some(item)) => {
            let own = own_name(types.resolved.schema(origin(types, *item))).map(str::to_owned);
            format!("{} list", own.unwrap_or_else(|| sort_of(types, *item)))
        }
        Kind::List(None) | Kind::Tuple => "list".to_owned(),
        Kind::Record => "object".to_owned(),
        Kind::Map(_) => "map".to_owned(),
        Kind::Union(_) => "choice".to_owned(),
        Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::Merge => "value".to_owned(),
    }
}

/// The value of the first member that has only one.
fn constant_member(types: &Types<'_>, record: SchemaId) -> Option<String> {
    let members = types.members.get(&record)?;
    members.properties.iter().find_map(|(_, property)| match types.kind(*property) {
        Some((Kind::Values(values), _)) => match values.as_slice() {
            [one] if one.contains(char::is_alphanumeric) => Some(one.clone()),
            [] | [_, ..] => None,
        },
        Some(_) | None => None,
    })
}

/// The first member, required ones before others, that no other branch has.
fn own_member(types: &Types<'_>, record: SchemaId, all: &[SchemaId]) -> Option<String> {
    let members = types.members.get(&record)?;
    let others: Vec<SchemaId> =
        all.iter().filter_map(|id| types.kind(*id)).map(|(_, at)| at).filter(|at| *at != record).collect();
    // The only object among its branches is just that.
    if !others.iter().any(|id| types.members.contains_key(id)) {
        return None;
    }
    let elsewhere = |name: &str| {
        others.iter().filter_map(|id| types.members.get(id)).any(|of| of.properties.iter().any(|(key, _)| key == name))
    };
    let own: Vec<&String> =
        members.properties.iter().map(|(name, _)| name).filter(|name| !elsewhere(name.as_str())).collect();
    let required = own.iter().find(|name| members.required.contains(**name));
    required.or(own.first()).map(|name| (*name).clone())
}

/// The discriminator values of a variant.
#[derive(Debug, Default)]
pub(crate) struct Claim {
    /// Those that the union itself declares for it.
    pub sent: Vec<String>,
    /// Those that other levels of inheritance declare: they are only read.
    pub read: Vec<String>,
    /// The source of `sent`.
    pub rank: Rank,
}

/// The source of a discriminator value. Later ones take precedence.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    /// The name of a parent, which is mostly abstract.
    #[default]
    Parent,
    /// The name of the component.
    Name,
    /// The values that the variant lists for the property.
    Listed,
    /// `mapping` or `x-ms-discriminator-value`.
    Mapped,
}

/// The discriminator values that stand for a branch: those of `mapping`, else those of other levels of inheritance, those that
/// the branch itself lists, or the name of its component (OpenAPI 3.1.1, Discriminator Object).
pub(crate) fn tags_of(types: &Types<'_>, union: SchemaId, branch: SchemaId) -> Claim {
    let Some(discriminator) = &types.resolved.schema(union).discriminator else { return Claim::default() };
    let origin = origin(types, branch);
    let mapped = |mapping: &[(String, SchemaId)]| {
        let mut values: Vec<String> = Vec::new();
        for (value, _) in mapping.iter().filter(|(_, target)| self::origin(types, *target) == origin) {
            if !values.contains(value) {
                values.push(value.clone());
            }
        }
        values
    };
    let (own, inherited) = (mapped(&discriminator.mapping), mapped(&discriminator.inherited));
    let extension = types.resolved.schema(origin).discriminator_value.clone();
    for sent in [own, inherited.clone(), extension.into_iter().collect()] {
        if !sent.is_empty() {
            return Claim { sent, read: inherited, rank: Rank::Mapped };
        }
    }
    let parent = types.resolved.schema(union).parent;
    let common = parent.and_then(|parent| member(types, parent, &discriminator.property));
    // What children inherit lists the values of all of them.
    if common.is_none() || common != member(types, branch, &discriminator.property) {
        let sent = listed(types, branch, &discriminator.property);
        if !sent.is_empty() {
            return Claim { sent, read: Vec::new(), rank: Rank::Listed };
        }
    }
    let rank = if parent == Some(origin) { Rank::Parent } else { Rank::Name };
    Claim { sent: types.resolved.schema(origin).component.iter().cloned().collect(), read: Vec::new(), rank }
}

/// A property of a branch.
pub(crate) fn member(types: &Types<'_>, branch: SchemaId, property: &str) -> Option<SchemaId> {
    let (Kind::Record, record) = types.kind(branch)? else { return None };
    let members = types.members.get(&record)?;
    members.properties.iter().find(|(name, _)| name == property).map(|(_, id)| *id)
}

/// The values of the property in a branch; none where it may have any.
fn listed(types: &Types<'_>, branch: SchemaId, property: &str) -> Vec<String> {
    let values = |at: &SchemaId| match member(types, *at, property).and_then(|id| types.kind(id)) {
        Some((Kind::Values(values), _)) => Some(values),
        Some(_) | None => None,
    };
    let all: Option<Vec<&Vec<String>>> = chosen(types, branch).iter().map(values).collect();
    let mut seen = BTreeSet::new();
    all.unwrap_or_default().into_iter().flatten().filter(|value| seen.insert(*value)).cloned().collect()
}

/// What a branch is in the end: itself, or of a choice all of its branches.
pub(crate) fn chosen(types: &Types<'_>, branch: SchemaId) -> Vec<SchemaId> {
    let (mut all, mut seen, mut open) = (Vec::new(), BTreeSet::new(), vec![branch]);
    while let Some(branch) = open.pop() {
        match types.kind(branch) {
            Some((Kind::Union(inner), at)) if seen.insert(at) => open.extend(inner.iter().rev()),
            Some((Kind::Union(_), _)) => {}
            Some(_) | None => all.push(branch),
        }
    }
    all
}

/// Members of a branch that only have certain numbers or booleans, or null where that is allowed.
fn constants(types: &Types<'_>, branch: SchemaId, variant: usize, to: &mut Vec<Constant>) {
    let Some((Kind::Record, record)) = types.kind(branch) else { return };
    for (name, property) in types.members.get(&record).into_iter().flat_map(|of| &of.properties) {
        let Some((Kind::Integer | Kind::Number | Kind::Boolean, _)) = types.kind(*property) else { continue };
        let mut values: Vec<&Node> = certain(types, *property);
        if !values.is_empty() {
            values.extend(types.chain_is_nullable(*property).then_some(&Node::Null));
            let values = values.iter().map(|node| node.to_json()).collect();
            to.push(Constant { variant, key: name.clone(), values: serde_json::Value::Array(values).to_string() });
        }
    }
}

/// The values that a schema lists, else what it is an alias of: the nearer list is the narrower one.
pub(crate) fn certain<'t>(types: &'t Types<'_>, id: SchemaId) -> Vec<&'t Node> {
    let mut at = id;
    for _ in 0..=types.classes.len() {
        let schema = types.resolved.schema(at);
        let values: Vec<&Node> = schema.constant.iter().chain(schema.enumeration.iter().flatten()).collect();
        match types.classes.get(at.0 as usize).map(|class| &class.kind) {
            Some(Kind::Same(target)) if values.is_empty() => at = *target,
            Some(_) | None => return values,
        }
    }
    Vec::new()
}

fn docs(types: &Types<'_>, branch: SchemaId) -> String {
    let own = types.resolved.schema(branch).description.clone();
    let origin = types.resolved.schema(origin(types, branch));
    let text = own.or_else(|| origin.description.clone()).or_else(|| origin.title.clone()).unwrap_or_default();
    // A variant's words are its type's; one line is enough here.
    text.lines().next().map(str::trim).unwrap_or_default().to_owned()
}

/// The name of the type of a branch in front of which the union's name would say a thing twice.
fn joined(union: &str, variant: &str) -> String {
    let (union, variant) = (words::camel(union), words::camel(variant));
    if variant.starts_with(&union) { variant } else { format!("{union} {variant}") }
}
