//! [`Verdict`]: the result of an operation, from the driver's output. Must not know how it is shown.

use std::fmt;

use serde_json::Value;

use super::plan::{ProofPlan, operation_name};
use crate::case::Case;
use crate::digits;
use crate::examples::Example;
use crate::fault::{Cause, Fault};
use crate::judge::{CallOutcome, Mismatch, accepts, judge, nearly_equal};
use crate::source::Operation;

/// The result of an operation.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// The name of the operation, for example `GET /pets/{id}`.
    pub operation: String,
    /// The number of cases.
    pub samples: usize,
    /// The faults, one for each cause, with the smallest case that shows it. Empty if the operation
    /// is proven.
    pub faults: Vec<(Fault, Option<Case>)>,
    /// The reason why the operation cannot be called validly: its request contradicts itself. It is
    /// neither proven nor wrong.
    pub impossible: Option<String>,
}

/// The reason why an example is not proven.
#[derive(Debug, Clone)]
pub enum ExampleError {
    /// The driver's output is unreadable.
    Output(String),
    /// The client failed to read or write the example.
    Failed(String),
    /// The client wrote another value.
    Different(Mismatch),
}

impl fmt::Display for ExampleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ExampleError::Output(error) | ExampleError::Failed(error) => f.write_str(error),
            ExampleError::Different(mismatch) => mismatch.fmt(f),
        }
    }
}

impl std::error::Error for ExampleError {}

impl Verdict {
    fn new(operation: &Operation<'_>) -> Verdict {
        Verdict { operation: operation_name(operation), samples: 0, faults: Vec::new(), impossible: None }
    }

    fn add(&mut self, fault: Fault, case: Option<&Case>) {
        let size = |case: Option<&Case>| serde_json::to_string(&case).map_or(0, |text| text.len());
        match self.faults.iter_mut().find(|(known, _)| known.cause == fault.cause) {
            Some((known, shown)) if size(case) < size(shown.as_ref()) => (*known, *shown) = (fault, case.cloned()),
            Some(_) => {}
            None => self.faults.push((fault, case.cloned())),
        }
    }
}

impl ProofPlan<'_> {
    /// Returns the verdict for each operation, in the order of the description, from the driver's
    /// output lines. A driver that ended early wrote fewer lines.
    #[must_use]
    pub fn verdicts(&self, lines: &[&str]) -> Vec<Verdict> {
        let mut all: Vec<Verdict> = self.operations.iter().map(Verdict::new).collect();
        for (number, (index, case)) in self.cases.iter().enumerate() {
            let (Some(verdict), Some(operation)) = (all.get_mut(*index), self.operations.get(*index)) else { continue };
            verdict.samples += 1;
            let faults = self.case_faults(operation, case, lines.get(number).copied());
            faults.into_iter().for_each(|fault| verdict.add(fault, Some(case)));
        }
        self.add_static_results(&mut all);
        for verdict in &mut all {
            if verdict.samples == 0 && verdict.faults.is_empty() && verdict.impossible.is_none() {
                let detail = "no case can be made from the description";
                verdict.add(Fault::new(Cause::NoCase, detail), None);
            }
        }
        all
    }

    fn case_faults(&self, operation: &Operation<'_>, case: &Case, line: Option<&str>) -> Vec<Fault> {
        match line.map(serde_json::from_str::<CallOutcome>) {
            Some(Ok(outcome)) => judge(self.description, operation, &self.setup, case, &outcome),
            Some(Err(error)) => vec![Fault::new(Cause::DriverOutput, error.to_string())],
            None => vec![Fault::new(Cause::DriverEnded, "before this case")],
        }
    }

    /// Adds the results that do not depend on the driver.
    fn add_static_results(&self, all: &mut [Verdict]) {
        for (index, reason) in &self.impossible {
            if let Some(verdict) = all.get_mut(*index) {
                verdict.impossible = Some(reason.clone());
            }
        }
        for (index, fault) in &self.static_faults {
            if let Some(verdict) = all.get_mut(*index).filter(|verdict| verdict.impossible.is_none()) {
                verdict.add(fault.clone(), None);
            }
        }
        for index in &self.skipped {
            if let Some(verdict) = all.get_mut(*index) {
                let detail = "the client has no method for the operation";
                verdict.add(Fault::new(Cause::Skipped, detail), None);
            }
        }
    }

    /// Compares an example with the driver's output for it. Returns `false` if the client does not
    /// accept its media type. Floats only have to be equal as `format: float`, because examples
    /// often have more digits.
    ///
    /// # Errors
    /// Returns the first difference, or the reason why the example could not be read.
    pub fn example_verdict(&self, example: &Example, line: &str) -> Result<bool, ExampleError> {
        let outcome: CallOutcome =
            serde_json::from_str(line).map_err(|error| ExampleError::Output(error.to_string()))?;
        let is_unaccepted =
            |(status, media_type): &(String, String)| status.starts_with('2') && !accepts(&outcome, media_type);
        if example.response.as_ref().is_some_and(is_unaccepted) {
            return Ok(false);
        }
        if let Some(error) = outcome.fault.or(outcome.error) {
            return Err(ExampleError::Failed(error));
        }
        let null = example.value.is_null().then_some(Value::Null);
        let written = outcome.round_trip.or(outcome.encoded).or(null);
        let written = written.ok_or_else(|| ExampleError::Failed("it is not read as JSON".to_owned()))?;
        // Examples are read without the digits that an `f64` does not hold.
        let result = nearly_equal(&example.value, &digits::nearest(written));
        result.map(|()| true).map_err(ExampleError::Different)
    }
}
