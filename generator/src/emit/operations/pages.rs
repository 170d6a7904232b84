//! Responses that are pages: the methods that iterate over them, and the links between pages as
//! static data. Must not decide which responses are pages: `lower` did.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::operations::facts::{items, static_name};
use crate::emit::tokens::attributes::{available_doc, blocking_doc, doc};
use crate::emit::tokens::literals::{ident, index, text};
use crate::emit::tokens::types::{type_of, types_path};
use crate::emit::tokens::views::output_type;
use crate::lower::model::{Api, Operation, PageBy, Pages, Presence};

/// Returns the name of the static. It has two underscores, which the name of an operation never
/// has: `list` with pages may exist next to `list_pages`.
fn name_of(operation: &Operation) -> Ident {
    ident(&format!("PAGES__{}", static_name(operation)))
}

/// Emits the methods of a request.
pub(crate) fn methods(api: &Api, operation: &Operation, pages: &Pages) -> TokenStream {
    let (fixed, page) = (name_of(operation), output_type(api, &operation.output, &types_path()));
    let item = type_of(api, &pages.item, &types_path());
    let take = take(pages);
    let words = "Returns all pages, starting with the requested one. Each page is one request.";
    let (docs, docs_blocking) = (doc(words, ""), blocking_doc(api, "pages", words));
    let words =
        "Returns the items of all pages. The next page is requested when the items of the current one are used up.";
    let (each, blocking) = (doc(words, ""), blocking_doc(api, items(operation), words));
    let (asynchronous, blocking_only) = (available_doc(api, &["async"]), available_doc(api, &["blocking"]));
    let (items, items_blocking) = (ident(items(operation)), ident(&format!("{}_blocking", items(operation))));
    quote! {
        #docs
        #asynchronous
        #[cfg(feature = "async")]
        pub fn pages(&self) -> crate::Pages<#page> {
            self.0.pages_of(&wire::#fixed)
        }
        #docs_blocking
        #blocking_only
        #[cfg(feature = "blocking")]
        pub fn pages_blocking(&self) -> crate::BlockingPages<#page> {
            self.0.pages_of_blocking(&wire::#fixed)
        }
        #each
        #asynchronous
        #[cfg(feature = "async")]
        pub fn #items(&self) -> crate::Items<#page, #item> {
            self.0.page_items_of(&wire::#fixed, |page| #take)
        }
        #blocking
        #blocking_only
        #[cfg(feature = "blocking")]
        pub fn #items_blocking(&self) -> crate::BlockingItems<#page, #item> {
            self.0.page_items_of_blocking(&wire::#fixed, |page| #take)
        }
    }
}

/// Emits the expression that takes the items from a page.
fn take(pages: &Pages) -> TokenStream {
    let Some((field, presence)) = &pages.field else { return quote!(page) };
    let field = ident(field);
    match presence {
        Presence::Required => quote!(page.#field),
        Presence::RequiredNullable | Presence::Optional => quote!(page.#field.unwrap_or_default()),
        Presence::OptionalNullable => quote!(page.#field.into_option().unwrap_or_default()),
    }
}

/// Emits the static of an operation.
pub(crate) fn fixed(operation: &Operation, pages: &Pages) -> TokenStream {
    let path = |keys: &[String]| {
        let keys = keys.iter().map(|key| text(key));
        quote!(&[#(#keys),*])
    };
    let by = match &pages.by {
        PageBy::Cursor(parameter, next) => {
            let (parameter, next) = (index(*parameter), path(next));
            quote!(Cursor { parameter: #parameter, next: #next })
        }
        PageBy::BodyCursor(member, next) => {
            let (member, next) = (text(member), path(next));
            quote!(BodyCursor { property: #member, next: #next })
        }
        PageBy::NextLink(next) => {
            let next = path(next);
            quote!(NextLink { next: #next })
        }
        PageBy::LastItem(parameter, id) => {
            let (parameter, id) = (index(*parameter), path(id));
            quote!(LastItem { parameter: #parameter, id: #id })
        }
        PageBy::Link => quote!(Link),
        PageBy::Number(parameter, first) => {
            let parameter = index(*parameter);
            quote!(Number { parameter: #parameter, first: #first })
        }
        PageBy::Offset(parameter) => {
            let parameter = index(*parameter);
            quote!(Offset { parameter: #parameter })
        }
    };
    let (name, items, more, last) = (name_of(operation), path(&pages.items), path(&pages.more), path(&pages.last));
    // Pages can only be requested with `async` or `blocking`.
    quote! {
        #[cfg(all(feature = "pages", any(feature = "async", feature = "blocking")))]
        pub(super) static #name: Paging = Paging { by: PageBy::#by, items: #items, more: #more, last: #last };
    }
}
