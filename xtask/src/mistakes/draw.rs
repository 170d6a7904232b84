//! One mistake, drawn: first of which sort, then where, each as probable as the others.
//!
//! A mistake is a change that OpenAPI does not allow: a required keyword dropped; a keyword misspelt; a value of another
//! kind; a reference to nothing; a word that is none of those allowed (`type`, `in`, `style`, a version, a security
//! scheme); a path, status, operationId or parameter that fits no more. A change that leaves a description which says
//! something else (another text, a property less, another limit) is none.
//!
//! The first message must stand at the changed node itself, or at the nearest that somebody would mend it at:
//!
//! - a keyword that is missing, misspelt or has a wrong value: at it, or at the object that it is of;
//! - a reference: at it;
//! - a path whose template and parameters fit no more: at the path, one of its operations, or a parameter of these;
//! - what stands there twice: at one of the two.
//!
//! Another object, the object around that, or what refers to it is no good place.

use serde_json::{Value, json};

use super::edit::{Change, Edit};
use super::random::Random;
use super::shape;
use super::sites::{Kind, Site, all};

/// A mistake, and the places at which it may be told.
#[derive(Debug, Clone)]
pub(super) struct Mistake {
    pub(super) edit: Edit,
    pub(super) good: Vec<String>,
}

impl Mistake {
    /// Told at the changed node, or at one of some others.
    pub(super) fn new(at: &str, key: &str, change: Change, others: Vec<String>) -> Mistake {
        let edit = Edit { at: at.to_owned(), key: key.to_owned(), change };
        Mistake { good: [others, vec![edit.node()]].concat(), edit }
    }

    /// Of a keyword of an object.
    pub(super) fn keyword(at: &str, key: &str, change: Change) -> Mistake {
        Mistake::new(at, key, change, vec![at.to_owned()])
    }
}

/// Where a mistake could be made.
type Spot<'s, 'a> = (&'s Site<'a>, &'a str);

/// Draws one. `None` where there is no place for any.
pub(super) fn draw(root: &Value, random: &mut Random) -> Option<Mistake> {
    let sites = all(root);
    let old = root.get("openapi").and_then(Value::as_str).is_some_and(|version| version.starts_with("3.0"));
    // A small description has not every sort.
    (0..1000).find_map(|_| match random.below(6) {
        0 => dropped(&sites, old, random),
        1 => misspelt(&sites, random),
        2 => of_another_kind(&sites, old, random),
        3 => dangling(root, &sites, random),
        4 => word(&sites, random),
        _ => shape::draw(&sites, random),
    })
}

fn spots<'s, 'a>(sites: &'s [Site<'a>], may: impl Fn(&Site<'a>, &str) -> bool) -> Vec<Spot<'s, 'a>> {
    let of = |site: &'s Site<'a>| site.map.keys().filter(|key| may(site, key)).map(move |key| (site, key.as_str()));
    sites.iter().flat_map(of).collect()
}

fn dropped(sites: &[Site<'_>], old: bool, random: &mut Random) -> Option<Mistake> {
    let spots = spots(sites, |site, key| !site.is_reference() && is_required(site, key, old));
    random.of(&spots).map(|(site, key)| Mistake::keyword(&site.at, key, Change::Drop))
}

/// What an object cannot be without. `old` is OpenAPI 3.0.
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
        (Kind::Flow, "tokenUrl") => !site.at.ends_with("/implicit"),
        (Kind::Flow, "authorizationUrl") => ["/implicit", "/authorizationCode"].iter().any(|e| site.at.ends_with(e)),
        (_, _) => false,
    }
}

fn misspelt(sites: &[Site<'_>], random: &mut Random) -> Option<Mistake> {
    let spots = spots(sites, |site, key| {
        !key.starts_with("x-") && (!site.is_reference() || key == "$ref") && site.kind != Kind::Flows
    });
    let (site, key) = *random.of(&spots)?;
    let slip = random.slip(key);
    (!site.map.contains_key(&slip)).then(|| Mistake::keyword(&site.at, key, Change::Rename(slip)))
}

/// What may have a value of any kind, or of several.
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

fn of_another_kind(sites: &[Site<'_>], old: bool, random: &mut Random) -> Option<Mistake> {
    let spots = spots(sites, |site, key| !site.is_reference() && !FREE.contains(&key) && !key.starts_with("x-"));
    let (site, key) = *random.of(&spots)?;
    let value = random.of(&[json!("wrong"), json!(7), json!(true), json!([]), json!({})])?.clone();
    let kind = |value: &Value| std::mem::discriminant(value);
    let same = site.map.get(key).is_none_or(|now| kind(now) == kind(&value));
    // From 3.1 on `true` is a schema.
    let is_schema = !old && value.is_boolean() && (site.kind == Kind::Schema || key == "schema");
    (!same && !is_schema).then(|| Mistake::keyword(&site.at, key, Change::Put(value)))
}

fn dangling(root: &Value, sites: &[Site<'_>], random: &mut Random) -> Option<Mistake> {
    let spots = spots(sites, |site, key| {
        site.is_reference() && key == "$ref" && site.text(key).is_some_and(|text| text.starts_with("#/"))
    });
    let (site, key) = *random.of(&spots)?;
    let slip = random.slip(site.text(key)?);
    let leads_nowhere = slip.strip_prefix('#').is_some_and(|to| to.starts_with('/') && root.pointer(to).is_none());
    leads_nowhere.then(|| Mistake::new(&site.at, key, Change::Put(json!(slip)), Vec::new()))
}

fn word(sites: &[Site<'_>], random: &mut Random) -> Option<Mistake> {
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
    let (site, key) = *random.of(&words)?;
    let slip = if key == "openapi" { "4.0.0".to_owned() } else { random.slip(site.text(key)?) };
    Some(Mistake::keyword(&site.at, key, Change::Put(json!(slip))))
}
