//! `cargo xtask names`: prints the names that the newest naming rules change, for all descriptions
//! of a folder. Must not know the rules.

use std::path::Path;

use clientwright::{Options, Rename, renames};

use crate::cli::Names;
use crate::corpus::documents;
use crate::stop::Stop;

/// Prints a line `kind<TAB>before<TAB>after<TAB>item<TAB>operationId` for each name.
pub(crate) fn names(options: &Names) -> Result<(), Stop> {
    let (mut all, mut renamed) = (0, 0);
    for document in documents::list(&options.dir, &options.filter)? {
        let Some(found) = find_renames(&document.path, document.root.as_deref())? else {
            println!("{}: no names, because the description has errors", document.path.display());
            continue;
        };
        println!("{}", document.path.display());
        all += found.len();
        for rename in found {
            let differs = rename.before != rename.after;
            renamed += usize::from(differs);
            if differs || options.all {
                println!("{}", line(&rename));
            }
        }
    }
    println!("{renamed} of {all} names differ");
    Ok(())
}

fn find_renames(path: &Path, root: Option<&Path>) -> Result<Option<Vec<Rename>>, Stop> {
    let sources = clientwright_cli::description::read(path, root, &[])?;
    let settings = Options { crate_name: "names-client".to_owned(), lenient: true, ..Options::default() };
    Ok(renames(&sources, &settings))
}

fn line(rename: &Rename) -> String {
    let name = |name: &Option<String>| name.clone().unwrap_or_else(|| "-".to_owned());
    let (before, after) = (name(&rename.before), name(&rename.after));
    format!("{}\t{before}\t{after}\t{}\t{}", rename.kind, rename.item, name(&rename.id))
}
