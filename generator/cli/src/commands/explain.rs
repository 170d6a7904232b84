//! `explain`: prints the meaning of a code, its rule, and the repair. Must not contain explanations:
//! `clientwright::report` has them.

use clientwright::nearest;
use clientwright::report::Code;
use clientwright_cli::Error;

use crate::args::Explain;
use crate::terminal::Terminal;

pub(super) fn run(arguments: &Explain, terminal: &Terminal) -> Result<(), Error> {
    let Some(wanted) = &arguments.code else {
        for code in Code::ALL {
            terminal.result(format_args!("{code}  {:<26} {}", code.name(), code.title()));
        }
        return Ok(());
    };
    // Codes are often pasted with the brackets of a message.
    let wanted = wanted.trim_matches(['[', ']', ' ']);
    match Code::from_text(wanted) {
        Some(code) => {
            terminal.result(code.explanation().trim_end());
            Ok(())
        }
        None => Err(unknown(wanted)),
    }
}

fn unknown(wanted: &str) -> Error {
    let upper = wanted.to_uppercase();
    let numbers = Code::ALL.iter().map(|code| code.as_str());
    let names = Code::ALL.iter().map(|code| code.name());
    let error = Error::usage(format!("unknown code `{wanted}`"));
    match nearest(&upper, numbers).or_else(|| nearest(wanted, names)) {
        Some(near) => error.with_help(format!("use `{near}`, or run `clientwright explain` for the list")),
        None => error.with_help("run `clientwright explain` for the list"),
    }
}
