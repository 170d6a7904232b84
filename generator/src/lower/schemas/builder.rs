//! The types that are emitted for schemas, with their names and diagnostics. Each schema gets its type once.
//! Must not know how a type's shape is made ([`super::shapes`]).

use std::collections::VecDeque;

use foldhash::{HashMap, HashSet};

use super::analysis::Analysis;
use super::classify::Kind;
use super::docs::schema_docs;
use super::scalars;
use crate::lower::model::{Home, Shape, Type, TypeDef, TypeId, Union, Variant};
use crate::lower::names::claims::{Scope, Wanted};
use crate::lower::names::lock::Lock;
use crate::lower::names::reserved::{Use, aside};
use crate::lower::names::shorten;
use crate::lower::names::words;
use crate::report::{Report, SourceLocation};
use crate::resolve::SchemaId;

/// The type of a value where it is used, and whether it may be null there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UsedType {
    /// The type, apart from null.
    pub ty: Type,
    /// `true` if it may be null.
    pub nullable: bool,
}

impl UsedType {
    /// Returns the type with null as one of its values, if it may be null. Any JSON may be null anyway.
    #[must_use]
    pub(crate) fn with_null(self) -> Type {
        if self.nullable && self.ty != Type::Any { Type::Optional(Box::new(self.ty)) } else { self.ty }
    }
}

/// Builds the types of a description, claims their names, and collects diagnostics.
#[derive(Debug)]
pub(crate) struct TypeBuilder<'a> {
    /// The facts about all schemas.
    pub analysis: &'a Analysis<'a>,
    /// The names and decisions of the earlier run.
    pub earlier: &'a Lock,
    /// The names and decisions of this run.
    pub new: Lock,
    /// The diagnostics.
    pub report: &'a mut Report,
    /// Properties that are in no type, because they are only sent or only received by others.
    pub omitted: HashSet<SchemaId>,
    scope: Scope,
    types: Vec<TypeDef>,
    by_schema: HashMap<SchemaId, TypeId>,
    /// The types whose shapes are still missing.
    unfinished: VecDeque<(TypeId, SchemaId)>,
    component_names: HashMap<SchemaId, String>,
    /// Schemas whose widening has been reported.
    reported: HashSet<SchemaId>,
}

impl<'a> TypeBuilder<'a> {
    /// Creates a builder, and claims the names of all components in their order, whether they are used or not.
    #[must_use]
    pub(crate) fn new(analysis: &'a Analysis<'a>, earlier: &'a Lock, report: &'a mut Report) -> TypeBuilder<'a> {
        let mut builder = TypeBuilder {
            analysis,
            earlier,
            new: Lock::of_edition(earlier.edition()),
            report,
            omitted: HashSet::default(),
            scope: Scope::new("type", earlier, |name| Some(name.to_owned())),
            types: Vec::new(),
            by_schema: HashMap::default(),
            unfinished: VecDeque::new(),
            component_names: HashMap::default(),
            reported: HashSet::default(),
        };
        for (wire, id) in &analysis.schemas.resolved.named {
            let rust_name = analysis.schema(*id).annotations.rust_name.as_deref();
            let name = builder.claim_for_schema(*id, Wanted::new(wire, rust_name, Use::Type).name);
            builder.component_names.insert(*id, name);
        }
        builder
    }

    /// Returns the type of a schema where it is used. `hint` are the words that an inline type is named by.
    pub(crate) fn used(&mut self, id: SchemaId, hint: &str) -> UsedType {
        let analysis = self.analysis;
        let (mut nullable, mut is_unsigned) = (false, false);
        let mut current = id;
        loop {
            is_unsigned |= analysis.schema(current).is_unsigned;
            let Some(class) = analysis.schemas.class(current) else { return UsedType { ty: Type::Any, nullable } };
            nullable |= class.nullable;
            if analysis.files.has_value(current) {
                return UsedType { ty: Type::File, nullable: nullable || analysis.schemas.is_nullable(current) };
            }
            if analysis.own_types.of_schema(current).is_some() {
                break;
            }
            match &class.kind {
                // A component keeps its own name, even if it is an alias of another one.
                Kind::Same(target) if !self.component_names.contains_key(&current) => current = *target,
                Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::String | Kind::Boolean => break,
                Kind::Integer | Kind::Number | Kind::Values(_) | Kind::Array(_) | Kind::Tuple => break,
                Kind::Record | Kind::Map(_) | Kind::Union(_) | Kind::Merge => break,
            }
        }
        nullable |= analysis.schemas.is_nullable(current);
        if self.reported.insert(current) {
            self.report.diagnostics.extend(analysis.widened.diagnostic(analysis.schemas.resolved, current));
        }
        // A parent is reached before the union of it and its children, so that inline types in it are named after it.
        if let Some(parent) = analysis.schema(current).parent {
            self.used(parent, hint);
        }
        let ty = match self.component_names.get(&current).cloned() {
            Some(name) => Type::Named(self.define(current, name)),
            None => analysis.own_types.limited(self.inline(current, hint), is_unsigned),
        };
        UsedType { ty, nullable }
    }

    /// Returns the next type without a shape, with its schema and its name.
    pub(crate) fn next_unfinished(&mut self) -> Option<(TypeId, SchemaId, String)> {
        let (type_id, schema) = self.unfinished.pop_front()?;
        let name = self.definition(type_id)?.name.clone();
        Some((type_id, schema, name))
    }

    /// Completes a type.
    pub(crate) fn complete(&mut self, id: TypeId, shape: Shape, required_name: Option<String>) {
        if let Some(def) = self.types.get_mut(id.index()) {
            (def.shape, def.required_name) = (shape, required_name);
        }
    }

    /// Returns all types, by their indices, and the names and decisions of this run.
    #[must_use]
    pub(crate) fn into_types(self) -> (Vec<TypeDef>, Lock, HashSet<SchemaId>) {
        (self.types, self.new, self.omitted)
    }

    /// Returns the definition of a type.
    #[must_use]
    pub(crate) fn definition(&self, id: TypeId) -> Option<&TypeDef> {
        self.types.get(id.index())
    }

    /// Returns the type that a schema has by name, if it was reached.
    #[must_use]
    pub(crate) fn type_of(&self, id: SchemaId) -> Option<TypeId> {
        self.by_schema.get(&id).copied()
    }

    /// Defines a union that no schema describes, and returns its type.
    pub(crate) fn define_union(
        &mut self,
        span: SourceLocation,
        name: &str,
        docs: String,
        variants: Vec<Variant>,
    ) -> Type {
        let item = self.analysis.schemas.resolved.key(&span);
        let name = self.claim(&item, aside(shorten::camel(name, self.earlier.edition().longest()), Use::Type));
        let shape =
            Shape::Union(Union { variants, discriminator: None, default: None, constants: Vec::new(), item: false });
        let id = TypeId::new(self.types.len());
        self.types.push(TypeDef {
            span,
            wire: None,
            name,
            docs,
            deprecated: false,
            any_string: false,
            required_name: None,
            home: Home::default(),
            shape,
        });
        Type::Named(id)
    }

    /// Returns the type of a schema, which is completed later.
    fn define(&mut self, id: SchemaId, name: String) -> TypeId {
        if let Some(known) = self.by_schema.get(&id) {
            return *known;
        }
        let type_id = TypeId::new(self.types.len());
        let schema = self.analysis.schema(id);
        self.types.push(TypeDef {
            span: schema.span.clone(),
            wire: schema.component.clone(),
            name,
            docs: schema_docs(schema),
            deprecated: schema.annotations.deprecated,
            any_string: self.analysis.any_string.contains(&id),
            required_name: None,
            home: Home::default(),
            shape: Shape::Alias(Type::Any),
        });
        self.by_schema.insert(id, type_id);
        self.unfinished.push_back((type_id, id));
        type_id
    }

    /// Returns the words that the type of a property is named by. Words that the owner's name ends in are not repeated,
    /// unless the rest is the name of another type.
    #[must_use]
    pub(crate) fn property_hint(&self, owner: &str, wire: &str) -> String {
        let short = words::overlapping(owner, wire).filter(|short| self.scope.is_free(&words::camel(short)));
        short.unwrap_or_else(|| format!("{owner} {wire}"))
    }

    /// Returns the type of a schema that is not a component: objects, enums and unions are named by `hint`.
    pub(crate) fn inline(&mut self, id: SchemaId, hint: &str) -> Type {
        let (analysis, schema) = (self.analysis, self.analysis.schema(id));
        let Some(class) = analysis.schemas.class(id) else { return Type::Any };
        if let Some(own) = analysis.own_types.of_schema(id) {
            return own;
        }
        match class.kind {
            Kind::Record | Kind::Tuple | Kind::Values(_) | Kind::Union(_) => self.inline_named(id, hint),
            Kind::Integer if scalars::is_named_integer(schema, analysis.own_types.integers) => {
                self.inline_named(id, hint)
            }
            Kind::Array(None) if analysis.files.has_array(id) => Type::Array(Box::new(Type::File)),
            Kind::Array(item) => Type::Array(Box::new(self.item(item, &words::item_name(hint)))),
            Kind::Map(value) => Type::Map(Box::new(self.item(value, &format!("{hint} value")))),
            Kind::String if analysis.files.has_string(id) => Type::File,
            Kind::String => analysis.own_types.or_chosen(schema, scalars::string(schema)),
            Kind::Boolean => Type::Boolean,
            Kind::Integer => {
                analysis.own_types.or_chosen(schema, scalars::integer(schema, analysis.own_types.integers))
            }
            Kind::Number => analysis.own_types.or_chosen(schema, scalars::number(schema, analysis.own_types.integers)),
            // `Kind::Merge` has been widened.
            Kind::Same(_) | Kind::Any | Kind::Never | Kind::Null | Kind::Merge => Type::Any,
        }
    }

    /// Returns a type of its own for an inline schema.
    fn inline_named(&mut self, id: SchemaId, hint: &str) -> Type {
        if let Some(known) = self.by_schema.get(&id) {
            return Type::Named(*known);
        }
        let wanted = match &self.analysis.schema(id).annotations.rust_name {
            Some(rust_name) => words::camel(rust_name),
            None => shorten::camel(hint, self.earlier.edition().longest()),
        };
        let name = self.claim_for_schema(id, aside(wanted, Use::Type));
        Type::Named(self.define(id, name))
    }

    /// Returns the type of the items of an array or the values of a map; any JSON without a schema.
    pub(crate) fn item(&mut self, id: Option<SchemaId>, hint: &str) -> Type {
        id.map_or(Type::Any, |id| self.used(id, hint).with_null())
    }

    fn claim_for_schema(&mut self, id: SchemaId, wanted: String) -> String {
        let item = self.analysis.schemas.resolved.key(&self.analysis.schema(id).span);
        self.claim(&item, wanted)
    }

    /// Claims the name of a type, and keeps it for the next run.
    pub(crate) fn claim(&mut self, item: &str, wanted: String) -> String {
        let name = self.scope.claim(item, wanted);
        self.new.set(self.scope.kind(), item, &name);
        name
    }

    /// Returns `true` if the earlier run named this item.
    #[must_use]
    pub(crate) fn was_named(&self, item: &str) -> bool {
        self.earlier.get(self.scope.kind(), item).is_some()
    }
}
