//! Samples: valid values, for the examples of the documentation and for generated tests. Must not
//! know how they are written.

/// A value that the description allows.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Sample {
    /// A value that only depends on the type: any such value is allowed.
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
    Properties(Vec<(String, Sample)>),
}

impl Sample {
    /// Returns the sample of a property, if this is an object that has it.
    #[must_use]
    pub fn property(&self, wire: &str) -> Option<&Sample> {
        match self {
            Sample::Properties(all) => all.iter().find(|(name, _)| name == wire).map(|(_, sample)| sample),
            Sample::Usual | Sample::Null | Sample::Boolean(_) | Sample::Number(_) => None,
            Sample::Text(_) | Sample::Items(_) => None,
        }
    }
}
