//! [`ProofPlan`]: all cases and examples of a description, and what is known without running them. Must
//! not know the driver's format.

use crate::automatic;
use crate::case::Case;
use crate::examples::{Example, examples};
use crate::fault::Fault;
use crate::media_type::includes;
use crate::names::{Names, OperationNames};
use crate::precision::TypeChecker;

use crate::sample::cases;
use crate::setup::{Setup, setup};
use crate::source::{Description, Operation, operations};

/// The cases and examples of a description.
pub struct ProofPlan<'a> {
    pub(super) description: &'a Description,
    pub(super) operations: Vec<Operation<'a>>,
    pub(super) setup: Setup,
    /// The cases, each with its operation's position in the description.
    pub cases: Vec<(usize, Case)>,
    /// The examples, each with its operation's position in the names.
    pub examples: Vec<(usize, Example)>,
    /// The operations that the client lacks.
    pub(super) skipped: Vec<usize>,
    /// Responses for which no value is valid because their schemas contradict themselves:
    /// operation, key and reason.
    pub contradicted: Vec<String>,
    /// The operations that cannot be called validly because the request contradicts itself, with
    /// the reason.
    pub(super) impossible: Vec<(usize, String)>,
    /// The faults of types and arguments, which do not depend on cases.
    pub(super) static_faults: Vec<(usize, Fault)>,
}

/// Makes the cases of all operations, or of those whose name contains `only`.
#[must_use]
pub fn plan<'a>(description: &'a Description, names: &Names, only: Option<&str>) -> ProofPlan<'a> {
    let mut operations = operations(description);
    operations.retain(|operation| only.is_none_or(|text| operation_name(operation).contains(text)));
    let mut plan = ProofPlan {
        description,
        operations: Vec::new(),
        setup: setup(description, names),
        cases: Vec::new(),
        examples: named_examples(description, &operations, names),
        skipped: Vec::new(),
        contradicted: Vec::new(),
        impossible: Vec::new(),
        static_faults: Vec::new(),
    };
    let mut types = TypeChecker::new(description, names);
    for (index, operation) in operations.iter().enumerate() {
        match find(names, operation) {
            Some((number, own)) => {
                plan.add_cases(index, number, operation, own);
                let faults = automatic::faults(description, operation, own).into_iter();
                let faults = faults.chain(types.faults(operation, own));
                plan.static_faults.extend(faults.map(|fault| (index, fault)));
            }
            None => plan.skipped.push(index),
        }
    }
    plan.operations = operations;
    plan
}

impl<'a> ProofPlan<'a> {
    fn add_cases(&mut self, index: usize, number: usize, operation: &Operation<'a>, names: &OperationNames) {
        let cases = cases(self.description, number, operation, names);
        let name = operation_name(operation);
        let contradicted = cases.contradicted.iter().map(|(status, reason)| format!("{name} {status}: {reason}"));
        self.contradicted.extend(contradicted);
        match cases.impossible {
            Some(reason) => self.impossible.push((index, reason)),
            None => self.cases.extend(cases.cases.into_iter().map(|case| (index, case))),
        }
    }
}

/// Returns the examples of operations that the client has. The body of a media type that the client
/// does not send is not one of its own.
fn named_examples(description: &Description, operations: &[Operation<'_>], names: &Names) -> Vec<(usize, Example)> {
    let is_sent = |own: &OperationNames, example: &Example| {
        let media_type = own.body.as_deref();
        example.response.is_some() || media_type.is_none_or(|of| includes(of, &example.media_type))
    };
    let named = examples(description, operations).into_iter().filter_map(|example| {
        let (number, own) = find(names, operations.get(example.operation)?)?;
        is_sent(own, &example).then_some((number, example))
    });
    named.collect()
}

/// Returns the name of an operation, for example `GET /pets/{id}`.
pub(super) fn operation_name(operation: &Operation<'_>) -> String {
    format!("{} {}", operation.method, operation.path)
}

/// Returns the names of an operation and their position.
fn find<'n>(names: &'n Names, operation: &Operation<'_>) -> Option<(usize, &'n OperationNames)> {
    let plain = |path: &str| path.trim_start_matches('/').to_owned();
    let is_same = |own: &OperationNames| {
        own.method.eq_ignore_ascii_case(&operation.method) && plain(&own.path) == plain(&operation.path)
    };
    names.operations.iter().enumerate().find(|(_, own)| is_same(own))
}
