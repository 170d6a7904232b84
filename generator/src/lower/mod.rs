//! Decides: which shape a schema is, which Rust type and name it gets, what an operation takes and
//! gives. [`crate::resolve::Resolved`] in, [`Api`] out; behind it nothing can fail and nothing is
//! left to choose. Must not know tokens.

pub mod model;
mod names;
mod operations;
mod passes;
mod schemas;

pub use model::Api;
pub use names::lock::{Edition, Kept, Lock};
pub use passes::needed::settle;

use crate::generate::Summary;
use crate::report::{Diagnostic, Report, SkippedOperation};
use crate::resolve::{Operation as Declared, Resolved};
use model::{Resource, Webhook};
use operations::{headers, operation, resources, security, webhooks};
use passes::order::Roots;
use passes::{cycles, deduplicate, depth, error_sets, features, ignored, items, order, pages, selection, unsupported};
use schemas::types::Types;

/// Lowers a description. What can't be carried out is in the report, as are the operations left out for it.
/// `only` says which operations are asked for: see [`crate::Options`].
pub fn lower(resolved: &Resolved, crate_name: &str, only: &[String], old: &Lock, report: &mut Report) -> (Api, Lock) {
    let asked = selection::operations(resolved, only, report);
    let mut types = Types::new(resolved, old);
    let schemes = security::schemes(resolved, report);
    let shared_key = resolved.idempotency_key.as_deref();
    let mut names = Lock::of_edition(old.edition());
    let mut headers = headers::Headers::default();
    let mut seen = foldhash::HashSet::default();
    let (mut list, named) = resources::resources(resolved, old, &mut names);
    for ((declared, named), _) in resolved.operations.iter().zip(&named).zip(asked).filter(|(_, asked)| *asked) {
        match operation::operation(
            &mut types,
            declared,
            (named.name.as_str(), named.type_name.as_str(), named.whole.as_str()),
            (&schemes, shared_key),
            report,
        ) {
            Ok(mut operation) => {
                unsupported::operation(&types, declared, &mut unsupported::Findings { report, seen: &mut seen });
                operation.headers = headers.of(&types, declared);
                if let Some(resource) = list.get_mut(named.resource) {
                    resource.operations.push(operation);
                }
            }
            Err(diagnostic) => leave_out(declared, diagnostic, report),
        }
    }
    let webhooks = match selection::webhooks(only) {
        true => {
            let mut findings = unsupported::Findings { report, seen: &mut seen };
            resolved.webhooks.iter().for_each(|webhook| unsupported::webhook(&types, webhook, &mut findings));
            webhooks::webhooks(&mut types, resolved, (old, &mut names), report)
        }
        false => Vec::new(),
    };
    report.diagnostics.append(&mut types.files.diagnostics);
    ignored::report(&types, report);
    let (defs, mut lock) = types.into_defs();
    lock.extend(names);
    let mut kept: Vec<Resource> = list.into_iter().filter(|resource| !resource.operations.is_empty()).collect();
    features::name(&mut kept, old, &mut lock);
    let headers = headers.named(old, &mut lock);
    let mut api = Api {
        headers,
        ..assemble(resolved, crate_name, (kept, webhooks), defs, schemes.list, (old, &mut lock), report)
    };
    pages::find(resolved, &mut api, report);
    (api, lock)
}

fn leave_out(declared: &Declared, diagnostic: Diagnostic, report: &mut Report) {
    let known = report.diagnostics.iter().position(|other| *other == diagnostic);
    let diagnostic = known.unwrap_or_else(|| report.add(diagnostic));
    let id = declared.id.as_ref().map(|id| format!(" ({id})")).unwrap_or_default();
    report
        .skipped_operations
        .push(SkippedOperation { operation: format!("{}{id}", resources::item(declared)), diagnostic });
}

fn assemble(
    resolved: &Resolved,
    crate_name: &str,
    (mut resources, mut webhooks): (Vec<Resource>, Vec<Webhook>),
    mut types: Vec<model::TypeDef>,
    schemes: Vec<model::Scheme>,
    (old, lock): (&Lock, &mut Lock),
    report: &mut Report,
) -> Api {
    let mut roots = Roots { resources: &mut resources, webhooks: &mut webhooks };
    types = order::prune(types, &mut roots);
    cycles::break_cycles(&mut types, report);
    let mut types = order::order(resolved, types, &mut roots);
    deduplicate::share(&mut types);
    items::mark(&mut types, &mut roots);
    let error_sets = error_sets::share(roots.resources, &types, old, lock);
    let modules = features::modules(&mut roots, &mut types);
    let info = &resolved.info;
    let docs = [info.summary.as_deref(), info.description.as_deref()];
    Api {
        crate_name: crate_name.to_owned(),
        title: if info.title.trim().is_empty() { crate_name } else { &info.title }.to_owned(),
        version: info.version.clone(),
        docs: docs.into_iter().flatten().collect::<Vec<_>>().join("\n\n"),
        servers: operation::servers(&resolved.servers),
        base_url_variable: resolved.servers.iter().find_map(|server| server.env.clone()),
        schemes,
        usual_security: security::usual(&resources),
        error_messages: resolved.error_messages.clone(),
        resources,
        error_sets,
        headers: Vec::new(),
        webhooks,
        recursion_limit: depth::recursion_limit(&types),
        types,
        modules,
    }
}

/// Figures for the summary.
#[must_use]
pub fn summary(resolved: &Resolved, api: &Api) -> Summary {
    Summary {
        title: format!("{} {}", api.title, api.version),
        operations: resolved.operations.len(),
        generated: api.resources.iter().map(|resource| resource.operations.len()).sum(),
        resources: api.resources.len(),
        types: api.types.len(),
        base_to_give: api.first_base_to_give(),
        paged: pages::paged(api),
        without_test: Vec::new(),
        fields: api.types.iter().map(|def| def.fields().len()).sum(),
    }
}
