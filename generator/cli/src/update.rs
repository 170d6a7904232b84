//! Fetches the description of a client again, and compares it with the copy in the crate. Must not know generation.

use std::borrow::Cow;

use similar::{ChangeTag, TextDiff};
use toml_edit::DocumentMut;

use crate::client::read_existing;
use crate::description::{self, Files};
use crate::error::Error;
use crate::fetch::Fetcher;
use crate::files::{Changes, with_line_ends_of};
use crate::project::Client;

/// A description that differs from the copy in the crate.
#[derive(Debug)]
pub struct Update {
    files: Files,
    /// The number of lines that were added and removed.
    added: usize,
    removed: usize,
    /// The number of files that differ.
    differing: usize,
}

/// Fetches the description of a client. Returns `None` if it is the same as the copy.
///
/// # Errors
///
/// Fails if the client has no URL, if the description cannot be fetched, or if the copy cannot be read.
pub fn fetch(
    client: &Client,
    headers: &[String],
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<Option<Update>, Error> {
    let Some(source) = &client.config.source else {
        return Err(Error::usage(format!("`{}` has no `source`", client.file.display())));
    };
    let headers: Vec<String> = source.headers.iter().chain(headers).cloned().collect();
    let files = description::fetch(&source.url, &Fetcher::new(&headers, variable)?)?;
    let files = match &client.config.description {
        Some(description) => files.moved_to(description),
        None => files,
    };
    let mut update = Update { files, added: 0, removed: 0, differing: 0 };
    for (path, text) in &update.files.texts {
        let old = read_existing(&client.dir.join(path))?.unwrap_or_default();
        if old != *text {
            update.differing += 1;
            for change in TextDiff::from_lines(&old, text).iter_all_changes() {
                match change.tag() {
                    ChangeTag::Insert => update.added += 1,
                    ChangeTag::Delete => update.removed += 1,
                    ChangeTag::Equal => {}
                }
            }
        }
    }
    Ok((update.differing > 0).then_some(update))
}

impl Update {
    /// Returns a short summary of the changes.
    #[must_use]
    pub fn summary(&self) -> String {
        let files = if self.differing == 1 { "file" } else { "files" };
        format!("{} {files} changed, {} lines added, {} lines removed", self.differing, self.added, self.removed)
    }

    /// Writes the new description and its hash into the crate.
    ///
    /// # Errors
    ///
    /// Fails if a file cannot be written. Nothing is changed then.
    pub fn apply(&self, client: &Client) -> Result<(), Error> {
        let mut changes = Changes::default();
        for (path, text) in &self.files.texts {
            let path = client.dir.join(path);
            let old = read_existing(&path)?;
            changes.want(path, old.as_ref(), Cow::Borrowed(text));
        }
        let old = read_existing(&client.file)?.unwrap_or_default();
        let new = with_hash(&old, &client.table(), &self.files.sha256)
            .map_err(|error| Error::usage(format!("cannot edit `{}`: {error}", client.file.display())))?;
        changes.want(client.file.clone(), Some(&old), new.into());
        changes.apply()
    }
}

fn with_hash(manifest: &str, table: &[&str], sha256: &str) -> Result<String, toml_edit::TomlError> {
    let mut document: DocumentMut = manifest.parse()?;
    let keys = table.iter().chain(&["source"]);
    let table = keys.copied().try_fold(document.as_item_mut(), |item, key| item.get_mut(key));
    if let Some(table) = table.and_then(toml_edit::Item::as_table_like_mut) {
        table.insert("sha256", toml_edit::value(sha256));
    }
    Ok(with_line_ends_of(manifest, document.to_string()))
}
