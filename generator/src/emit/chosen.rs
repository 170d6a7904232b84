//! Clients that are a module: the enabled features, and items without `cfg` attributes for
//! features. Must not know what the items are.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, ImplItem, Item as Syntax, Lit, Meta, Token};

use crate::emit::file::{File, Item};
use crate::emit::package::{FEATURES, runtime_features};
use crate::emit::tokens::features::WEBHOOKS;
use crate::lower::model::{Api, ChosenModule};
use crate::options::{Form, Module};

/// The feature that enables the default ones.
const DEFAULT: &str = "default";
/// The feature of all resources.
const ALL: &str = "all";

/// Returns the names of the features that a client can be generated with.
#[must_use]
pub fn features(api: &Api) -> Vec<String> {
    let common = [DEFAULT].into_iter().chain(FEATURES.iter().map(|(name, _)| *name));
    let own = api.resources.iter().filter_map(|resource| resource.feature.as_deref());
    let all = api.has_features().then_some(ALL);
    let webhooks = (api.has_features() && !api.webhooks.is_empty()).then_some(WEBHOOKS);
    common.chain(all).chain(own).chain(webhooks).map(str::to_owned).collect()
}

/// Returns the model of a client that has this form.
#[must_use]
pub fn formed(mut api: Api, form: &Form) -> Api {
    api.module = match form {
        Form::Package => None,
        Form::Module(module) => Some(chosen(&api, module)),
    };
    api
}

/// Returns the enabled features: the chosen ones, and those that they enable, as in the Cargo.toml
/// of a package.
fn chosen(api: &Api, module: &Module) -> ChosenModule {
    let mut features: BTreeSet<String> = module.features.iter().cloned().collect();
    let mut enable = |feature: &str, enabled: &[&str]| {
        if features.contains(feature) {
            features.extend(enabled.iter().map(|name| (*name).to_owned()));
        }
    };
    enable(DEFAULT, &["async", "rustls"]);
    enable("reqwest-0-13", &["async"]);
    let needed = runtime_features::ALL.iter().filter(|part| part.is_needed(api)).map(|part| part.feature);
    let needed: Vec<&str> = needed.collect();
    enable("async", &needed);
    enable("blocking", &needed);
    let resources: Vec<&str> = api.resources.iter().filter_map(|resource| resource.feature.as_deref()).collect();
    if !resources.iter().any(|name| features.contains(*name)) {
        features.insert(ALL.to_owned());
    }
    if features.contains(ALL) {
        features.extend(resources.iter().map(|name| (*name).to_owned()));
    }
    features.retain(|name| name != DEFAULT && name != ALL);
    ChosenModule { path: module.path.clone(), features }
}

/// Returns a file of a module: below the folder of the module, and with chosen features.
pub(crate) fn file(file: File, module: &ChosenModule) -> File {
    let below = file.path.strip_prefix("src/").unwrap_or(&file.path);
    let path = if below == "lib.rs" { "mod.rs" } else { below }.to_owned();
    let items = file.items.into_iter().map(|item| Item { tokens: items(item.tokens, &module.features), ..item });
    File { path, items: items.collect(), ..file }
}

/// Returns the items that exist with these features, without the attributes that require features.
fn items(tokens: TokenStream, features: &BTreeSet<String>) -> TokenStream {
    if !mentions_cfg(&tokens) {
        return tokens;
    }
    // Tokens that are not valid Rust are reported when they are printed.
    let Ok(mut file) = syn::parse2::<syn::File>(tokens.clone()) else { return tokens };
    file.items.retain_mut(|item| keep_item(item, features));
    file.into_token_stream()
}

fn mentions_cfg(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == "cfg",
        TokenTree::Group(group) => mentions_cfg(&group.stream()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

fn keep_item(item: &mut Syntax, features: &BTreeSet<String>) -> bool {
    let attributes = match item {
        Syntax::Const(item) => &mut item.attrs,
        Syntax::Enum(item) => &mut item.attrs,
        Syntax::Fn(item) => &mut item.attrs,
        Syntax::Impl(item) => {
            item.items.retain_mut(|item| keep_in_impl(item, features));
            &mut item.attrs
        }
        Syntax::Mod(item) => &mut item.attrs,
        Syntax::Static(item) => &mut item.attrs,
        Syntax::Struct(item) => &mut item.attrs,
        Syntax::Type(item) => &mut item.attrs,
        Syntax::Use(item) => &mut item.attrs,
        _ => return true,
    };
    keep(attributes, features)
}

fn keep_in_impl(item: &mut ImplItem, features: &BTreeSet<String>) -> bool {
    match item {
        ImplItem::Const(item) => keep(&mut item.attrs, features),
        ImplItem::Fn(item) => keep(&mut item.attrs, features),
        ImplItem::Type(item) => keep(&mut item.attrs, features),
        _ => true,
    }
}

/// Removes the conditions that are true. Returns `false` if one is false.
fn keep(attributes: &mut Vec<Attribute>, features: &BTreeSet<String>) -> bool {
    let mut is_kept = true;
    attributes.retain(|attribute| match condition(attribute).and_then(|condition| holds(&condition, features)) {
        Some(holds) => {
            is_kept &= holds;
            false
        }
        None => true,
    });
    is_kept
}

/// Returns the condition of a `cfg`.
fn condition(attribute: &Attribute) -> Option<Meta> {
    attribute.path().is_ident("cfg").then(|| attribute.parse_args().ok())?
}

/// Returns the value of a condition, or `None` if it is not about features.
fn holds(condition: &Meta, features: &BTreeSet<String>) -> Option<bool> {
    match condition {
        Meta::NameValue(pair) if pair.path.is_ident("feature") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(name), .. }) => Some(features.contains(&name.value())),
            _ => None,
        },
        Meta::List(list) => {
            let parts = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()?;
            let mut parts = parts.iter().map(|part| holds(part, features));
            match list.path.get_ident()?.to_string().as_str() {
                "all" => parts.try_fold(true, |all, part| Some(all & part?)),
                "any" => parts.try_fold(false, |any, part| Some(any | part?)),
                "not" => parts.next()?.map(|part| !part),
                _ => None,
            }
        }
        Meta::Path(_) | Meta::NameValue(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn conditions_are_evaluated() {
        let features = BTreeSet::from(["async".to_owned(), "pages".to_owned()]);
        let tokens = quote! {
            #[doc = "kept"]
            #[cfg(feature = "async")]
            pub use a::{B, C};
            #[cfg(feature = "blocking")]
            static D: E = E { f: 1 };
            impl G {
                #[cfg(all(feature = "async", feature = "pages", not(feature = "blocking")))]
                fn h() {}
                #[cfg(any(feature = "stream", feature = "blocking"))]
                fn i() {}
                #[cfg(target_os = "linux")]
                fn j() {}
            }
            #[cfg(all(feature = "pages", feature = "stream"))]
            mod k;
        };
        let kept = quote! {
            #[doc = "kept"]
            pub use a::{B, C};
            impl G {
                fn h() {}
                #[cfg(target_os = "linux")]
                fn j() {}
            }
        };
        assert_eq!(items(tokens, &features).to_string(), kept.to_string());
    }
}
