//! Reads Server Objects. Must not know which part of the description they belong to.

use crate::resolve::context::{Context, Object};
use crate::resolve::resolved::{Server, ServerVariable};

/// Reads Server Objects of the description, of a path or of an operation.
pub(crate) fn servers<'a>(context: &mut Context<'a>, object: &Object<'a>) -> Vec<Server> {
    let mut servers = Vec::new();
    for (node, span) in context.array(object, "servers") {
        let Some(server) = context.object(node, span, "a server") else { continue };
        let Some(url) = context.required_string(&server, "url") else { continue };
        servers.push(Server {
            url,
            variables: variables(context, &server),
            description: context.string(&server, "description"),
            env: context.string(&server, "x-env"),
            span: server.span,
        });
    }
    servers
}

/// Reads Server Variable Objects.
fn variables<'a>(context: &mut Context<'a>, server: &Object<'a>) -> Vec<ServerVariable> {
    let Some(all) = context.child(server, "variables") else { return Vec::new() };
    let mut variables = Vec::new();
    for (name, node) in all.map.iter() {
        let Some(variable) = context.object(node, all.span.child(name), name) else { continue };
        let Some(default) = context.required_string(&variable, "default") else { continue };
        variables.push(ServerVariable {
            name: name.to_owned(),
            default,
            values: context.strings(&variable, "enum"),
            description: context.string(&variable, "description"),
        });
    }
    variables
}
