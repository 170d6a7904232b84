//! Tokens and code of the emitted files. Must not know what they mean.

use proc_macro2::TokenStream;

use crate::emit;
use crate::lower::Api;
use crate::report::SourceLocation;

/// Returns the emitted items by the name of their file, and by the name of their type or operation.
pub(super) fn items(api: &Api, root: emit::Root, print: impl Fn(&TokenStream) -> String) -> Vec<(String, String)> {
    let mut items = Vec::new();
    for file in emit::units(api).into_iter().filter_map(|unit| emit::emit(api, unit, root)) {
        for item in &file.items {
            let text = print(&item.tokens);
            items.push((file.path.clone(), text.clone()));
            items.extend(names_of(api, &item.span).into_iter().map(|name| (name, text.clone())));
        }
    }
    items.sort_by(|left, right| left.0.cmp(&right.0));
    items
}

fn names_of(api: &Api, span: &SourceLocation) -> Vec<String> {
    let types = api.types.iter().filter(|def| def.span == *span).map(|def| def.name.clone());
    let operations = api.resources.iter().flat_map(|resource| {
        let here = resource.operations.iter().filter(|operation| operation.span == *span);
        here.map(move |operation| format!("{}.{}", resource.name, operation.name))
    });
    types.chain(operations).collect()
}
