//! Which of several keys `api_key` of the builder means: the first in the list of schemes, so the best stands there. Must not know how it is emitted.

use foldhash::HashMap;

use crate::resolve::{Resolved, SecurityKind, SecurityScheme};

/// The description's schemes in the order in which they are listed: its own, but that keys trade places among themselves. First comes one that
/// operations ask for (at least half as often as for any other), in a header rather than in the query, where logs keep it, or in a cookie, which is a
/// browser's session; of these one that calls itself an API key.
pub(crate) fn listed(resolved: &Resolved) -> Vec<(usize, &SecurityScheme)> {
    let all: Vec<(usize, &SecurityScheme)> = resolved.security_schemes.iter().enumerate().collect();
    let mut keys: Vec<(usize, &SecurityScheme)> = all.iter().filter(|(_, scheme)| is_key(scheme)).copied().collect();
    if keys.len() < 2 {
        return all;
    }
    let uses = uses(resolved);
    let count = |of: usize| uses.get(&of).copied().unwrap_or_default();
    let most = keys.iter().map(|(of, _)| count(*of)).max().unwrap_or_default();
    keys.sort_by_key(|(of, scheme)| (count(*of) < most.div_ceil(2), rank(scheme), !calls_itself_one(scheme)));
    let mut keys = keys.into_iter();
    all.into_iter().map(|of| if is_key(of.1) { keys.next().unwrap_or(of) } else { of }).collect()
}

/// How many times operations ask for each, alone or among others.
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

/// The lower the better.
fn rank(scheme: &SecurityScheme) -> Option<u8> {
    match scheme.kind {
        SecurityKind::HeaderKey(_) => Some(0),
        SecurityKind::QueryKey(_) => Some(1),
        SecurityKind::CookieKey(_) => Some(2),
        SecurityKind::Http(_) | SecurityKind::OAuth2 | SecurityKind::OpenIdConnect | SecurityKind::MutualTls => None,
    }
}

fn calls_itself_one(scheme: &SecurityScheme) -> bool {
    let plain: String = scheme.name.chars().filter(char::is_ascii_alphanumeric).collect();
    plain.to_ascii_lowercase().contains("apikey")
}
