//! `update`: fetches descriptions again from their URLs, says what changed, and generates. Must not
//! fetch or compare them itself (`clientwright_cli::update`).

use clientwright_cli::generate::RunOptions;
use clientwright_cli::{Error, update};

use super::generate::{all, selected};
use crate::args::Update;
use crate::terminal::Terminal;

pub(super) fn run(arguments: &Update, terminal: &Terminal) -> Result<(), Error> {
    let clients = selected(&arguments.crates)?;
    let (with_url, without): (Vec<_>, Vec<_>) = clients.into_iter().partition(|client| client.config.source.is_some());
    for client in &without {
        terminal.note(format_args!("`{}` has no URL, so its description is not fetched", client.name));
    }
    if with_url.is_empty() {
        return Err(Error::usage("no client has a URL to update from")
            .with_help("add `source = { url = \"https://…\" }` to its configuration"));
    }
    let mut changed = Vec::new();
    for client in with_url {
        let text = format!("fetching the description of {}", client.name);
        let fetched =
            terminal.progress(text, || update::fetch(&client, &arguments.header, &|name| std::env::var(name).ok()))?;
        match fetched {
            None => terminal.status("Unchanged", &client.name),
            Some(update) => {
                terminal.status("Fetched", format_args!("{}: {}", client.name, update.summary()));
                if !arguments.dry_run {
                    update.apply(&client)?;
                }
                changed.push(client);
            }
        }
    }
    match changed.is_empty() || arguments.dry_run {
        true => Ok(()),
        false => all(&changed, &RunOptions::default(), terminal),
    }
}
