//! Puts the cases of an operation together: calls with their responses, values that must be
//! rejected, charsets, a redirect, and pages. Must not know how values are made.

use std::collections::BTreeMap;

use serde_json::Value;

use super::mode::MODES;
use super::requests::{bodies, parameters};
use super::responses::responses;
use super::{charset, pages, segment};
use crate::case::{Case, SampleResponse};
use crate::names::OperationNames;
use crate::source::{Description, Operation};

/// The cases of an operation.
#[derive(Debug, Default)]
pub struct Cases {
    /// The cases.
    pub cases: Vec<Case>,
    /// The responses whose schemas contradict themselves: their keys, and the reasons.
    pub contradicted: BTreeMap<String, String>,
    /// The reason why no call is valid: a required part of the request contradicts itself.
    pub impossible: Option<String>,
}

/// Makes the cases of an operation. The same description makes the same cases.
#[must_use]
pub fn cases(description: &Description, number: usize, operation: &Operation<'_>, names: &OperationNames) -> Cases {
    let seed = seed(&format!("{} {}", operation.method, operation.path));
    let mut all = Cases::default();
    let responses = responses(description, operation, seed, &mut all.contradicted);
    let count = responses.len().max(MODES.len());
    for (round, body) in bodies(description, operation, names, seed, count, &mut all.impossible) {
        let response = responses.get(round % responses.len().max(1)).cloned();
        let aim = (MODES[round % MODES.len()], seed, round);
        all.cases.push(Case {
            operation: number,
            parameters: parameters(description, operation, aim, &mut all.impossible),
            body: body.value,
            whole: round % 2 == 1,
            response: response.unwrap_or_else(|| no_content(!all.contradicted.is_empty())),
            files: body.files,
            pattern_names: body.pattern_names,
            undeclared_discriminators: body.undeclared_discriminators,
            ..Case::default()
        });
    }
    let special = all.cases.first().map(|like| special(description, operation, like, &responses)).unwrap_or_default();
    let paged = pages::cases(names, &all.cases, &responses);
    all.cases.extend(special);
    all.cases.extend(paged);
    all
}

/// Makes the cases with values that must be rejected, with other charsets, and with a redirect to a
/// relative reference.
fn special(
    description: &Description,
    operation: &Operation<'_>,
    like: &Case,
    responses: &[SampleResponse],
) -> Vec<Case> {
    let mut all = segment::cases(description, operation, like);
    let with_text = |response: &&SampleResponse| response.is_success() && !response.bytes && response.value.is_some();
    let mut successes = responses.iter().filter(with_text);
    if let Some(text) = successes.clone().find(|response| charset::is_text(&response.media_type)) {
        all.extend(charset::samples(&text.media_type).into_iter().map(|(value, encoded)| {
            let value = Some(Value::String(value));
            let response = SampleResponse { value, encoded_text: Some(encoded), ..text.clone() };
            Case { response, ..like.clone() }
        }));
    }
    let redirects = operation.responses.iter().any(|response| response.status.starts_with('3'));
    if let (false, "GET", Some(response)) = (redirects, operation.method.as_str(), successes.next()) {
        // It is a relative reference, though its query contains a scheme (RFC 3986, sections 4.2
        // and 5.2.2).
        let redirect = Some("other?u=https://elsewhere.test/y".to_owned());
        all.push(Case { response: response.clone(), redirect, ..like.clone() });
    }
    all
}

fn no_content(contradicted: bool) -> SampleResponse {
    SampleResponse { status: 204, contradicted, ..SampleResponse::default() }
}

/// Returns a seed for a text, the same on every machine (FNV-1a).
fn seed(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
