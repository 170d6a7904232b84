//! Makes one random mistake: first its kind, then its location, all with the same probability. Must
//! not know diagnostics.
//!
//! A mistake is a change that OpenAPI does not allow: a required keyword is removed; a keyword is
//! misspelled; a value has another type; a reference has no target; a word is not one of those
//! allowed (`type`, `in`, `style`, a version, a security scheme); a path, status, operationId or
//! parameter no longer fits. A change that gives a valid description with another meaning (another
//! text, one property less, another limit) is not a mistake.
//!
//! The first diagnostic must point at the changed node, or at the nearest location where it can be
//! corrected:
//!
//! - a keyword that is missing, misspelled or has a wrong value: the keyword or its object;
//! - a reference: the reference itself;
//! - a path whose template and parameters no longer fit: the path, one of its operations, or one of
//!   their parameters;
//! - a duplicate: one of the two.
//!
//! Another object, the object around it, or a reference to it is not a good location.

use serde_json::{Value, json};

use super::across_parts;
use super::edit::{Change, Edit};
use super::random::Random;
use super::sites::{Kind, Site, all};

/// A mistake and the good locations for its diagnostic.
#[derive(Debug, Clone)]
pub(super) struct Mistake {
    pub(super) edit: Edit,
    pub(super) good: Vec<String>,
}

impl Mistake {
    /// Creates a mistake. The changed node and `others` are good locations.
    pub(super) fn new(pointer: &str, key: &str, change: Change, others: Vec<String>) -> Mistake {
        let edit = Edit { pointer: pointer.to_owned(), key: key.to_owned(), change };
        Mistake { good: [others, vec![edit.node()]].concat(), edit }
    }

    /// Creates a mistake of a keyword. The keyword and its object are good locations.
    pub(super) fn keyword(pointer: &str, key: &str, change: Change) -> Mistake {
        Mistake::new(pointer, key, change, vec![pointer.to_owned()])
    }
}

/// An object and the key at which a mistake can be made.
type Spot<'s, 'a> = (&'s Site<'a>, &'a str);

/// Makes a mistake. Returns `None` if none is possible.
pub(super) fn draw(root: &Value, random: &mut Random) -> Option<Mistake> {
    let sites = all(root);
    let old = root.get("openapi").and_then(Value::as_str).is_some_and(|version| version.starts_with("3.0"));
    // Small descriptions do not have locations for all kinds.
    (0..1000).find_map(|_| match random.below(6) {
        0 => drop_keyword(&sites, old, random),
        1 => misspell(&sites, random),
        2 => replace_value(&sites, old, random),
        3 => break_reference(root, &sites, random),
        4 => replace_word(&sites, random),
        _ => across_parts::draw(&sites, random),
    })
}

fn spots<'s, 'a>(sites: &'s [Site<'a>], may: impl Fn(&Site<'a>, &str) -> bool) -> Vec<Spot<'s, 'a>> {
    let spots = |site: &'s Site<'a>| site.map.keys().filter(|key| may(site, key)).map(move |key| (site, key.as_str()));
    sites.iter().flat_map(spots).collect()
}

fn drop_keyword(sites: &[Site<'_>], old: bool, random: &mut Random) -> Option<Mistake> {
    let spots = spots(sites, |site, key| !site.is_reference() && is_required(site, key, old));
    random.choose(&spots).map(|(site, key)| Mistake::keyword(&site.pointer, key, Change::Drop))
}

/// Returns `true` for required keywords. `old` is OpenAPI 3.0.
fn is_required(site: &Site<'_>, key: &str, old: bool) -> bool {
    let is = |wanted: &str, value: &str| site.text(wanted) == Some(value);
    match (site.kind, key) {
        (Kind::Root, "openapi" | "info")
        | (Kind::Info, "title" | "version")
        | (Kind::Server, "url")
        | (Kind::Tag, "name")
        | (Kind::Parameter, "name" | "in")
        | (Kind::RequestBody, "content")
        | (Kind::Response, "description")
        | (Kind::SecurityScheme, "type")
        | (Kind::Discriminator, "propertyName")
        | (Kind::Flow, "scopes") => true,
        (Kind::Root, "paths") | (Kind::Operation, "responses") => old,
        (Kind::Parameter, "required") => is("in", "path"),
        (Kind::Parameter, "schema") => !site.map.contains_key("content"),
        (Kind::Schema, "items") => old && is("type", "array"),
        (Kind::SecurityScheme, "name" | "in") => is("type", "apiKey"),
        (Kind::SecurityScheme, "scheme") => is("type", "http"),
        (Kind::SecurityScheme, "flows") => is("type", "oauth2"),
        (Kind::Flow, "tokenUrl") => !site.pointer.ends_with("/implicit"),
        (Kind::Flow, "authorizationUrl") => {
            ["/implicit", "/authorizationCode"].iter().any(|e| site.pointer.ends_with(e))
        }
        (_, _) => false,
    }
}

fn misspell(sites: &[Site<'_>], random: &mut Random) -> Option<Mistake> {
    let spots = spots(sites, |site, key| {
        !key.starts_with("x-") && (!site.is_reference() || key == "$ref") && site.kind != Kind::Flows
    });
    let (site, key) = *random.choose(&spots)?;
    let slip = random.slip(key);
    (!site.map.contains_key(&slip)).then(|| Mistake::keyword(&site.pointer, key, Change::Rename(slip)))
}

/// Keywords whose values may have any type, or several.
const FREE: [&str; 12] = [
    "example",
    "examples",
    "default",
    "const",
    "enum",
    "additionalProperties",
    "items",
    "type",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "$ref",
    "security",
];

fn replace_value(sites: &[Site<'_>], old: bool, random: &mut Random) -> Option<Mistake> {
    let spots = spots(sites, |site, key| !site.is_reference() && !FREE.contains(&key) && !key.starts_with("x-"));
    let (site, key) = *random.choose(&spots)?;
    let value = random.choose(&[json!("wrong"), json!(7), json!(true), json!([]), json!({})])?.clone();
    let kind = |value: &Value| std::mem::discriminant(value);
    let same = site.map.get(key).is_none_or(|now| kind(now) == kind(&value));
    // From 3.1 on, `true` is a schema.
    let is_schema = !old && value.is_boolean() && (site.kind == Kind::Schema || key == "schema");
    (!same && !is_schema).then(|| Mistake::keyword(&site.pointer, key, Change::Put(value)))
}

fn break_reference(root: &Value, sites: &[Site<'_>], random: &mut Random) -> Option<Mistake> {
    let spots = spots(sites, |site, key| {
        site.is_reference() && key == "$ref" && site.text(key).is_some_and(|text| text.starts_with("#/"))
    });
    let (site, key) = *random.choose(&spots)?;
    let slip = random.slip(site.text(key)?);
    let has_no_target = slip.strip_prefix('#').is_some_and(|to| to.starts_with('/') && root.pointer(to).is_none());
    has_no_target.then(|| Mistake::new(&site.pointer, key, Change::Put(json!(slip)), Vec::new()))
}

fn replace_word(sites: &[Site<'_>], random: &mut Random) -> Option<Mistake> {
    let words = spots(sites, |site, key| {
        let is = matches!(
            (site.kind, key),
            (Kind::Schema | Kind::SecurityScheme, "type")
                | (Kind::Parameter | Kind::SecurityScheme, "in")
                | (Kind::Parameter | Kind::Header | Kind::Encoding, "style")
                | (Kind::Root, "openapi")
        );
        is && site.text(key).is_some()
    });
    let (site, key) = *random.choose(&words)?;
    let slip = if key == "openapi" { "4.0.0".to_owned() } else { random.slip(site.text(key)?) };
    Some(Mistake::keyword(&site.pointer, key, Change::Put(json!(slip))))
}
