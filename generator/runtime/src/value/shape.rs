//! Static data about the types of a client: property names, enum values, variants of unions. Must not know values.

use super::key::escaped_name;

/// The properties of an object type, or the items of a tuple, whose keys are their positions and are not written.
/// Each type has one `static`.
#[derive(Debug)]
pub struct Shape {
    /// The Rust name of the type, for `Debug` and messages.
    pub name: &'static str,
    /// The JSON key of each property, in the order of the description, as it is written between properties:
    /// `,"wireName":`, escaped. See [`escaped_name`].
    pub keys: &'static [&'static str],
    /// The indices and Rust names of the properties whose Rust name differs from the name on the wire.
    pub renamed: &'static [(usize, &'static str)],
    /// Bit `i % 64` of word `i / 64` is set if property `i` is required.
    pub required: &'static [u64],
}

impl Shape {
    /// Returns `true` if the description requires property `index`.
    #[must_use]
    pub fn is_required(&self, index: usize) -> bool {
        self.required.get(index / 64).is_some_and(|word| word >> (index % 64) & 1 == 1)
    }

    /// Returns the Rust name of property `index`.
    #[must_use]
    pub fn field(&self, index: usize) -> &'static str {
        let renamed = self.renamed.iter().find(|(number, _)| *number == index).map(|(_, name)| *name);
        renamed.or_else(|| self.keys.get(index).map(|key| escaped_name(key))).unwrap_or_default()
    }
}

/// The values of an enum of strings.
#[derive(Debug)]
pub struct EnumShape {
    /// The values that the description lists, as they are on the wire, each with the Rust name of its variant.
    pub values: &'static [(&'static str, &'static str)],
}

impl EnumShape {
    /// Returns the Rust name of the variant with this value, or `None` if the description does not list it.
    #[must_use]
    pub fn variant(&self, value: &str) -> Option<&'static str> {
        self.values.iter().find(|(wire, _)| *wire == value).map(|(_, name)| *name)
    }
}

/// The variants of a union, and what distinguishes them. Each union has one `static`.
#[derive(Debug)]
pub struct UnionShape {
    /// The Rust names of the variants, in the order of the description.
    pub variants: &'static [&'static str],
    /// The property whose value distinguishes the variants (Discriminator Object), or an empty string if there is none.
    pub discriminator: &'static str,
    /// The discriminator values, each with the index of its variant.
    pub mapping: &'static [(&'static str, usize)],
    /// Discriminator values that the union writes because its variants do not contain them, each with the index of its variant.
    pub added: &'static [(usize, &'static str)],
    /// The variant for absent and unknown discriminator values (`defaultMapping`).
    pub default: Option<usize>,
    /// Properties that allow only certain values other than strings: variant, key, and the values as a JSON array.
    pub constants: &'static [(usize, &'static str, &'static str)],
}

impl UnionShape {
    /// Returns the discriminator value that is written with a variant which may lack it.
    #[must_use]
    pub fn added_value(&self, variant: usize) -> Option<&'static str> {
        self.added.iter().find(|(index, _)| *index == variant).map(|(_, value)| *value)
    }

    /// Returns the variant that a discriminator value stands for.
    #[must_use]
    pub fn variant_of(&self, value: &str) -> Option<usize> {
        self.mapping.iter().find(|(known, _)| *known == value).map(|(_, variant)| *variant)
    }

    /// Returns `true` if a discriminator value stands for a variant.
    #[must_use]
    pub fn stands_for(&self, value: &str, variant: usize) -> bool {
        self.mapping.iter().any(|(known, index)| *known == value && *index == variant)
    }
}
