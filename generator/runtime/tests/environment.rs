//! Credentials from environment variables. There is a test for each row of the table in
//! client/environment.rs.

mod api;

use api::{API, BASE, builder, operation, request, responding, response};
use clientwright_runtime::call::Api;
use clientwright_runtime::{ClientBuilder, ErrorKind};

/// Returns the credentials sent with these variables, or the message of the error.
fn sent(variables: &[(&str, &str)], security: &'static [&'static [usize]]) -> Result<(String, String), String> {
    let lookup = |name: &str| variables.iter().find(|(of, _)| *of == name).map(|(_, value)| (*value).to_owned());
    let builder = builder().from_lookup(&lookup).map_err(|error| {
        assert_eq!(error.kind(), ErrorKind::Config);
        error.to_string()
    })?;
    let (client, seen) = responding(builder, vec![response(200, "{}")]);
    let operation = operation(clientwright_runtime::call::Operation { security, ..BASE });
    request::<serde_json::Value>(&client, operation, |_| {}).send_blocking().map_err(|error| error.to_string())?;
    let seen = seen.lock().unwrap();
    let header = seen[0].headers().get("authorization").map(|value| value.to_str().unwrap().to_owned());
    Ok((seen[0].uri().to_string(), header.unwrap_or_default()))
}

const EITHER: &[&[usize]] = &[&[0], &[1]];
const BASIC: &str = "Basic a2V5OnNlY3JldA==";

#[test]
fn all_variables_of_a_scheme_are_its_credential() {
    let (address, header) = sent(&[("T_KEY", "key"), ("T_SECRET", "secret")], EITHER).unwrap();
    assert_eq!((address.as_str(), header.as_str()), ("https://api.test/v1/things", BASIC));
    assert_eq!(sent(&[("T_TOKEN", "t")], EITHER).unwrap().1, "Bearer t");
}

#[test]
fn of_several_schemes_each_operation_takes_the_first_that_it_accepts() {
    let all = [("T_KEY", "key"), ("T_SECRET", "secret"), ("T_TOKEN", "t")];
    assert_eq!(sent(&all, EITHER).unwrap().1, BASIC);
    assert_eq!(sent(&all, &[&[1], &[0]]).unwrap().1, "Bearer t");
    assert_eq!(sent(&all, &[&[1]]).unwrap().1, "Bearer t");
    assert_eq!(sent(&all, &[]).unwrap().1, "", "an operation without security sends none");
}

#[test]
fn half_of_a_scheme_is_an_error_that_names_what_is_missing() {
    let half = "T_KEY is set, but T_SECRET is not; set both or neither";
    assert_eq!(sent(&[("T_KEY", "key")], EITHER).unwrap_err(), half);
    assert_eq!(sent(&[("T_KEY", "key"), ("T_SECRET", "")], EITHER).unwrap_err(), half, "empty is not set");
    assert_eq!(sent(&[("T_KEY", "key"), ("T_TOKEN", "t")], EITHER).unwrap_err(), half, "even beside a whole one");
}

#[test]
fn nothing_is_an_error_that_names_all_ways() {
    let ways = "no credentials in the environment; set T_KEY and T_SECRET, or T_TOKEN";
    assert_eq!(sent(&[], EITHER).unwrap_err(), ways);
    assert_eq!(sent(&[("T_KEY", ""), ("T_SECRET", ""), ("T_TOKEN", "")], EITHER).unwrap_err(), ways);
}

/// Creates a builder for an API without operations that need credentials.
#[test]
fn nothing_is_fine_where_nothing_is_needed() {
    static OPEN: Api = Api { needs_credentials: false, ..API };
    assert!(ClientBuilder::new(&OPEN).from_lookup(&|_| None).is_ok());
    let half = |name: &str| (name == "T_KEY").then(|| "key".to_owned());
    assert!(ClientBuilder::new(&OPEN).from_lookup(&half).is_err(), "half of a scheme is a mistake all the same");
}

#[test]
fn what_is_set_explicitly_wins() {
    let lookup = |name: &str| (name == "T_TOKEN").then(|| "from the environment".to_owned());
    let builder = builder().basic("key", "secret").from_lookup(&lookup).unwrap();
    let (client, seen) = responding(builder, vec![response(200, "{}")]);
    let operation = operation(clientwright_runtime::call::Operation { security: &[&[1], &[0]], ..BASE });
    request::<serde_json::Value>(&client, operation, |_| {}).send_blocking().unwrap();
    assert_eq!(seen.lock().unwrap()[0].headers()["authorization"], BASIC);
}

#[test]
fn the_base_url_comes_from_its_variable_unless_set_explicitly() {
    let both = [("T_TOKEN", "t"), ("T_URL", "http://localhost:1/x/")];
    assert_eq!(sent(&both, EITHER).unwrap().0, "http://localhost:1/x/things");
    assert_eq!(sent(&[("T_TOKEN", "t"), ("T_URL", "")], EITHER).unwrap().0, "https://api.test/v1/things");
}

#[test]
fn an_operation_that_needs_credentials_says_which() {
    let (client, seen) = responding(builder(), vec![response(200, "{}")]);
    let needy = operation(clientwright_runtime::call::Operation { security: &[&[0, 3], &[1]], ..BASE });
    let error = request::<serde_json::Value>(&client, needy, |_| {}).send_blocking().unwrap_err();
    let expected = "things.get: missing credentials (basic and query, or bearer); set them on \
                `Client::builder()` with `.basic(…)` and `.credential(\"query\", …)`, or `.bearer(…)`";
    assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Config, expected));
    assert!(seen.lock().unwrap().is_empty(), "nothing was sent");
}

#[test]
fn of_schemes_that_are_needed_together_one_is_not_enough() {
    let both: &[&[usize]] = &[&[0, 3]];
    let operation = operation(clientwright_runtime::call::Operation { security: both, ..BASE });
    let (client, seen) = responding(builder().basic("key", "secret"), vec![response(200, "{}")]);
    let error = request::<serde_json::Value>(&client, operation, |_| {}).send_blocking().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config, "{error}");
    assert!(seen.lock().unwrap().is_empty(), "nothing was sent");
}
