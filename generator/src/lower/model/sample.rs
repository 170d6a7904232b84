//! Samples: values that the description allows, for the examples of the documentation and for generated tests.

/// A value that the description allows.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Sample {
    /// Whatever its type has by itself: any such value is allowed.
    #[default]
    Usual,
    /// `null`
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number, as JSON spells it.
    Number(String),
    /// A string.
    Text(String),
    /// The items of an array.
    Items(Vec<Sample>),
    /// The properties of an object, or the entries of a map.
    Members(Vec<(String, Sample)>),
}

impl Sample {
    /// The sample of a property, where this is an object that has it.
    #[must_use]
    pub fn member(&self, wire: &str) -> Option<&Sample> {
        match self {
            Sample::Members(members) => members.iter().find(|(name, _)| name == wire).map(|(_, sample)| sample),
            Sample::Usual | Sample::Null | Sample::Boolean(_) | Sample::Number(_) => None,
            Sample::Text(_) | Sample::Items(_) => None,
        }
    }
}
