//! `cargo xtask explain`: prints the library's explanation of a diagnostic's code. Must not know
//! explanations.

use clientwright::nearest;
use clientwright::report::Code;

use crate::stop::Stop;

/// Prints the explanation of a code, or all codes with a line each.
pub(crate) fn explain(code: Option<&str>) -> Result<(), Stop> {
    let Some(wanted) = code else {
        for code in Code::ALL {
            println!("{code}  {:<26} {}", code.name(), code.title());
        }
        return Ok(());
    };
    // Diagnostics show codes in brackets.
    let wanted = wanted.trim_matches(['[', ']', ' ']);
    match Code::from_text(wanted) {
        Some(code) => {
            print!("{}", code.explanation());
            Ok(())
        }
        None => Err(Stop::Usage(unknown(wanted))),
    }
}

fn unknown(wanted: &str) -> String {
    let upper = wanted.to_uppercase();
    let numbers = Code::ALL.iter().map(|code| code.as_str());
    let names = Code::ALL.iter().map(|code| code.name());
    match nearest(&upper, numbers).or_else(|| nearest(wanted, names)) {
        Some(near) => {
            format!("unknown code `{wanted}`; did you mean `{near}`? `cargo xtask explain` lists all")
        }
        None => format!("unknown code `{wanted}`; `cargo xtask explain` lists all"),
    }
}
