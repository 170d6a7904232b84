//! What a client may ask its users for: not for what has one value and is required, and not for the stream where nothing else comes. Must
//! not know what is sent.

use crate::judge::Fault;
use crate::names::{GivenNames, OperationNames};
use crate::sample::always;
use crate::source::{Description, Operation, flat};

/// What is sent without being asked for.
#[derive(Debug, Default)]
pub(crate) struct Unasked<'a> {
    /// Required parameters of one value: location and name.
    pub(crate) parameters: Vec<(&'a str, &'a str)>,
    /// A property of the body that is optional.
    pub(crate) member: Option<&'static str>,
}

/// Finds it.
pub(crate) fn of<'o>(of: &Description, operation: &'o Operation<'_>) -> Unasked<'o> {
    let single = |parameter: &&crate::source::Parameter<'_>| {
        let values = parameter.schema.as_ref().and_then(|schema| flat(of, std::slice::from_ref(schema)).values);
        parameter.required && values.is_some_and(|values| values.len() == 1 && !values.iter().any(|of| of.is_null()))
    };
    let parameters = operation.parameters.iter().filter(single).map(|of| (of.place.as_str(), of.name.as_str()));
    let member = operation.bodies.iter().find_map(|body| always(of, operation, body));
    Unasked { parameters: parameters.collect(), member }
}

/// The arguments of a method that have one value.
pub(crate) fn faults(of: &Description, operation: &Operation<'_>, names: &OperationNames) -> Vec<Fault> {
    let unasked = self::of(of, operation);
    let is = |given: &&GivenNames| unasked.parameters.contains(&(given.place.as_str(), given.wire.as_str()));
    let fault = |given: &GivenNames| Fault {
        cause: "asked for, though it has one value",
        what: format!("{} {} is an argument", given.place, given.wire),
    };
    names.arguments.iter().filter(is).map(fault).collect()
}
