//! The order of several API keys: `api_key` of the builder sets the first one, so the best comes
//! first. Must not know how it is emitted.

use foldhash::HashMap;

use crate::resolve::{Resolved, SecurityKind, SecurityScheme};

/// Returns the schemes in the description's order, except that API keys may swap positions.
/// Operations declare the first one at least half as often as any other. A header comes before the
/// query, which is logged, and before a cookie, which belongs to a browser's session. After that, a
/// scheme with the name of an API key comes first.
pub(crate) fn listed(resolved: &Resolved) -> Vec<(usize, &SecurityScheme)> {
    let all: Vec<(usize, &SecurityScheme)> = resolved.security_schemes.iter().enumerate().collect();
    let mut keys: Vec<(usize, &SecurityScheme)> = all.iter().filter(|(_, scheme)| is_key(scheme)).copied().collect();
    if keys.len() < 2 {
        return all;
    }
    let uses = uses(resolved);
    let count = |index: usize| uses.get(&index).copied().unwrap_or_default();
    let most = keys.iter().map(|(of, _)| count(*of)).max().unwrap_or_default();
    keys.sort_by_key(|(of, scheme)| (count(*of) < most.div_ceil(2), rank(scheme), !is_named_api_key(scheme)));
    let mut keys = keys.into_iter();
    all.into_iter().map(|of| if is_key(of.1) { keys.next().unwrap_or(of) } else { of }).collect()
}

/// Counts the operations that declare each scheme, alone or with others.
fn uses(resolved: &Resolved) -> HashMap<usize, usize> {
    let mut uses = HashMap::default();
    for of in resolved.operations.iter().flat_map(|of| of.security.iter().flatten().flatten()) {
        *uses.entry(*of).or_default() += 1;
    }
    uses
}

fn is_key(scheme: &SecurityScheme) -> bool {
    rank(scheme).is_some()
}

/// Returns the rank of a key's location; lower is better.
fn rank(scheme: &SecurityScheme) -> Option<u8> {
    match scheme.kind {
        SecurityKind::HeaderKey(_) => Some(0),
        SecurityKind::QueryKey(_) => Some(1),
        SecurityKind::CookieKey(_) => Some(2),
        SecurityKind::Http(_) | SecurityKind::OAuth2 | SecurityKind::OpenIdConnect | SecurityKind::MutualTls => None,
    }
}

fn is_named_api_key(scheme: &SecurityScheme) -> bool {
    let plain: String = scheme.name.chars().filter(char::is_ascii_alphanumeric).collect();
    plain.to_ascii_lowercase().contains("apikey")
}
