//! The client to prove: it has to be up to date, because generating it again returns the names of
//! its items. Must not know how a proof is carried out.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clientwright::{Form, Options, Output, Runtime, Sources, generate};

use crate::client::write_crate;
use crate::error::Error;
use crate::files::resolved;
use crate::generate::{self, Failure, inputs, read};
use crate::project::Client;

/// A client on disk, and its generation.
#[derive(Debug)]
pub struct Generated {
    /// The name of the package.
    pub name: String,
    /// The folder of the crate.
    pub dir: PathBuf,
    /// The texts of the description.
    pub sources: Arc<Sources>,
    /// The generated files, with names.
    pub output: Output,
}

/// Generates a client again, to know the names of its items. For a module, which other packages cannot call, a package with the
/// same code is written to the scratch folder.
///
/// # Errors
///
/// Fails if the description has errors, or if the files of the client differ from the generated
/// ones.
pub fn generated(client: &Client, scratch: &Path) -> Result<Generated, Failure> {
    let sources = Arc::new(read(client)?);
    up_to_date(client, &sources)?;
    let (mut options, lock) = inputs(client)?;
    options.names = true;
    let (name, dir) = match &client.module {
        None => (client.name.clone(), client.dir.clone()),
        Some(module) => {
            let name = format!("{}-client", module.replace('_', "-"));
            options = package(client, options, &name)?;
            (name.clone(), scratch.join(name))
        }
    };
    let output = generate(&sources, &options, &lock).map_err(|report| Failure::Description(sources.clone(), report))?;
    if client.module.is_some() {
        write_crate(&dir, &name, &output)?;
    }
    Ok(Generated { name, dir, sources, output })
}

fn up_to_date(client: &Client, sources: &Arc<Sources>) -> Result<(), Failure> {
    let found = generate::found(client)?;
    let output = generate::output(client, &found, sources, false)?;
    let is_current = generate::changes(client, &found, &output)?.is_empty();
    if is_current {
        return Ok(());
    }
    let error = Error::refused(format!("`{}` is not up to date", client.name));
    Err(error.with_help("run `clientwright generate` first, so that the proof is about its files").into())
}

/// Returns the options for a module as a package in another folder.
fn package(client: &Client, options: Options, name: &str) -> Result<Options, Error> {
    let runtime = match options.runtime {
        Runtime::Vendored => Runtime::Vendored,
        Runtime::Dependency(pairs) => {
            let absolute = |(key, value): (String, String)| match value.parse::<toml_edit::Value>() {
                Ok(path) if key == "path" => {
                    let path = resolved(&client.dir.join(path.as_str().unwrap_or_default()))?;
                    Ok((key, format!("{:?}", path.display().to_string())))
                }
                Ok(_) | Err(_) => Ok((key, value)),
            };
            Runtime::Dependency(pairs.into_iter().map(absolute).collect::<Result<_, Error>>()?)
        }
    };
    Ok(Options { crate_name: name.to_owned(), form: Form::Package, runtime, ..options })
}
