//! Operations with what path items and the root add to them: parameters, bodies, answers, servers, security (OpenAPI 3.x).

use serde_json::Value;

use super::{Description, Node, Version, swagger};

/// An operation.
#[derive(Debug, Clone)]
pub struct Operation<'a> {
    /// In capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// Those of the path item too.
    pub parameters: Vec<Parameter<'a>>,
    /// What may be sent: media types, in order.
    pub bodies: Vec<Body<'a>>,
    /// Whether something has to be sent.
    pub needs_body: bool,
    /// What may come back.
    pub answers: Vec<Answer<'a>>,
    /// The base URL that holds for it, with the defaults of its variables; empty where none is said.
    pub server: String,
    /// Alternatives of schemes that are needed together, by their keys.
    pub security: Vec<Vec<String>>,
}

/// A parameter.
#[derive(Debug, Clone)]
pub struct Parameter<'a> {
    /// On the wire.
    pub name: String,
    /// `path`, `query`, `header`, `cookie`, `querystring`.
    pub place: String,
    /// `form`, `simple`, …; `json` where it has `content`.
    pub style: String,
    /// Whether items are spelled on their own.
    pub explode: bool,
    /// `allowReserved`
    pub reserved: bool,
    /// Whether it has to be given.
    pub required: bool,
    /// What it holds.
    pub schema: Option<Node<'a>>,
}

/// What may be sent.
#[derive(Debug, Clone)]
pub struct Body<'a> {
    /// The media type as it is declared.
    pub media_type: String,
    /// What it holds.
    pub schema: Option<Node<'a>>,
    /// The Encoding Objects of a form, by property.
    pub encoding: Vec<(String, Node<'a>)>,
    /// The values of its examples.
    pub examples: Vec<Node<'a>>,
}

/// What may come back.
#[derive(Debug, Clone)]
pub struct Answer<'a> {
    /// `200`, `4XX`, `default`.
    pub status: String,
    /// Empty where nothing is said of a body.
    pub media_type: String,
    /// What it holds.
    pub schema: Option<Node<'a>>,
    /// The values of its examples.
    pub examples: Vec<Node<'a>>,
    /// Declared headers: name and schema.
    pub headers: Vec<(String, Node<'a>)>,
}

const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

pub(super) fn operations(of: &Description) -> Vec<Operation<'_>> {
    let root = of.root();
    let mut all = Vec::new();
    for (path, item) in root.get("paths").map(|paths| paths.members()).unwrap_or_default() {
        if path.starts_with("x-") {
            continue;
        }
        let Some(item) = of.follow(&item) else { continue };
        let named = METHODS.iter().filter_map(|method| Some(((*method).to_owned(), item.get(method)?)));
        let more = item.get("additionalOperations").map(|more| more.members()).unwrap_or_default();
        for (method, node) in named.chain(more.into_iter().map(|(method, node)| (method.to_owned(), node))) {
            if node.value.is_object() {
                all.push(operation(of, &root, path, &item, &method.to_uppercase(), &node));
            }
        }
    }
    all
}

fn operation<'a>(
    of: &'a Description,
    root: &Node<'a>,
    path: &str,
    item: &Node<'a>,
    method: &str,
    node: &Node<'a>,
) -> Operation<'a> {
    if of.version == Version::Swagger {
        return swagger::operation(of, root, path, item, method, node);
    }
    let body = node.get("requestBody").and_then(|body| of.follow(&body));
    let content = body.as_ref().and_then(|body| of.follow(&body.get("content")?));
    let bodies = content.map(|content| content.members()).unwrap_or_default();
    let parameters = merged(of, item, node);
    Operation {
        method: method.to_owned(),
        path: path.to_owned(),
        parameters: with_template(path, parameters.iter().filter_map(parameter).collect()),
        bodies: bodies.into_iter().map(|(media_type, node)| self::body(of, media_type, &node)).collect(),
        needs_body: body.is_some_and(|body| body.is("required")),
        answers: answers(of, node),
        server: [node, item, root].into_iter().find_map(server).unwrap_or_default(),
        security: security(root, node),
    }
}

/// With a text for each name in the path that is declared nowhere: something has to stand there.
pub(super) fn with_template<'a>(path: &str, mut all: Vec<Parameter<'a>>) -> Vec<Parameter<'a>> {
    for name in path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)) {
        if !all.iter().any(|of| of.place == "path" && of.name == name) {
            let (place, style) = ("path".to_owned(), "simple".to_owned());
            let (explode, reserved, required, schema) = (false, false, true, None);
            all.push(Parameter { name: name.to_owned(), place, style, explode, reserved, required, schema });
        }
    }
    all
}

/// The operation's own parameters in the place of those of the path item with the same name and place.
pub(super) fn merged<'a>(of: &'a Description, item: &Node<'a>, node: &Node<'a>) -> Vec<Node<'a>> {
    let list = |node: &Node<'a>| -> Vec<Node<'a>> {
        let all = node.get("parameters").map(|all| all.items()).unwrap_or_default();
        all.iter().filter_map(|node| of.follow(node)).collect()
    };
    let key = |node: &Node<'a>| (node.text("in").map(str::to_owned), node.text("name").map(str::to_owned));
    let mut all: Vec<Node<'a>> = Vec::new();
    for node in list(item).into_iter().chain(list(node)) {
        match all.iter_mut().find(|other| key(other) == key(&node)) {
            Some(other) => *other = node,
            None => all.push(node),
        }
    }
    all
}

fn parameter<'a>(node: &Node<'a>) -> Option<Parameter<'a>> {
    let (name, place) = (node.text("name")?, node.text("in")?);
    // Parameter Object: these three are said elsewhere.
    let ignored = ["accept", "content-type", "authorization"].iter().any(|of| name.eq_ignore_ascii_case(of));
    if place == "header" && ignored || !can_be_sent(place, name) {
        return None;
    }
    let content = node.get("content").and_then(|content| content.members().into_iter().next());
    let schema = match &content {
        Some((_, media)) => media.get("schema"),
        None => node.get("schema"),
    };
    let usual = match place {
        "query" | "cookie" => "form",
        _ => "simple",
    };
    let style = match &content {
        Some((media, _)) if media.contains("json") => "json",
        Some((media, _)) if media.contains("urlencoded") => "urlencoded",
        Some(_) => "text",
        None => node.text("style").unwrap_or(usual),
    };
    let explode = node.value.get("explode").and_then(Value::as_bool).unwrap_or(matches!(style, "form" | "cookie"));
    Some(Parameter {
        name: name.to_owned(),
        place: place.to_owned(),
        style: style.to_owned(),
        explode,
        reserved: node.is("allowReserved"),
        required: node.is("required") || place == "path",
        schema,
    })
}

fn body<'a>(of: &'a Description, media_type: &str, node: &Node<'a>) -> Body<'a> {
    let node = of.follow(node).unwrap_or_else(|| node.clone());
    let encoding = node.get("encoding").map(|of| of.members()).unwrap_or_default();
    Body {
        media_type: media_type.to_owned(),
        schema: node.get("schema"),
        encoding: encoding.into_iter().map(|(name, node)| (name.to_owned(), node)).collect(),
        examples: crate::examples::of_media(of, &node),
    }
}

fn answers<'a>(of: &'a Description, node: &Node<'a>) -> Vec<Answer<'a>> {
    let mut all = Vec::new();
    for (status, node) in node.get("responses").map(|of| of.members()).unwrap_or_default() {
        if status.starts_with("x-") {
            continue;
        }
        let Some(node) = of.follow(&node) else { continue };
        let headers = headers(of, &node);
        let content = node.get("content").and_then(|content| of.follow(&content));
        let content = content.map(|content| content.members()).unwrap_or_default();
        let answer = |media_type: &str, schema, examples| Answer {
            status: status_key(status),
            media_type: media_type.to_owned(),
            schema,
            examples,
            headers: headers.clone(),
        };
        if content.is_empty() {
            all.push(answer("", None, Vec::new()));
        }
        for (media_type, media) in content {
            let media = of.follow(&media).unwrap_or(media);
            all.push(answer(media_type, media.get("schema"), crate::examples::of_media(of, &media)));
        }
    }
    all
}

/// `4XX`, also where it is spelled in small letters.
pub(super) fn status_key(text: &str) -> String {
    if text.len() == 3 { text.to_ascii_uppercase() } else { text.to_owned() }
}

/// Whether an answer may have a header of any value: `Content-Type` is ignored there (Response Object), how long the message is is said by what
/// carries it (RFC 9112 section 6), and what is no name of a header cannot come.
pub(super) fn may_come(name: &str) -> bool {
    let ours = ["content-type", "content-length", "transfer-encoding"];
    is_token(name) && !ours.contains(&name.to_ascii_lowercase().as_str())
}

/// Returns `true` if HTTP allows a name: of a header a token (RFC 9110, section 5.1), of a cookie what no server takes for the end of it
/// (RFC 6265, section 4.1.1: what a `cookie-octet` excludes, and `=`).
pub(super) fn can_be_sent(place: &str, name: &str) -> bool {
    match place {
        "header" => is_token(name),
        "cookie" => !name.is_empty() && name.bytes().all(|of| of.is_ascii_graphic() && !b";,=\"\\".contains(&of)),
        _ => true,
    }
}

/// RFC 9110, section 5.6.2.
fn is_token(name: &str) -> bool {
    let allowed = |of: u8| of.is_ascii_alphanumeric() || b"-_.!#$%&'*+^`|~".contains(&of);
    !name.is_empty() && name.bytes().all(allowed)
}

fn headers<'a>(of: &'a Description, node: &Node<'a>) -> Vec<(String, Node<'a>)> {
    let all = node.get("headers").map(|of| of.members()).unwrap_or_default();
    let all = all.into_iter().filter(|(name, _)| may_come(name));
    all.filter_map(|(name, node)| Some((name.to_owned(), of.follow(&node)?.get("schema")?))).collect()
}

/// The first base URL, its variables replaced by their defaults (Server Object).
pub(super) fn server(node: &Node<'_>) -> Option<String> {
    let first = node.get("servers")?.items().into_iter().next()?;
    let mut url = first.text("url")?.to_owned();
    for (name, variable) in first.get("variables").map(|of| of.members()).unwrap_or_default() {
        // A string by the specification, and in YAML a port or a version is easily written as a number.
        let default = variable.value.get("default").filter(|of| of.is_string() || of.is_number());
        let default = default.map(|of| of.as_str().map_or_else(|| of.to_string(), str::to_owned)).unwrap_or_default();
        url = url.replace(&format!("{{{name}}}"), &default);
    }
    Some(url)
}

pub(super) fn security(root: &Node<'_>, node: &Node<'_>) -> Vec<Vec<String>> {
    let said = node.get("security").or_else(|| root.get("security"));
    let all = said.map(|of| of.items()).unwrap_or_default();
    all.iter().map(|of| of.members().into_iter().map(|(key, _)| key.to_owned()).collect()).collect()
}
