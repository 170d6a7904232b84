//! [`TypeChecker`]: walks the types of a client next to the schemas. Each pair of a type and its schemas is
//! compared once. Must not know how precise a schema is.

use std::collections::{BTreeMap, BTreeSet};

use super::detail;
use super::rust_type::RustType;
use crate::fault::{Cause, Fault};
use crate::media_type::is_json;
use crate::names::{ArgumentNames, MemberNames, Names, OperationNames, Presence, ShapeNames, TypeNames};
use crate::source::{Description, FlatSchema, Node, Operation, flatten, own_discriminator_value};

/// The types of a client and their faults.
pub(crate) struct TypeChecker<'a, 'n> {
    description: &'a Description,
    named: BTreeMap<&'n str, &'n TypeNames>,
    aliases: BTreeMap<&'n str, &'n str>,
    findings: Vec<Findings>,
    /// The positions in `findings` by path and schemas.
    known: BTreeMap<(&'n str, String), usize>,
    /// The types that have not been compared yet.
    waiting: Vec<(usize, &'n TypeNames, Vec<Node<'a>>)>,
}

/// The faults of a type itself, and the positions of the types in it.
#[derive(Default)]
struct Findings {
    faults: Vec<Fault>,
    inner: BTreeSet<usize>,
}

impl<'a, 'n> TypeChecker<'a, 'n> {
    /// Creates a checker for the types of a client.
    pub(crate) fn new(description: &'a Description, names: &'n Names) -> TypeChecker<'a, 'n> {
        let named = names.types.iter().map(|names| (names.path.as_str(), names)).collect();
        let aliases = names.aliases.iter().map(|(path, ty)| (path.as_str(), ty.as_str())).collect();
        let (findings, known, waiting) = (Vec::new(), BTreeMap::new(), Vec::new());
        TypeChecker { description, named, aliases, findings, known, waiting }
    }

    /// Returns the faults of an operation's types and of all types in them.
    pub(crate) fn faults(&mut self, operation: &Operation<'a>, names: &'n OperationNames) -> Vec<Fault> {
        let (mut sent, mut received) = (Findings::default(), Findings::default());
        for argument in names.arguments.iter().chain(&names.setters) {
            if let Some(nodes) = self.argument_schemas(operation, names, argument) {
                self.compare(&nodes, &argument.ty, &mut sent);
            }
        }
        if let Some(schema) = response_schema(operation, &|status| status.starts_with('2')) {
            self.compare(&[schema], &names.output, &mut received);
        }
        for error in names.errors.iter().flat_map(|(_, all)| all) {
            if let Some(schema) = response_schema(operation, &|status| status == error.status) {
                self.compare(&[schema], &error.ty, &mut received);
            }
        }
        self.compare_waiting();
        // Callers do not construct what they receive.
        let received = self.all_faults(received).into_iter().filter(|fault| !fault.cause.is_about_arguments());
        let received: Vec<Fault> = received.collect();
        self.all_faults(sent).into_iter().chain(received).collect()
    }

    /// Returns the schemas of an argument.
    fn argument_schemas(
        &self,
        operation: &Operation<'a>,
        names: &OperationNames,
        argument: &ArgumentNames,
    ) -> Option<Vec<Node<'a>>> {
        let location = argument.location.as_str();
        if !matches!(location, "body" | "member") {
            let mut parameters = operation.parameters.iter();
            let parameter = parameters.find(|known| known.location == location && known.name == argument.wire)?;
            return parameter.schema.clone().map(|schema| vec![schema]);
        }
        let media_type = names.body.as_deref().unwrap_or_default();
        let body = operation.bodies.iter().find(|body| body.media_type == media_type)?;
        let schema = body.schema.clone().filter(|_| is_json(media_type) || media_type.contains("form"))?;
        if location == "body" {
            return Some(vec![schema]);
        }
        flatten(self.description, &[schema]).property(&argument.wire).cloned()
    }

    fn compare_waiting(&mut self) {
        while let Some((index, named, nodes)) = self.waiting.pop() {
            let mut findings = Findings::default();
            self.compare_shape(named, &nodes, &mut findings);
            if let Some(entry) = self.findings.get_mut(index) {
                *entry = findings;
            }
        }
    }

    /// Returns the faults of a type and of all types in it.
    fn all_faults(&self, own: Findings) -> Vec<Fault> {
        let (mut faults, mut seen) = (own.faults, BTreeSet::new());
        let mut next: Vec<usize> = own.inner.into_iter().collect();
        while let Some(index) = next.pop() {
            let Some(findings) = self.findings.get(index).filter(|_| seen.insert(index)) else { continue };
            faults.extend(findings.faults.iter().cloned());
            next.extend(&findings.inner);
        }
        faults
    }

    /// Compares a type with the schemas of its value.
    fn compare(&mut self, nodes: &[Node<'a>], ty: &'n str, findings: &mut Findings) {
        let flat = flatten(self.description, nodes);
        match RustType::parse(ty) {
            RustType::AnyJson => {
                if let Some(detail) = detail::beyond_json(self.description, nodes, 0) {
                    self.report(&flat, Cause::AnyJson, &detail, findings);
                }
            }
            RustType::String => {
                if let Some(detail) = detail::beyond_string(&flat) {
                    self.report(&flat, Cause::AnyString, &detail, findings);
                }
            }
            RustType::Option(inner) => self.compare(nodes, inner, findings),
            RustType::Vec(inner) if flat.unions.is_empty() && !flat.items.is_empty() => {
                self.compare(&flat.items, inner, findings);
            }
            RustType::Map(inner) if flat.unions.is_empty() => self.compare_additional(&flat, Some(inner), findings),
            RustType::Client(path) => {
                if let Some(ty) = self.aliases.get(path).copied() {
                    return self.compare(nodes, ty, findings);
                }
                let Some(named) = self.named.get(path).copied() else { return };
                let index = self.entry(named, nodes);
                findings.inner.insert(index);
            }
            RustType::Vec(_) | RustType::Map(_) | RustType::Other => {}
        }
    }

    /// Returns the position of a named type with these schemas. A new one is compared later.
    fn entry(&mut self, named: &'n TypeNames, nodes: &[Node<'a>]) -> usize {
        let target = |node: &Node<'a>| match node.value.as_object().is_some_and(|all| all.len() == 1) {
            true => self.description.follow(node).map_or_else(|| node.address(), |target| target.address()),
            false => node.address(),
        };
        let addresses = nodes.iter().map(target).collect::<Vec<_>>().join(" ");
        if let Some(index) = self.known.get(&(named.path.as_str(), addresses.clone())) {
            return *index;
        }
        let index = self.findings.len();
        self.findings.push(Findings::default());
        self.known.insert((named.path.as_str(), addresses), index);
        self.waiting.push((index, named, nodes.to_vec()));
        index
    }

    fn compare_shape(&mut self, named: &'n TypeNames, nodes: &[Node<'a>], findings: &mut Findings) {
        let flat = flatten(self.description, nodes);
        match &named.shape {
            ShapeNames::Record { members, rest, array: false, .. } => {
                for member in members {
                    self.compare_member(&flat, member, findings);
                }
                self.compare_additional(&flat, rest.as_deref(), findings);
            }
            ShapeNames::Record { members, .. } => {
                for (member, node) in members.iter().zip(&flat.prefix_items) {
                    self.compare(std::slice::from_ref(node), &member.ty, findings);
                }
            }
            ShapeNames::Union(variants) => {
                let subschemas: Vec<Node<'a>> = flat.unions.iter().flatten().cloned().collect();
                for variant in variants {
                    self.compare_variant(&flat, &subschemas, &variant.ty, findings);
                }
            }
            ShapeNames::Values(_) | ShapeNames::Numbers(..) => {}
        }
    }

    fn compare_member(&mut self, flat: &FlatSchema<'a>, member: &'n MemberNames, findings: &mut Findings) {
        let Some((name, nodes)) = flat.properties.iter().find(|(name, _)| *name == member.wire) else { return };
        let property = flatten(self.description, nodes);
        let hidden = ["readOnly", "writeOnly"].iter().any(|key| property.keyword(key).is_some());
        let required = flat.required.contains(name) && !hidden;
        let is_argument = !member.constant && !member.discriminator && matches!(member.presence, Presence::Required);
        if required && is_argument && detail::has_single_value(&property) {
            self.report(&property, Cause::SingleValueArgument, name, findings);
        }
        if required && matches!(member.presence, Presence::Optional) {
            self.report(&property, Cause::OptionalField, name, findings);
        }
        if let Some(value) = self.discriminator_value(flat, name).filter(|_| is_argument) {
            let listed = |all: &Vec<&serde_json::Value>| all.iter().any(|known| known.as_str() == Some(&value));
            if property.values.as_ref().is_none_or(listed) {
                self.report(&property, Cause::ImpliedArgument, &format!("{name}: {value}"), findings);
            }
        }
        self.compare(nodes, &member.ty, findings);
    }

    /// Returns the discriminator value that the schema implies for a property.
    fn discriminator_value(&self, flat: &FlatSchema<'a>, name: &str) -> Option<String> {
        let mut own = flat.discriminators.iter().filter(|of| of.text("propertyName") == Some(name));
        own.find_map(|discriminator| own_discriminator_value(self.description, flat, discriminator))
    }

    /// Compares the type of properties without a field.
    fn compare_additional(&mut self, flat: &FlatSchema<'a>, ty: Option<&'n str>, findings: &mut Findings) {
        let patterns = flat.patterns.iter().map(|(_, node)| node);
        let all: Vec<Node<'a>> = flat.additional.iter().chain(patterns).cloned().collect();
        for node in all {
            self.compare(std::slice::from_ref(&node), ty.unwrap_or("serde_json::Value"), findings);
        }
    }

    fn compare_variant(
        &mut self,
        flat: &FlatSchema<'a>,
        subschemas: &[Node<'a>],
        ty: &'n str,
        findings: &mut Findings,
    ) {
        match RustType::parse(ty) {
            RustType::AnyJson => {
                let precise = |subschema: &Node<'a>| {
                    detail::beyond_json(self.description, std::slice::from_ref(subschema), 0).is_some()
                };
                if !subschemas.is_empty() && subschemas.iter().all(precise) {
                    self.report(flat, Cause::AnyJson, "a variant", findings);
                }
            }
            RustType::Client(path) => {
                let Some(named) = self.named.get(path).copied() else { return };
                let same = |subschema: &&Node<'a>| {
                    let target = self.description.follow(subschema);
                    subschema.pointer == named.pointer || target.is_some_and(|target| target.pointer == named.pointer)
                };
                if let Some(subschema) = subschemas.iter().find(same) {
                    let index = self.entry(named, std::slice::from_ref(subschema));
                    findings.inner.insert(index);
                }
            }
            RustType::Vec(_) | RustType::Map(_) | RustType::Option(_) | RustType::String | RustType::Other => {}
        }
    }

    /// Adds a fault, unless the generator has a diagnostic for the schema.
    fn report(&self, flat: &FlatSchema<'a>, cause: Cause, detail: &str, findings: &mut Findings) {
        let is_within = |diagnostic: &str, address: &str| {
            diagnostic.strip_prefix(address).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let is_reported =
            |address: &String| self.description.reported.iter().any(|diagnostic| is_within(diagnostic, address));
        if !flat.addresses.iter().any(is_reported) {
            let address = flat.addresses.first().map_or("", String::as_str);
            findings.faults.push(Fault::new(cause, format!("{address}: {detail}")));
        }
    }
}

/// Returns the schema of the only response with such a status, if it is JSON.
fn response_schema<'a>(operation: &Operation<'a>, has_status: &dyn Fn(&str) -> bool) -> Option<Node<'a>> {
    let all = operation.responses.iter().filter(|of| has_status(&of.status) && operation.method != "HEAD");
    let mut typed = all.clone().filter(|response| !response.media_type.is_empty());
    let single = typed.next().filter(|response| is_json(&response.media_type))?;
    (typed.next().is_none() && all.count() == 1).then(|| single.schema.clone()).flatten()
}
