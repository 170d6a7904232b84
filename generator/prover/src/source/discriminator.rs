//! Discriminator values of inherited schemas (Discriminator Object). Must not know samples and
//! types.

use super::description::Description;
use super::node::Node;
use super::schema::FlatSchema;

/// Returns the value of a parent's discriminator that selects the schema itself: that of the
/// nearest mapped schema, or the name of the component.
pub(crate) fn own_discriminator_value(
    description: &Description,
    flat: &FlatSchema<'_>,
    discriminator: &Node<'_>,
) -> Option<String> {
    let parent = discriminator.address();
    let parent = parent.strip_suffix("/discriminator")?;
    let position = |address: &str| flat.addresses.iter().position(|known| known == address);
    let parent = position(parent)?;
    if let (Some(value), true) = (flat.text("x-ms-discriminator-value"), parent > 0) {
        return Some(value.to_owned());
    }
    let mapping = discriminator.get("mapping").map(|of| of.members()).unwrap_or_default();
    let target = |node: &Node<'_>| Some(description.target(node, node.value.as_str()?)?.address());
    let mapped = mapping.iter().filter_map(|(value, node)| Some((position(&target(node)?)?, *value)));
    if let Some((_, value)) = mapped.filter(|(position, _)| *position < parent).min() {
        return Some(value.to_owned());
    }
    let names = flat.addresses.iter().take(parent).filter_map(|address| component(address));
    names.into_iter().find(|name| !name.contains('/')).map(str::to_owned)
}

fn component(address: &str) -> Option<&str> {
    let split = address.split_once("#/components/schemas/").or_else(|| address.split_once("#/definitions/"));
    split.map(|(_, name)| name)
}
