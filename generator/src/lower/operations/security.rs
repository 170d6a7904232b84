//! Security schemes and what operations need of them.

use foldhash::HashSet;

use super::api_keys::listed;
use crate::lower::model::{Resource, Scheme, SchemeKind};
use crate::report::{Code, Diagnostic, Level, Report};
use crate::resolve::{Flows, Operation, Resolved, SecurityKind, SecurityScheme, is_cookie_name, is_field_name};

/// The schemes that can be carried out, and for each scheme of the description its place among them.
#[derive(Debug)]
pub(crate) struct Schemes {
    /// The schemes.
    pub list: Vec<Scheme>,
    indices: Vec<Option<usize>>,
}

/// Looks at all schemes; what can't be carried out is told.
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

/// The tokens of OAuth 2 and OpenID Connect are bearer tokens (RFC 6750), wherever they come from.
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

/// Returns the kind of a scheme that is not supported, in the terms of its specification, or `None`.
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
    let of = unsupported_kind(declared).unwrap_or_default();
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
        message: format!("the security scheme `{}` ({of}) is not supported: {sent}", declared.name),
        help: help.to_owned(),
    }
}

/// The schemes that an operation asks for and that are not carried out: name and kind.
#[must_use]
pub(crate) fn unsupported(resolved: &Resolved, operation: &Operation) -> Vec<(String, String)> {
    let mut all: Vec<usize> = operation.security.iter().flatten().flatten().copied().collect();
    all.sort_unstable();
    all.dedup();
    let schemes = all.into_iter().filter_map(|index| resolved.security_schemes.get(index));
    schemes.filter_map(|scheme| Some((scheme.name.clone(), unsupported_kind(scheme)?))).collect()
}

/// What most operations need, of equally many the first.
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

/// So many alternatives are made of one at most, and of so many schemes.
const MANY: usize = 16;

/// What an operation needs: alternatives that can be carried out. Where only such remain that can't, nothing is sent.
#[must_use]
pub(crate) fn security(operation: &Operation, schemes: &Schemes) -> Vec<Vec<usize>> {
    let declared = operation.security.as_deref().unwrap_or_default();
    let position = |index: &usize| schemes.indices.get(*index).copied().flatten();
    let possible = declared.iter().filter_map(|all| all.iter().map(position).collect::<Option<Vec<usize>>>());
    let mut seen: HashSet<Vec<usize>> = HashSet::default();
    possible.flat_map(|all| apart(&all, &schemes.list)).filter(|alternative| seen.insert(alternative.clone())).collect()
}

/// One alternative may ask for several schemes that go into the same place (two of OAuth 2 are common): a request holds one of them, and
/// either is enough.
fn apart(all: &[usize], schemes: &[Scheme]) -> Vec<Vec<usize>> {
    if all.len() > MANY {
        return vec![all.to_vec()];
    }
    let location = |index: usize| schemes.get(index).map(|scheme| place_of(&scheme.kind));
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for &index in all {
        match groups.iter_mut().find(|group| group.first().is_some_and(|&first| location(first) == location(index))) {
            Some(group) => group.push(index),
            None => groups.push(vec![index]),
        }
    }
    if groups.iter().map(Vec::len).fold(1, usize::saturating_mul) > MANY {
        return vec![all.to_vec()];
    }
    groups.iter().fold(vec![Vec::new()], |begun, group| {
        let with = |begun: &Vec<usize>, index: &usize| begun.iter().chain([index]).copied().collect();
        begun.iter().flat_map(|begun| group.iter().map(move |index| with(begun, index))).collect()
    })
}

/// Where a credential goes: names of headers are the same in any case (RFC 9110 section 5.1), those of the query and of cookies are not.
fn place_of(kind: &SchemeKind) -> (&'static str, String) {
    match kind {
        SchemeKind::Basic | SchemeKind::Bearer => ("header", "authorization".to_owned()),
        SchemeKind::HeaderKey(name) => ("header", name.to_ascii_lowercase()),
        SchemeKind::QueryKey(name) => ("query", name.clone()),
        SchemeKind::CookieKey(name) => ("cookie", name.clone()),
    }
}
