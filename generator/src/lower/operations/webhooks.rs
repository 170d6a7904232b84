//! Webhooks and callbacks: the type of each payload, and the name of the function that reads it.
//!
//! Interpretation of the specification: a payload is JSON if JSON is declared. Others have no
//! function.
//!
//! Must not know operations.

use crate::lower::model::{MediaKind, Type, Webhook};
use crate::lower::names::claims::{Scope, Wanted};
use crate::lower::names::lock::Lock;
use crate::lower::names::reserved::Use;
use crate::lower::names::shorten;
use crate::lower::schemas::builder::TypeBuilder;
use crate::lower::schemas::media;
use crate::lower::schemas::shapes::complete_type;
use crate::resolve::Webhook as Declared;

/// Lowers the webhooks with a payload.
pub(crate) fn webhooks(types: &mut TypeBuilder<'_>, (earlier, new): (&Lock, &mut Lock)) -> Vec<Webhook> {
    let mut scope = Scope::new("webhook", earlier, |name| Some(name.to_owned()));
    let mut all = Vec::new();
    for declared in &types.analysis.schemas.resolved.webhooks {
        let content = declared.body.as_ref().map(|body| body.content.as_slice()).unwrap_or_default();
        let Some((media, MediaKind::Json)) = media::to_read(&types.analysis.schemas, content) else { continue };
        let item = format!("{} {}", declared.method, declared.name);
        let plain = Wanted::new(&declared.name, declared.rust_name.as_deref(), Use::Method).name;
        let longest = earlier.edition().longest();
        let wanted = shorten::composed(plain, longest, shorten::snake);
        let name = scope.claim(&item, wanted);
        new.set(scope.kind(), &item, &name);
        let ty = match media.schema {
            Some(schema) => complete_type(types, schema, &format!("{} payload", declared.name)),
            None => Type::Any,
        };
        all.push(Webhook {
            span: declared.span.clone(),
            name,
            docs: docs(declared),
            deprecated: declared.deprecated,
            ty,
        });
    }
    all
}

fn docs(declared: &Declared) -> String {
    let words = [declared.summary.as_deref(), declared.description.as_deref()];
    let words = words.into_iter().flatten().collect::<Vec<_>>().join("\n\n");
    if words.trim().is_empty() {
        format!("Reads the payload of the `{}` webhook.", declared.name.replace('`', "'"))
    } else {
        words
    }
}
