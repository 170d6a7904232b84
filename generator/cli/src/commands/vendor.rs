//! `vendor-runtime`: writes the runtime as a package of the user's workspace. Must not know the
//! files of that package.

use clientwright_cli::{Error, vendor_runtime};

use crate::args::VendorRuntime;
use crate::terminal::Terminal;

pub(super) fn run(arguments: &VendorRuntime, terminal: &Terminal) -> Result<(), Error> {
    let (written, removed) = vendor_runtime(&arguments.dir)?;
    let dir = arguments.dir.display();
    terminal.status("Vendored", format_args!("runtime in {dir}: {written} files written, {removed} removed"));
    terminal.note(format_args!(
        "to use it, set `runtime = {{ path = \"…/{dir}\" }}` under [package.metadata.clientwright]"
    ));
    Ok(())
}
