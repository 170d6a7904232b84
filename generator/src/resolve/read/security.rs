//! Reads Security Scheme Objects and Security Requirement Objects. Must not know operations.

use crate::parse::Node;
use crate::report::Code;
use crate::resolve::context::{Context, Object};
use crate::resolve::resolved::{Expired, Flows, SecurityKind, SecurityScheme};
use crate::resolve::suggestion::nearest;

impl<'a> Context<'a> {
    /// Reads `components.securitySchemes`, in order. Unreadable schemes are skipped.
    pub(crate) fn security_schemes(&mut self, components: &Object<'a>) -> Vec<SecurityScheme> {
        let Some(all) = self.child(components, "securitySchemes") else { return Vec::new() };
        let mut schemes = Vec::new();
        for (name, node) in all.map.iter() {
            let Some(object) = self.follow(node, all.span.child(name), name) else { continue };
            let Some(kind) = self.security_kind(&object) else { continue };
            schemes.push(SecurityScheme {
                name: name.to_owned(),
                description: self.string(&object, "description"),
                kind,
                env: self.string_or_array(&object, "x-env"),
                flows: self.flows(&object),
                expired: self.expired(&object),
                span: object.span,
            });
        }
        schemes
    }

    /// Returns the endpoints of `flows`. A refresh token can be used regardless of the flow that
    /// issued it.
    fn flows(&mut self, object: &Object<'a>) -> Flows {
        let Some(flows) = self.child(object, "flows") else { return Flows::default() };
        let client = self.child(&flows, "clientCredentials");
        let mut refresh = None;
        for name in ["authorizationCode", "deviceAuthorization", "password", "implicit", "clientCredentials"] {
            let Some(flow) = self.child(&flows, name) else { continue };
            let url = self.string(&flow, "refreshUrl").or_else(|| self.string(&flow, "tokenUrl"));
            refresh = refresh.or(url);
        }
        Flows { client_credentials: client.and_then(|flow| self.string(&flow, "tokenUrl")), refresh }
    }

    /// Reads `x-token-expired`: a response, or an array of them.
    fn expired(&mut self, scheme: &Object<'a>) -> Vec<Expired> {
        let Some(node) = scheme.get("x-token-expired") else { return Vec::new() };
        let span = scheme.span.child("x-token-expired");
        let nodes = match node.as_sequence() {
            Some(_) => self.array(scheme, "x-token-expired"),
            None => vec![(node, span)],
        };
        let mut all = Vec::new();
        for (node, span) in nodes {
            let Some(object) = self.object(node, span, "a response for an expired token") else {
                continue;
            };
            let header = self.string(&object, "header").zip(self.string(&object, "value"));
            match object.get("status").and_then(number) {
                Some(status) => all.push(Expired { status, header }),
                None => self.report_missing(&object, "status", "the status of the response"),
            }
        }
        all
    }

    fn security_kind(&mut self, object: &Object<'a>) -> Option<SecurityKind> {
        match self.required_string(object, "type")?.as_str() {
            "http" => self.required_string(object, "scheme").map(|scheme| SecurityKind::Http(scheme.to_lowercase())),
            "apiKey" => self.api_key(object),
            "oauth2" => Some(SecurityKind::OAuth2),
            "openIdConnect" => Some(SecurityKind::OpenIdConnect),
            "mutualTLS" => Some(SecurityKind::MutualTls),
            unknown => {
                let message = format!("`{unknown}` is not a type of a security scheme");
                let help = "write `http`, `apiKey`, `oauth2`, `openIdConnect` or `mutualTLS`".to_owned();
                self.report_error(Code::WrongValue, object.span.child("type"), message, help);
                self.meant(unknown, object)
            }
        }
    }

    /// Converts a type of Swagger, or one with a different case, to a type of OpenAPI 3.
    fn meant(&mut self, name: &str, object: &Object<'a>) -> Option<SecurityKind> {
        match name.to_lowercase().as_str() {
            scheme @ ("basic" | "bearer") => Some(SecurityKind::Http(scheme.to_owned())),
            "apikey" => self.api_key(object),
            "oauth2" => Some(SecurityKind::OAuth2),
            "openidconnect" => Some(SecurityKind::OpenIdConnect),
            "mutualtls" => Some(SecurityKind::MutualTls),
            _ => None,
        }
    }

    fn api_key(&mut self, object: &Object<'a>) -> Option<SecurityKind> {
        let name = self.required_string(object, "name")?;
        match self.required_string(object, "in")?.as_str() {
            "header" => Some(SecurityKind::HeaderKey(name)),
            "query" => Some(SecurityKind::QueryKey(name)),
            "cookie" => Some(SecurityKind::CookieKey(name)),
            unknown => {
                let message = format!("`{unknown}` is not a location of an API key");
                self.report_error(
                    Code::WrongValue,
                    object.span.child("in"),
                    message,
                    "write `header`, `query` or `cookie`".to_owned(),
                );
                unknown.eq_ignore_ascii_case("header").then_some(SecurityKind::HeaderKey(name))
            }
        }
    }

    /// Reads `security`: alternatives of schemes, as indices. `None` if it is absent.
    pub(crate) fn requirements(&mut self, parent: &Object<'a>, schemes: &[SecurityScheme]) -> Option<Vec<Vec<usize>>> {
        parent.get("security")?;
        let mut alternatives = Vec::new();
        for (node, span) in self.array(parent, "security") {
            let Some(object) = self.object(node, span, "a security requirement") else { continue };
            let mut needed = Vec::new();
            for name in object.map.keys() {
                match schemes.iter().position(|scheme| scheme.name == name) {
                    Some(index) => needed.push(index),
                    None => self.unknown_scheme(&object, name, schemes),
                }
            }
            if needed.len() == object.map.len() {
                alternatives.push(needed);
            }
        }
        Some(alternatives)
    }

    fn unknown_scheme(&mut self, object: &Object<'a>, name: &str, schemes: &[SecurityScheme]) {
        let help = match nearest(name, schemes.iter().map(|scheme| scheme.name.as_str())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "add it to `components/securitySchemes`".to_owned(),
        };
        let message = format!("unknown security scheme `{name}`");
        self.report_error(Code::UnknownSecurityScheme, object.span.child(name).at_key(), message, help);
    }
}

/// Parses a status.
fn number(node: &Node) -> Option<u16> {
    if let Node::Number(text) = node { text.parse().ok() } else { None }
}
