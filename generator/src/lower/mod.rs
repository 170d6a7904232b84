//! From a resolved description to the [`Api`] that is emitted: the shapes and names of types, the arguments and results of
//! operations. After this phase nothing can fail and nothing is left to decide. Must not know tokens.

pub mod model;
mod names;
mod operations;
mod passes;
mod schemas;

pub use model::Api;
pub use names::lock::{Edition, Kept, Lock};
pub use passes::file_errors::settle;

use foldhash::HashSet;

use crate::options::Options;
use crate::report::{Diagnostic, Report, SkippedOperation, SourceLocation};
use crate::resolve::{Operation as Declared, Resolved};
use model::{Resource, Webhook};
use operations::headers::Headers;
use operations::resources::Named;
use operations::security::Schemes;
use operations::{operation, resources, security, webhooks};
use passes::order::Roots;
use passes::unsupported::Findings;
use passes::{
    cycles, deduplicate, depth, drafts, error_sets, features, ignored, items, order, pages, selection, unsupported,
};
use schemas::analysis::Analysis;
use schemas::builder::TypeBuilder;
use schemas::own_types::OwnTypes;

/// Lowers a description. The report contains unsupported parts and the operations that are skipped
/// because of them.
pub fn lower(resolved: &Resolved, options: &Options, earlier: &Lock, report: &mut Report) -> (Api, Lock) {
    let (crate_name, only) = (options.crate_name.as_str(), options.only.as_slice());
    let earlier = &earlier.with_renamed_files(&resolved.renamed_files);
    let selected = selection::operations(resolved, only, report);
    let schemes = security::schemes(resolved, report);
    let analysis = Analysis::new(resolved, OwnTypes::find(resolved, &options.types, report));
    let mut names = Lock::of_edition(earlier.edition());
    let (resources, named) = resources::resources(resolved, earlier, &mut names);
    let mut found = Found { resources, headers: Headers::default(), reported: HashSet::default() };
    let mut types = TypeBuilder::new(&analysis, earlier, report);
    for ((declared, named), _) in resolved.operations.iter().zip(&named).zip(selected).filter(|(_, is)| *is) {
        found.add_operation(&mut types, declared, named, &schemes);
    }
    let webhooks = match selection::webhooks(only) {
        true => found.webhooks(&mut types, (earlier, &mut names)),
        false => Vec::new(),
    };
    types.report.diagnostics.extend(analysis.files.diagnostics.iter().cloned());
    let (defs, mut lock, omitted) = types.into_types();
    ignored::report(&analysis, &omitted, report);
    lock.extend(names);
    let mut resources = found.resources;
    resources.retain(|resource| !resource.operations.is_empty());
    features::name(&mut resources, earlier, &mut lock);
    let headers = found.headers.named(earlier, &mut lock);
    let mut api = Api {
        headers,
        own_types: analysis.own_types.into_list(),
        ..assemble(resolved, crate_name, (resources, webhooks), defs, schemes.list, (earlier, &mut lock), report)
    };
    pages::find(resolved, &mut api, report);
    drafts::find(&mut api);
    (api, lock)
}

/// The operations that were lowered so far, by resource.
struct Found {
    resources: Vec<Resource>,
    headers: Headers,
    /// Parts of operations that have been reported: several operations may share them.
    reported: HashSet<SourceLocation>,
}

impl Found {
    /// Lowers an operation, or reports why it is skipped.
    fn add_operation(&mut self, types: &mut TypeBuilder<'_>, declared: &Declared, named: &Named, schemes: &Schemes) {
        let analysis = types.analysis;
        let mut operation = match operation::operation(types, declared, named, schemes) {
            Ok(operation) => operation,
            Err(diagnostic) => return skip(declared, diagnostic, types.report),
        };
        let mut findings = Findings { report: types.report, reported: &mut self.reported };
        unsupported::operation(analysis, declared, &mut findings);
        operation.headers = self.headers.indices(analysis, declared);
        if let Some(resource) = self.resources.get_mut(named.resource) {
            resource.operations.push(operation);
        }
    }

    /// Lowers all webhooks, after the operations, so that a webhook never renames one of their
    /// types.
    fn webhooks(&mut self, types: &mut TypeBuilder<'_>, names: (&Lock, &mut Lock)) -> Vec<Webhook> {
        let analysis = types.analysis;
        let mut findings = Findings { report: types.report, reported: &mut self.reported };
        let declared = &analysis.schemas.resolved.webhooks;
        declared.iter().for_each(|webhook| unsupported::webhook(analysis, webhook, &mut findings));
        webhooks::webhooks(types, names)
    }
}

fn skip(declared: &Declared, diagnostic: Diagnostic, report: &mut Report) {
    let known = report.diagnostics.iter().position(|known| *known == diagnostic);
    let diagnostic = known.unwrap_or_else(|| report.add(diagnostic));
    let id = declared.id.as_ref().map(|id| format!(" ({id})")).unwrap_or_default();
    let operation = format!("{}{id}", resources::item(declared));
    report.skipped_operations.push(SkippedOperation { operation, diagnostic });
}

fn assemble(
    resolved: &Resolved,
    crate_name: &str,
    (mut resources, mut webhooks): (Vec<Resource>, Vec<Webhook>),
    mut types: Vec<model::TypeDef>,
    schemes: Vec<model::Scheme>,
    (earlier, lock): (&Lock, &mut Lock),
    report: &mut Report,
) -> Api {
    let mut roots = Roots { resources: &mut resources, webhooks: &mut webhooks };
    types = order::prune(types, &mut roots);
    cycles::break_cycles(&mut types, report);
    let mut types = order::order(resolved, types, &mut roots);
    deduplicate::share(&mut types);
    items::mark(&mut types, &mut roots);
    let error_sets = error_sets::share(roots.resources, &types, earlier, lock);
    let modules = features::modules(&mut roots, &mut types);
    let info = &resolved.info;
    let docs = [info.summary.as_deref(), info.description.as_deref()];
    Api {
        crate_name: crate_name.to_owned(),
        module: None,
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
        own_types: Vec::new(),
    }
}
