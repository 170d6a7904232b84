//! `src/headers.rs`: a typed static for each response header. Must not know how a header is read.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::docs::words::quoted;
use crate::emit::file::{File, Item};
use crate::emit::tokens::attributes::doc_of;
use crate::emit::tokens::literals::{ident, text};
use crate::emit::tokens::types::shared_names;
use crate::emit::tokens::views::output_type;
use crate::lower::model::{Api, Header, Operation};

/// Emits the file. Returns `None` if the description declares no response headers.
pub(crate) fn file(api: &Api) -> Option<File> {
    if api.headers.is_empty() {
        return None;
    }
    let mut items = vec![Item::whole(head(api))];
    items.extend(api.headers.iter().map(|header| Item::whole(declaration(api, header))));
    let docs = [
        "Response headers, each with the type of its value.",
        "",
        "[`Response::header`](super::Response::header) reads a header of a response, [`Header::read`] reads one of an error.",
    ];
    let docs = docs.map(str::to_owned).to_vec();
    Some(File { path: "src/headers.rs".to_owned(), part: 0, plain: false, docs, items })
}

fn head(api: &Api) -> TokenStream {
    let shared = shared_names(|is| api.headers.iter().any(|of| is(&of.ty)));
    quote!(use crate::runtime::{Header #(, #shared)*};)
}

fn declaration(api: &Api, header: &Header) -> TokenStream {
    let docs = doc_of(&header.docs, &[&header.wire], &format!("The {} response header.", quoted(&header.wire)));
    let (name, ty, wire) = (ident(&header.name), output_type(api, &header.ty, &TokenStream::new()), text(&header.wire));
    quote!(#docs pub static #name: Header<#ty> = Header::new(#wire);)
}

/// Documents the headers of an operation's responses in one line.
pub(crate) fn listed(api: &Api, operation: &Operation) -> Option<String> {
    let link = |number: &usize| Some(format!("[`{0}`](super::headers::{0})", api.headers.get(*number)?.name));
    let links: Vec<String> = operation.headers.iter().filter_map(link).collect();
    (!links.is_empty()).then(|| format!("Response headers: {}.", links.join(", ")))
}
