//! Security schemes, and the alternatives that operations need. Must not know how credentials are
//! sent.

use foldhash::HashSet;

use super::api_keys::listed;
use crate::lower::model::{Resource, Scheme, SchemeKind};
use crate::report::{Code, Diagnostic, Level, Report};
use crate::resolve::{Flows, Operation, Resolved, SecurityKind, SecurityScheme, is_cookie_name, is_field_name};

/// The supported schemes, and the index among them of each scheme of the description.
#[derive(Debug)]
pub(crate) struct Schemes {
    /// The schemes.
    pub list: Vec<Scheme>,
    indices: Vec<Option<usize>>,
}

/// Lowers all schemes, and reports those that are not supported.
pub(crate) fn schemes(resolved: &Resolved, report: &mut Report) -> Schemes {
    let mut schemes = Schemes { list: Vec::new(), indices: vec![None; resolved.security_schemes.len()] };
    for (index, declared) in listed(resolved) {
        let Some(kind) = kind(declared) else {
            report.add(no_effect(resolved, index, declared));
            continue;
        };
        if let Some(position) = schemes.indices.get_mut(index) {
            *position = Some(schemes.list.len());
        }
        schemes.list.push(Scheme {
            wire: declared.name.clone(),
            kind,
            variables: declared.env.clone(),
            oauth2: (declared.kind == SecurityKind::OAuth2).then(|| endpoints(&declared.flows)),
            expired: declared.expired.iter().map(|of| (of.status, of.header.clone())).collect(),
            docs: declared.description.clone().unwrap_or_default(),
        });
    }
    schemes
}

/// Returns how credentials are sent. The tokens of OAuth 2 and OpenID Connect are bearer tokens
/// (RFC 6750).
fn kind(declared: &SecurityScheme) -> Option<SchemeKind> {
    match &declared.kind {
        SecurityKind::Http(scheme) if scheme == "basic" => Some(SchemeKind::Basic),
        SecurityKind::Http(scheme) if scheme == "bearer" => Some(SchemeKind::Bearer),
        SecurityKind::OAuth2 | SecurityKind::OpenIdConnect => Some(SchemeKind::Bearer),
        SecurityKind::HeaderKey(name) if !is_field_name(name) => None,
        SecurityKind::CookieKey(name) if !is_cookie_name(name) => None,
        SecurityKind::HeaderKey(name) => Some(SchemeKind::HeaderKey(name.clone())),
        SecurityKind::QueryKey(name) => Some(SchemeKind::QueryKey(name.clone())),
        SecurityKind::CookieKey(name) => Some(SchemeKind::CookieKey(name.clone())),
        SecurityKind::Http(_) | SecurityKind::MutualTls => None,
    }
}

fn endpoints(flows: &Flows) -> (String, String) {
    (flows.client_credentials.clone().unwrap_or_default(), flows.refresh.clone().unwrap_or_default())
}

/// Returns the kind of a scheme that is not supported, in the terms of its specification, or
/// `None`.
fn unsupported_kind(declared: &SecurityScheme) -> Option<String> {
    match &declared.kind {
        SecurityKind::MutualTls => Some("mutual TLS".to_owned()),
        SecurityKind::Http(scheme) => {
            kind(declared).is_none().then(|| format!("HTTP authentication scheme `{scheme}`"))
        }
        SecurityKind::HeaderKey(name) | SecurityKind::CookieKey(name) => {
            kind(declared).is_none().then(|| format!("API key called `{name}`, which no header or cookie can be"))
        }
        SecurityKind::QueryKey(_) | SecurityKind::OAuth2 | SecurityKind::OpenIdConnect => None,
    }
}

fn no_effect(resolved: &Resolved, index: usize, declared: &SecurityScheme) -> Diagnostic {
    if let SecurityKind::HeaderKey(name) | SecurityKind::CookieKey(name) = &declared.kind {
        return Diagnostic {
            level: Level::Ignored,
            code: Code::FieldName,
            span: declared.span.child("name"),
            related: Vec::new(),
            message: format!(
                "no header or cookie can be called `{name}`, and the key of `{}` is never sent",
                declared.name
            ),
            help: "write a name of letters, digits and hyphens".to_owned(),
        };
    }
    let asks = |of: &&Operation| of.security.iter().flatten().flatten().any(|scheme| *scheme == index);
    let asking: Vec<&Operation> = resolved.operations.iter().filter(asks).collect();
    let sent = match asking.as_slice() {
        [] => "no operation asks for it".to_owned(),
        [one] => format!("`{} {}` is sent without it", one.method, one.path),
        [first, ..] => {
            format!("{} operations, like `{} {}`, are sent without it", asking.len(), first.method, first.path)
        }
    };
    let unsupported = unsupported_kind(declared).unwrap_or_default();
    let help = match declared.kind {
        SecurityKind::MutualTls => "give the client a transport that has a client certificate",
        SecurityKind::Http(_)
        | SecurityKind::HeaderKey(_)
        | SecurityKind::QueryKey(_)
        | SecurityKind::CookieKey(_)
        | SecurityKind::OAuth2
        | SecurityKind::OpenIdConnect => "send what it needs by middleware, or with `with_header`",
    };
    Diagnostic {
        level: Level::Ignored,
        code: Code::SecurityScheme,
        span: declared.span.clone(),
        related: Vec::new(),
        message: format!("the security scheme `{}` ({unsupported}) is not supported: {sent}", declared.name),
        help: help.to_owned(),
    }
}

/// Returns the declared schemes of an operation that are not supported: name and kind.
#[must_use]
pub(crate) fn unsupported(resolved: &Resolved, operation: &Operation) -> Vec<(String, String)> {
    let mut all: Vec<usize> = operation.security.iter().flatten().flatten().copied().collect();
    all.sort_unstable();
    all.dedup();
    let schemes = all.into_iter().filter_map(|index| resolved.security_schemes.get(index));
    schemes.filter_map(|scheme| Some((scheme.name.clone(), unsupported_kind(scheme)?))).collect()
}

/// Returns the alternatives that most operations need; the first if there are several.
#[must_use]
pub(crate) fn usual(resources: &[Resource]) -> Vec<Vec<usize>> {
    let mut counts: Vec<(&[Vec<usize>], usize)> = Vec::new();
    for security in resources.iter().flat_map(|resource| &resource.operations).map(|of| of.security.as_slice()) {
        match counts.iter_mut().find(|(known, _)| *known == security) {
            Some((_, count)) => *count += 1,
            None => counts.push((security, 1)),
        }
    }
    let first = counts.iter().rev().max_by_key(|(_, count)| *count);
    first.map(|(security, _)| security.to_vec()).unwrap_or_default()
}

/// The maximum number of alternatives that result from splitting one, and of schemes in it.
const MOST_ALTERNATIVES: usize = 16;

/// Returns the supported alternatives of an operation. If there are none, no credentials are sent.
#[must_use]
pub(crate) fn security(operation: &Operation, schemes: &Schemes) -> Vec<Vec<usize>> {
    let declared = operation.security.as_deref().unwrap_or_default();
    let position = |index: &usize| schemes.indices.get(*index).copied().flatten();
    let possible = declared.iter().filter_map(|all| all.iter().map(position).collect::<Option<Vec<usize>>>());
    let mut seen: HashSet<Vec<usize>> = HashSet::default();
    possible.flat_map(|all| apart(&all, &schemes.list)).filter(|alternative| seen.insert(alternative.clone())).collect()
}

/// Splits an alternative with several schemes that go into the same header, parameter or cookie
/// (two of OAuth 2 are common): a request has only one of them, and either is enough.
fn apart(all: &[usize], schemes: &[Scheme]) -> Vec<Vec<usize>> {
    if all.len() > MOST_ALTERNATIVES {
        return vec![all.to_vec()];
    }
    let location = |index: usize| schemes.get(index).map(|scheme| location_of(&scheme.kind));
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for &index in all {
        match groups.iter_mut().find(|group| group.first().is_some_and(|&first| location(first) == location(index))) {
            Some(group) => group.push(index),
            None => groups.push(vec![index]),
        }
    }
    if groups.iter().map(Vec::len).fold(1, usize::saturating_mul) > MOST_ALTERNATIVES {
        return vec![all.to_vec()];
    }
    groups.iter().fold(vec![Vec::new()], |begun, group| {
        let with = |begun: &Vec<usize>, index: &usize| begun.iter().chain([index]).copied().collect();
        begun.iter().flat_map(|begun| group.iter().map(move |index| with(begun, index))).collect()
    })
}

/// Returns the location of a credential in a request. Names of headers are case-insensitive (RFC
/// 9110, section 5.1), those of query parameters and cookies are not.
fn location_of(kind: &SchemeKind) -> (&'static str, String) {
    match kind {
        SchemeKind::Basic | SchemeKind::Bearer => ("header", "authorization".to_owned()),
        SchemeKind::HeaderKey(name) => ("header", name.to_ascii_lowercase()),
        SchemeKind::QueryKey(name) => ("query", name.clone()),
        SchemeKind::CookieKey(name) => ("cookie", name.clone()),
    }
}
