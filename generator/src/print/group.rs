//! Splits a group into delimiter and tokens. Must not know how tokens are printed.

use proc_macro2::{Delimiter, Group, TokenStream};

/// Returns the delimiter and the tokens of a group. The group is dropped, because reading shared
/// tokens would copy them.
pub(super) fn opened(group: Group) -> (Delimiter, TokenStream) {
    (group.delimiter(), group.stream())
}
