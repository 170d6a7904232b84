//! Schemas to types: the registry that gives each schema its type once, and one short function a shape.

use std::collections::VecDeque;

use foldhash::{HashMap, HashSet};

use super::classify::{Class, Kind, classify_all};
use super::directions::{Directions, directions};
use super::discriminators::{Tags, tags};
use super::docs::with_facts;
use super::enums;
use super::files::{self, Classified, Files};
use super::properties::{Members, members};
use super::records::{record, tuple};
use super::samples::Patterns;
use super::simplify::simplify;
use super::unions::union;
use super::widen::{Widened, widen};
use crate::lower::model::{Home, Shape, Type, TypeDef, TypeId, Union, Variant};
use crate::lower::names::claims::{Scope, Wanted};
use crate::lower::names::fit;
use crate::lower::names::lock::Lock;
use crate::lower::names::reserved::{Use, aside};
use crate::lower::names::words;
use crate::report::{Report, SourceLocation};
use crate::resolve::{Resolved, Schema, SchemaId};

/// A type as it is used somewhere: what it is and whether it may be null there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Used {
    /// What it is.
    pub ty: Type,
    /// Whether it may be null.
    pub nullable: bool,
}

/// Gives each schema its type.
#[derive(Debug)]
pub(crate) struct Types<'a> {
    /// The description.
    pub resolved: &'a Resolved,
    /// What each schema is.
    pub classes: Vec<Class>,
    /// The members of every object.
    pub members: HashMap<SchemaId, Members>,
    /// The files of forms.
    pub files: Files,
    /// What is sent and what is received.
    pub directions: Directions,
    /// Properties that no type has, as it only goes the other way.
    pub omitted: HashSet<SchemaId>,
    /// What constructors set for choices to be told.
    pub tags: Tags,
    /// The enums whose descriptions allow any string.
    any_text: HashSet<SchemaId>,
    widened: Widened,
    told: HashSet<SchemaId>,
    /// The patterns that samples have to match.
    pub patterns: Patterns,
    /// Names and choices of the earlier run.
    pub old: &'a Lock,
    /// Those of this run.
    pub new: Lock,
    scope: Scope,
    defs: Vec<Option<TypeDef>>,
    by_schema: HashMap<SchemaId, TypeId>,
    queue: VecDeque<(TypeId, SchemaId)>,
    component_names: HashMap<SchemaId, String>,
}

/// A constructor takes more required properties than this as one struct.
const MOST_ARGUMENTS: usize = 3;

impl<'a> Types<'a> {
    /// Classifies all schemas and claims the names of all components, used or not, in their order.
    #[must_use]
    pub(crate) fn new(resolved: &'a Resolved, old: &'a Lock) -> Types<'a> {
        let mut classes = classify_all(resolved);
        let members = members(resolved, &mut classes);
        let apart = files::unions(Classified { resolved, classes: &classes, members: &members });
        let any_text = simplify(resolved, &mut classes, &apart);
        let widened = widen(resolved, &mut classes);
        let mut types = Types {
            resolved,
            files: Files::default(),
            directions: Directions::default(),
            omitted: HashSet::default(),
            tags: Tags::default(),
            any_text,
            widened,
            told: HashSet::default(),
            patterns: Patterns::default(),
            classes,
            members,
            old,
            new: Lock::of_edition(old.edition()),
            scope: Scope::new("type", old, |name| Some(name.to_owned())),
            defs: Vec::new(),
            by_schema: HashMap::default(),
            queue: VecDeque::new(),
            component_names: HashMap::default(),
        };
        types.files = Files::new(types.classified());
        types.directions = directions(&types);
        types.tags = tags(&types);
        for (wire, id) in &resolved.named {
            let given = resolved.schema(*id).rust_name.as_deref();
            let name = types.claim(*id, Wanted::new(wire, given, Use::Type).name);
            types.component_names.insert(*id, name);
        }
        types
    }

    /// The type of a schema where it is used; `hint` is how a person would call what stands there.
    pub(crate) fn used(&mut self, id: SchemaId, hint: &str, report: &mut Report) -> Used {
        let mut nullable = false;
        let mut at = id;
        loop {
            let Some(class) = self.classes.get(at.0 as usize) else { return Used { ty: Type::Any, nullable } };
            nullable |= class.nullable;
            if self.files.has_value(at) {
                return Used { ty: Type::File, nullable: nullable || self.chain_is_nullable(at) };
            }
            match &class.kind {
                // A component keeps its own name, even where it is another's alias.
                Kind::Same(target) if !self.component_names.contains_key(&at) => at = *target,
                Kind::Any
                | Kind::Never
                | Kind::Null
                | Kind::Same(_)
                | Kind::Text
                | Kind::Boolean
                | Kind::Integer
                | Kind::Number
                | Kind::Values(_)
                | Kind::List(_)
                | Kind::Tuple
                | Kind::Record
                | Kind::Map(_)
                | Kind::Union(_)
                | Kind::Merge => break,
            }
        }
        nullable |= self.chain_is_nullable(at);
        if self.told.insert(at) {
            report.diagnostics.extend(self.widened.diagnostic(self.resolved, at));
        }
        // A parent is met before the choice between it and its children: what is inside of it is called by it.
        if let Some(parent) = self.resolved.schema(at).parent {
            self.used(parent, hint, report);
        }
        let ty = if let Some(name) = self.component_names.get(&at).cloned() {
            Type::Named(self.define(at, name))
        } else {
            self.inline(at, hint, report)
        };
        Used { ty, nullable }
    }

    /// Whether a schema, or what it is an alias of, may be null.
    #[must_use]
    pub(crate) fn chain_is_nullable(&self, id: SchemaId) -> bool {
        let mut at = id;
        // Bounded by the number of schemas: a cycle of aliases is not supported and never comes here.
        for _ in 0..self.classes.len() {
            match self.classes.get(at.0 as usize) {
                Some(Class { nullable: true, .. }) => return true,
                Some(Class { kind: Kind::Same(target), .. }) => at = *target,
                Some(_) | None => return false,
            }
        }
        false
    }

    /// Finishes every type that was named on the way; all that are reached, in order of their schemas.
    pub(crate) fn finish(&mut self, report: &mut Report) {
        while let Some((type_id, schema_id)) = self.queue.pop_front() {
            let Some(name) = self.defs.get(type_id.0 as usize).and_then(Option::as_ref).map(|def| def.name.clone())
            else {
                continue;
            };
            let shape = self.shape(schema_id, &name, report);
            let required_name = self.required_name(schema_id, &name, &shape);
            if let Some(Some(def)) = self.defs.get_mut(type_id.0 as usize) {
                (def.shape, def.required_name) = (shape, required_name);
            }
        }
    }

    /// All types that were reached, by their ids.
    #[must_use]
    pub(crate) fn into_defs(self) -> (Vec<TypeDef>, Lock) {
        (self.defs.into_iter().flatten().collect(), self.new)
    }

    /// The definition of a type that was reached.
    #[must_use]
    pub(crate) fn def(&self, id: TypeId) -> Option<&TypeDef> {
        self.defs.get(id.0 as usize).and_then(Option::as_ref)
    }

    /// Returns `true` if a schema is a file of a form, by itself or where it is used.
    #[must_use]
    pub(crate) fn is_file(&self, id: SchemaId) -> bool {
        self.files.has_value(id) || self.kind(id).is_some_and(|(_, at)| self.files.has_text(at))
    }

    /// The schemas with their kinds.
    #[must_use]
    pub(crate) fn classified(&self) -> Classified<'_> {
        Classified { resolved: self.resolved, classes: &self.classes, members: &self.members }
    }

    /// What a schema is behind all references.
    #[must_use]
    pub(crate) fn kind(&self, id: SchemaId) -> Option<(&Kind, SchemaId)> {
        self.classified().kind(id)
    }

    fn claim(&mut self, id: SchemaId, wanted: String) -> String {
        let item = self.resolved.key(&self.resolved.schema(id).span);
        let name = self.scope.claim(&item, wanted);
        self.new.set(self.scope.kind(), &item, &name);
        name
    }

    /// A union that no schema stands for.
    pub(crate) fn define_union(
        &mut self,
        span: SourceLocation,
        name: &str,
        docs: String,
        variants: Vec<Variant>,
    ) -> Type {
        let item = self.resolved.key(&span);
        let name = self.scope.claim(&item, aside(fit::camel(name, self.old.edition().longest()), Use::Type));
        self.new.set(self.scope.kind(), &item, &name);
        let id = TypeId(u32::try_from(self.defs.len()).unwrap_or(u32::MAX));
        let shape = Shape::Union(Union { variants, tag: None, default: None, constants: Vec::new(), item: false });
        self.defs.push(Some(TypeDef {
            span,
            wire: None,
            name,
            docs,
            deprecated: false,
            any_text: false,
            required_name: None,
            home: Home::default(),
            shape,
        }));
        Type::Named(id)
    }

    /// The type of a schema that was reached and has one of its own.
    #[must_use]
    pub(crate) fn named(&self, id: SchemaId) -> Option<TypeId> {
        self.by_schema.get(&id).copied()
    }

    /// The id of the type of a schema, which is filled in later.
    fn define(&mut self, id: SchemaId, name: String) -> TypeId {
        if let Some(known) = self.by_schema.get(&id) {
            return *known;
        }
        let type_id = TypeId(u32::try_from(self.defs.len()).unwrap_or(u32::MAX));
        let schema = self.resolved.schema(id);
        self.defs.push(Some(TypeDef {
            span: schema.span.clone(),
            wire: schema.component.clone(),
            name,
            docs: docs(schema),
            deprecated: schema.deprecated,
            any_text: self.any_text.contains(&id),
            required_name: None,
            home: Home::default(),
            shape: Shape::Alias(Type::Any),
        }));
        self.by_schema.insert(id, type_id);
        self.queue.push_back((type_id, id));
        type_id
    }

    /// How a person would call what a member holds. Words are not said twice, unless what is left is the name of another type.
    #[must_use]
    pub(crate) fn member_name(&self, owner: &str, wire: &str) -> String {
        let short = words::overlapping(owner, wire).filter(|short| self.scope.is_free(&words::camel(short)));
        short.unwrap_or_else(|| format!("{owner} {wire}"))
    }

    /// The type of a schema without a name of its own: objects and enums get one from their place.
    fn inline(&mut self, id: SchemaId, hint: &str, report: &mut Report) -> Type {
        let Some(kind) = self.classes.get(id.0 as usize).map(|class| class.kind.clone()) else { return Type::Any };
        match kind {
            Kind::Record | Kind::Tuple | Kind::Values(_) | Kind::Union(_) => self.inline_named(id, hint),
            Kind::Integer if self.is_named_number(id) => self.inline_named(id, hint),
            Kind::List(None) if self.files.has_list(id) => Type::List(Box::new(Type::File)),
            Kind::List(item) => Type::List(Box::new(self.item(item, &words::item_name(hint), report))),
            Kind::Map(value) => Type::Map(Box::new(self.item(value, &format!("{hint} value"), report))),
            Kind::Text if self.files.has_text(id) => Type::File,
            Kind::Text => self.text(id),
            Kind::Boolean => Type::Boolean,
            Kind::Integer => self.integer(id),
            Kind::Number => self.number(id),
            // The last was widened before anything is lowered.
            Kind::Same(_) | Kind::Any | Kind::Never | Kind::Null | Kind::Merge => Type::Any,
        }
    }

    /// A type that is called by the place of its schema.
    fn inline_named(&mut self, id: SchemaId, hint: &str) -> Type {
        if let Some(known) = self.by_schema.get(&id) {
            return Type::Named(*known);
        }
        let given = self.resolved.schema(id).rust_name.clone();
        let wanted = match &given {
            Some(given) => words::camel(given),
            None => fit::camel(hint, self.old.edition().longest()),
        };
        let wanted = aside(wanted, Use::Type);
        let name = self.claim(id, wanted);
        Type::Named(self.define(id, name))
    }

    /// Whether a schema is an enum of integers with a type of its own.
    pub(crate) fn is_named_number(&self, id: SchemaId) -> bool {
        enums::is_named_number(self.resolved.schema(id), &self.integer(id))
    }

    /// The type of an item of an array or map; without a schema any JSON.
    pub(crate) fn item(&mut self, id: Option<SchemaId>, hint: &str, report: &mut Report) -> Type {
        let Some(id) = id else { return Type::Any };
        let used = self.used(id, hint, report);
        if used.nullable && used.ty != Type::Any { Type::Optional(Box::new(used.ty)) } else { used.ty }
    }

    /// What a named type is.
    fn shape(&mut self, id: SchemaId, name: &str, report: &mut Report) -> Shape {
        let Some(kind) = self.classes.get(id.0 as usize).map(|class| class.kind.clone()) else {
            return Shape::Alias(Type::Any);
        };
        match kind {
            Kind::Record => Shape::Record(record(self, id, name, report)),
            Kind::Tuple => Shape::Record(tuple(self, id, name, report)),
            Kind::Values(values) => Shape::Enum(enums::texts(self, id, &values)),
            Kind::Integer if self.is_named_number(id) => {
                let ty = self.integer(id);
                Shape::Numbers(enums::numbers(self, id, ty))
            }
            Kind::Union(branches) => union(self, id, &branches, name, report),
            Kind::Same(target) => Shape::Alias(self.used(target, name, report).ty),
            Kind::Any
            | Kind::Never
            | Kind::Null
            | Kind::Text
            | Kind::Boolean
            | Kind::Integer
            | Kind::Number
            | Kind::List(_)
            | Kind::Map(_)
            | Kind::Merge => Shape::Alias(self.inline(id, name, report)),
        }
    }

    /// The type that `new` takes, where there are more than three required properties. The form that `new` had in an earlier run stays,
    /// however many there are now: callers would else have to rewrite each call when a property becomes required.
    fn required_name(&mut self, id: SchemaId, name: &str, shape: &Shape) -> Option<String> {
        let Shape::Record(record) = shape else { return None };
        let count = record.fields.iter().filter(|field| field.is_argument()).count();
        let own = self.resolved.key(&self.resolved.schema(id).span);
        let item = format!("{own}#required");
        let is_known = |item: &str| self.old.get(self.scope.kind(), item).is_some();
        if !is_known(&item) && (count <= MOST_ARGUMENTS || is_known(&own)) {
            return None;
        }
        let wanted = fit::composed(format!("{name}Required"), self.old.edition().longest(), fit::camel);
        let claimed = self.scope.claim(&item, wanted);
        self.new.set(self.scope.kind(), &item, &claimed);
        (count > 0).then_some(claimed)
    }
}

/// The words of a schema, and what it says of its values.
fn docs(schema: &Schema) -> String {
    with_facts(&words_of(schema), schema)
}

/// The words of a schema: its description, else its title.
#[must_use]
pub(crate) fn words_of(schema: &Schema) -> String {
    schema.description.clone().or_else(|| schema.title.clone()).unwrap_or_default()
}
