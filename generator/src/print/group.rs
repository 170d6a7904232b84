//! Groups of tokens, opened. Must not know how tokens are printed.

use proc_macro2::{Delimiter, Group, TokenStream};

/// Returns a group's delimiter and tokens. The group is dropped: as long as it has the tokens too, reading them copies them.
pub(super) fn opened(group: Group) -> (Delimiter, TokenStream) {
    (group.delimiter(), group.stream())
}
