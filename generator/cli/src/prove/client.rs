//! The client to prove: it has to be up to date, because generating it again returns the names of
//! its items. Must not know how a proof is carried out.

use std::path::PathBuf;
use std::sync::Arc;

use clientwright::{Output, Sources, generate};

use crate::client::{self, ClientDir};
use crate::error::Error;
use crate::generate::{Failure, inputs, read};
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

/// Generates a client again, to know the names of its items.
///
/// # Errors
///
/// Fails if the description has errors, or if the files of the client differ from the generated
/// ones. Nothing is written.
pub fn generated(client: &Client) -> Result<Generated, Failure> {
    if client.module.is_some() {
        let error = Error::usage(format!("`{}` is a module, and a proof compiles a package", client.name));
        let help =
            "prove a package of the same description, which sends the same bytes: `clientwright new` creates one";
        return Err(error.with_help(help).into());
    }
    let sources = Arc::new(read(client)?);
    let (mut options, lock) = inputs(client)?;
    options.names = true;
    let output = generate(&sources, &options, &lock).map_err(|report| Failure::Description(sources.clone(), report))?;
    let changes = client::changes(&client.dir, &ClientDir::read(&client.dir)?, &output, &client.name)?;
    if !changes.is_empty() {
        let error = Error::refused(format!("`{}` is not up to date", client.name));
        return Err(error.with_help("run `clientwright generate` first, so that the proof is about its files").into());
    }
    drop(changes);
    Ok(Generated { name: client.name.clone(), dir: client.dir.clone(), sources, output })
}
