//! Reads paths and path items: every operation with what its path item adds, and the rules between
//! a path and its parameters, and between operations. Must not know what an operation contains.

use foldhash::HashMap;

use crate::parse::{Node, Version};
use crate::report::{Code, Related, SourceLocation};
use crate::resolve::context::{Context, Object};
use crate::resolve::resolved::{In, Operation, Owner, Parameter, SecurityScheme, Server};
use crate::resolve::suggestion::nearest;

/// The methods of a path item, in the specification's order.
pub(crate) const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// The parts of a path item that its operations share.
#[derive(Debug)]
pub(crate) struct Shared<'s> {
    /// The path template.
    pub path: &'s str,
    /// The source location of its key.
    pub key: SourceLocation,
    /// Its parameters.
    pub parameters: &'s [Parameter],
    /// Its servers.
    pub servers: &'s [Server],
    /// The security schemes of the description.
    pub schemes: &'s [SecurityScheme],
    /// The security of the description.
    pub security: Option<&'s Vec<Vec<usize>>>,
}

impl<'a> Context<'a> {
    /// Reads all operations, in the document's order.
    pub(crate) fn paths(
        &mut self,
        top: &Object<'a>,
        schemes: &[SecurityScheme],
        security: Option<&Vec<Vec<usize>>>,
    ) -> Vec<Operation> {
        // They are required in 3.0 and optional later. A key of a similar name is still an error,
        // because all operations would be missing.
        let elsewhere = ["components", "webhooks"].iter().any(|key| top.get(key).is_some());
        let misspelled = top.map.keys().any(|key| nearest(key, ["paths"].into_iter()).is_some());
        if top.get("paths").is_none() && (self.version <= Version::V30 || !elsewhere || misspelled) {
            self.report_missing(top, "paths", "an object with the path items");
        }
        let Some(paths) = self.child(top, "paths") else { return Vec::new() };
        let mut operations = Vec::new();
        for (path, node) in paths.map.iter().filter(|(path, _)| !path.starts_with("x-")) {
            let key = paths.span.child(path).at_key();
            if !path.starts_with('/') {
                let message = format!("missing slash at the start of the path `{path}`");
                self.report_error(Code::BadPath, key.clone(), message, format!("write `/{path}`"));
            }
            self.needs.paths.push(rooted(path));
            self.owner = Owner::Path(self.needs.paths.len() - 1);
            let Some(item) = self.follow(node, paths.span.child(path), path) else { continue };
            self.path_item(path, key, &item, (schemes, security), &mut operations);
        }
        self.owner = Owner::Description;
        self.double_operations(&mut operations);
        self.double_ids(&mut operations);
        operations
    }

    /// Reports duplicate operations after repairs: `GET` next to `get`, `a` next to `/a`. The first
    /// one is used.
    fn double_operations(&mut self, operations: &mut Vec<Operation>) {
        let mut seen: HashMap<(String, String), SourceLocation> = HashMap::default();
        operations.retain(|operation| {
            let name = (operation.method.clone(), operation.path.clone());
            let Some(first) = seen.get(&name) else {
                seen.insert(name, operation.span.clone());
                return true;
            };
            let message = format!("duplicate operation `{} {}`", operation.method, operation.path);
            let related = vec![Related::span(first.clone(), "first defined here")];
            let help = "remove one of them".to_owned();
            self.report_error_with(Code::DuplicateKey, operation.span.clone(), related, message, help);
            false
        });
    }

    fn path_item(
        &mut self,
        path: &str,
        key: SourceLocation,
        item: &Object<'a>,
        (schemes, security): (&[SecurityScheme], Option<&Vec<Vec<usize>>>),
        operations: &mut Vec<Operation>,
    ) {
        let parameters = self.parameters(item);
        let servers = super::servers::servers(self, item);
        let rooted = rooted(path);
        let shared = Shared { path: &rooted, key, parameters: &parameters, servers: &servers, schemes, security };
        let mut reported = Vec::new();
        for (key, node) in item.map.iter() {
            let Some(method) = METHODS.iter().find(|method| method.eq_ignore_ascii_case(key)) else { continue };
            if key != *method {
                let message = format!("expected a method in lower case, found `{key}`");
                self.report_error(Code::BadMethod, item.span.child(key).at_key(), message, format!("write `{method}`"));
            }
            let Some(object) = self.object(node, item.span.child(key), key) else { continue };
            let mut operation = self.operation(method, &object, &shared);
            self.check_path_parameters(&mut operation, &shared, &mut reported);
            operations.push(operation);
        }
        self.additional_operations(item, &shared, &mut reported, operations);
    }

    /// Reads `additionalOperations` of 3.2: any other method, as written.
    fn additional_operations(
        &mut self,
        item: &Object<'a>,
        shared: &Shared<'_>,
        reported: &mut Vec<String>,
        operations: &mut Vec<Operation>,
    ) {
        let Some(Node::Mapping(_)) = item.get("additionalOperations") else { return };
        let Some(more) = self.child(item, "additionalOperations") else { return };
        for (method, node) in more.map.iter() {
            let Some(object) = self.object(node, more.span.child(method), method) else { continue };
            let mut operation = self.operation(method, &object, shared);
            operation.method = method.to_owned();
            self.check_path_parameters(&mut operation, shared, reported);
            operations.push(operation);
        }
    }

    /// Checks that each template expression has a parameter, and each path parameter a template
    /// expression.
    fn check_path_parameters(&mut self, operation: &mut Operation, shared: &Shared<'_>, reported: &mut Vec<String>) {
        self.plain_templates(operation, shared, reported);
        let names = template_names(&operation.path);
        for name in &names {
            if declares(operation, name) {
                continue;
            }
            if !reported.contains(name) {
                let message = format!("undeclared path parameter `{name}`");
                self.report_error(
                    Code::UndeclaredPathParameter,
                    shared.key.clone(),
                    message,
                    format!("add it to `parameters`: `name: {name}`, `in: path`, `required: true`"),
                );
                reported.push(name.clone());
            }
            operation.parameters.push(self.text_parameter(name, shared.key.clone()));
        }
        let unused = |p: &Parameter| p.location == In::Path && !names.contains(&p.name);
        for parameter in operation.parameters.iter().filter(|p| unused(p)) {
            let message = format!("the path does not contain `{{{}}}`", parameter.name);
            let help = format!("add `{{{}}}` to the path, or remove the parameter", parameter.name);
            self.report_error(Code::UnusedPathParameter, parameter.span.clone(), message, help);
        }
        operation.parameters.retain(|p| !unused(p));
    }

    /// Converts `{+path}`, `{path*}`, `{id:[0-9]+}` and `{name=things/*}` of other notations to the
    /// parameter of that name.
    fn plain_templates(&mut self, operation: &mut Operation, shared: &Shared<'_>, reported: &mut Vec<String>) {
        for name in template_names(shared.path) {
            let front = name.trim_start_matches('+');
            let plain = front.split([':', '=', '*']).next().unwrap_or(front);
            if plain == name || declares(operation, &name) || !declares(operation, plain) {
                continue;
            }
            operation.path = operation.path.replace(&format!("{{{name}}}"), &format!("{{{plain}}}"));
            if !reported.contains(&name) {
                let message = format!("the path contains `{{{name}}}`, but the parameter has the name `{plain}`");
                self.report_error(Code::ForeignTemplate, shared.key.clone(), message, format!("write `{{{plain}}}`"));
                reported.push(name);
            }
        }
    }

    /// Checks that an operationId is unique: it "MUST be unique among all operations". A duplicate
    /// loses its ID.
    fn double_ids(&mut self, operations: &mut [Operation]) {
        let mut first: HashMap<String, SourceLocation> = HashMap::default();
        for operation in operations {
            let Some(id) = operation.id.clone() else { continue };
            match first.get(&id) {
                Some(span) => {
                    let message = format!("duplicate operationId `{id}`");
                    let related = vec![Related::span(span.child("operationId"), "first used here")];
                    self.report_error_with(
                        Code::DuplicateOperationId,
                        operation.span.child("operationId"),
                        related,
                        message,
                        "change one of the operationIds".to_owned(),
                    );
                    operation.id = None;
                }
                None => {
                    first.insert(id, operation.span.clone());
                }
            }
        }
    }
}

/// Returns a path with a leading slash.
fn rooted(path: &str) -> String {
    if path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
}

fn declares(operation: &Operation, name: &str) -> bool {
    operation.parameters.iter().any(|parameter| parameter.location == In::Path && parameter.name == name)
}

/// Returns the distinct names between braces of a path template.
fn template_names(path: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for part in path.split('{').skip(1) {
        if let Some((name, _)) = part.split_once('}')
            && !names.iter().any(|known| known == name)
        {
            names.push(name.to_owned());
        }
    }
    names
}
