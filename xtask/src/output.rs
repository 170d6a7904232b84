//! Printing: `println!` and the like for this package. If the reader of a pipe is gone, they end
//! the command as a signal would, while those of the standard library panic. Must not know what is
//! printed.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write};

/// The exit code of a command that wrote to a closed pipe: 128 plus the number of SIGPIPE.
const CLOSED: i32 = 141;

/// Writes, and exits if the pipe is closed. Other errors cannot be reported anywhere.
pub(crate) fn write(to: &mut dyn Write, text: Arguments<'_>) {
    if to.write_fmt(text).is_err_and(|error| error.kind() == ErrorKind::BrokenPipe) {
        std::process::exit(CLOSED);
    }
}

macro_rules! println {
    () => { $crate::output::write(&mut std::io::stdout(), format_args!("\n")) };
    ($($words:tt)*) => { $crate::output::write(&mut std::io::stdout(), format_args!("{}\n", format_args!($($words)*))) };
}

macro_rules! print {
    ($($words:tt)*) => { $crate::output::write(&mut std::io::stdout(), format_args!($($words)*)) };
}

macro_rules! eprintln {
    () => { $crate::output::write(&mut std::io::stderr(), format_args!("\n")) };
    ($($words:tt)*) => { $crate::output::write(&mut std::io::stderr(), format_args!("{}\n", format_args!($($words)*))) };
}
