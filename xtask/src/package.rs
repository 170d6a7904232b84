//! `cargo xtask package`: packages the crates to be published, and builds each from its package. `publish` in their
//! Cargo.toml says which ones they are. Must not know the crates.

use std::process::Command;

use serde_json::Value;

use crate::stop::Stop;

/// Runs the command.
pub(crate) fn package() -> Result<(), Stop> {
    let names = published()?;
    if names.is_empty() {
        return Err(Stop::Refused("the workspace has no package to publish".to_owned()));
    }
    println!("{}", names.join(", "));
    let mut arguments = vec!["package", "--quiet", "--allow-dirty"];
    names.iter().for_each(|name| arguments.extend(["-p", name.as_str()]));
    let status = Command::new(cargo()).args(&arguments).status();
    let ok = status.map_err(|error| Stop::Usage(format!("cannot run cargo: {error}")))?.success();
    if ok { Ok(()) } else { Err(Stop::Refused(format!("cargo {} failed", arguments.join(" ")))) }
}

fn cargo() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}

/// Returns the packages of the workspace without `publish = false`.
fn published() -> Result<Vec<String>, Stop> {
    let output = Command::new(cargo()).args(["metadata", "--no-deps", "--format-version", "1"]).output();
    let output = output.map_err(|error| Stop::Usage(format!("cannot run cargo: {error}")))?;
    let metadata: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| Stop::Refused(format!("cargo metadata is not JSON: {error}")))?;
    let packages = metadata.get("packages").and_then(Value::as_array).into_iter().flatten();
    let is_published =
        |package: &&Value| package.get("publish").and_then(Value::as_array).is_none_or(|all| !all.is_empty());
    let name = |package: &Value| package.get("name").and_then(Value::as_str).map(str::to_owned);
    Ok(packages.filter(is_published).filter_map(name).collect())
}
