//! [`Operation`]: an operation as the readers of OpenAPI 3.x and of Swagger 2.0 return it. Plain
//! data, and the rules that both readers share. Must not know the keywords of a version.

use super::description::Description;
use super::node::Node;

/// An operation.
#[derive(Debug, Clone)]
pub struct Operation<'a> {
    /// The HTTP method in capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The parameters, including those of the path item.
    pub parameters: Vec<Parameter<'a>>,
    /// The request bodies by media type, in order.
    pub bodies: Vec<Body<'a>>,
    /// A request without a body is invalid.
    pub needs_body: bool,
    /// The declared responses, one for each status and media type.
    pub responses: Vec<DeclaredResponse<'a>>,
    /// The base URL, with the defaults of its variables. Empty if the description has none.
    pub server: String,
    /// The security requirements: alternatives of schemes that are needed together.
    pub security: Vec<Vec<String>>,
}

/// A parameter.
#[derive(Debug, Clone)]
pub struct Parameter<'a> {
    /// The wire name.
    pub name: String,
    /// `path`, `query`, `header`, `cookie` or `querystring`.
    pub location: String,
    /// `form`, `simple` and so on. `json`, `urlencoded` or `text` if it has `content`.
    pub style: String,
    /// The value of `explode`.
    pub explode: bool,
    /// The value of `allowReserved`.
    pub reserved: bool,
    /// The value of `required`.
    pub required: bool,
    /// The schema of its value.
    pub schema: Option<Node<'a>>,
}

/// A request body of a media type.
#[derive(Debug, Clone)]
pub struct Body<'a> {
    /// The declared media type.
    pub media_type: String,
    /// The schema of the body.
    pub schema: Option<Node<'a>>,
    /// The Encoding Objects of a form, by property.
    pub encoding: Vec<(String, Node<'a>)>,
    /// The values of its examples.
    pub examples: Vec<Node<'a>>,
}

/// A declared response of a status and a media type.
#[derive(Debug, Clone)]
pub struct DeclaredResponse<'a> {
    /// `200`, `4XX` or `default`.
    pub status: String,
    /// The media type. Empty if no body is declared.
    pub media_type: String,
    /// The schema of the body.
    pub schema: Option<Node<'a>>,
    /// The values of its examples.
    pub examples: Vec<Node<'a>>,
    /// The declared headers: name and schema.
    pub headers: Vec<(String, Node<'a>)>,
}

/// Returns the parameters of path item and operation. Those of the operation override those of the
/// path item with the same name and location.
pub(super) fn merged<'a>(description: &'a Description, item: &Node<'a>, node: &Node<'a>) -> Vec<Node<'a>> {
    let list = |node: &Node<'a>| -> Vec<Node<'a>> {
        let all = node.get("parameters").map(|all| all.items()).unwrap_or_default();
        all.iter().filter_map(|node| description.follow(node)).collect()
    };
    let key = |node: &Node<'a>| (node.text("in").map(str::to_owned), node.text("name").map(str::to_owned));
    let mut all: Vec<Node<'a>> = Vec::new();
    for node in list(item).into_iter().chain(list(node)) {
        match all.iter_mut().find(|known| key(known) == key(&node)) {
            Some(known) => *known = node,
            None => all.push(node),
        }
    }
    all
}

/// Adds a string parameter for each template of the path that no parameter declares, because the
/// path needs a value there.
pub(super) fn with_template<'a>(path: &str, mut all: Vec<Parameter<'a>>) -> Vec<Parameter<'a>> {
    for name in path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)) {
        if !all.iter().any(|parameter| parameter.location == "path" && parameter.name == name) {
            let (location, style) = ("path".to_owned(), "simple".to_owned());
            let (explode, reserved, required, schema) = (false, false, true, None);
            all.push(Parameter { name: name.to_owned(), location, style, explode, reserved, required, schema });
        }
    }
    all
}

/// Returns a key of `responses` with ranges in capitals: `4XX`.
pub(super) fn status_key(text: &str) -> String {
    if text.len() == 3 { text.to_ascii_uppercase() } else { text.to_owned() }
}

/// Returns `true` if the header parameter is ignored because OpenAPI describes the header elsewhere
/// (Parameter Object).
pub(super) fn is_ignored_header(location: &str, name: &str) -> bool {
    let ignored = ["accept", "content-type", "authorization"].iter().any(|of| name.eq_ignore_ascii_case(of));
    location == "header" && ignored
}

/// Returns `true` if a response header may have any value. `Content-Type` is ignored (Response
/// Object), the framing headers belong to the transport (RFC 9112, section 6), and names that HTTP
/// does not allow cannot be received.
pub(super) fn is_free_header(name: &str) -> bool {
    let ours = ["content-type", "content-length", "transfer-encoding"];
    is_token(name) && !ours.contains(&name.to_ascii_lowercase().as_str())
}

/// Returns `true` if HTTP allows the name of a parameter: a header's is a token (RFC 9110, section
/// 5.1), a cookie's must not contain characters that servers interpret as its end (RFC 6265,
/// section 4.1.1: everything that `cookie-octet` excludes, and `=`).
pub(super) fn can_be_sent(location: &str, name: &str) -> bool {
    match location {
        "header" => is_token(name),
        "cookie" => !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic() && !b";,=\"\\".contains(&byte)),
        _ => true,
    }
}

/// Returns `true` for a token (RFC 9110, section 5.6.2).
fn is_token(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.!#$%&'*+^`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(allowed)
}
