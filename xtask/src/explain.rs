//! `cargo xtask explain`: what is behind the code of a message. The words are the library's; here they are only printed.

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
    // As it stands in a message, brackets and all.
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
            format!("`{wanted}` is no code; did you mean `{near}`? `cargo xtask explain` lists all")
        }
        None => format!("`{wanted}` is no code; `cargo xtask explain` lists all"),
    }
}
