//! What is printed, to whoever still reads it: `println!` and its kin of this package, which end the command as a signal would where the reader
//! of a pipe has gone. Those of the library panic.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write};

/// What a shell says of a command that wrote to a closed pipe: 128 and the number of SIGPIPE.
const CLOSED: i32 = 141;

/// Writes, and does not come back where nobody reads. Of another failure there is nobody to tell.
pub(crate) fn write(to: &mut dyn Write, words: Arguments<'_>) {
    if to.write_fmt(words).is_err_and(|error| error.kind() == ErrorKind::BrokenPipe) {
        std::process::exit(CLOSED);
    }
}

macro_rules! println {
    () => { $crate::say::write(&mut std::io::stdout(), format_args!("\n")) };
    ($($words:tt)*) => { $crate::say::write(&mut std::io::stdout(), format_args!("{}\n", format_args!($($words)*))) };
}

macro_rules! print {
    ($($words:tt)*) => { $crate::say::write(&mut std::io::stdout(), format_args!($($words)*)) };
}

macro_rules! eprintln {
    () => { $crate::say::write(&mut std::io::stderr(), format_args!("\n")) };
    ($($words:tt)*) => { $crate::say::write(&mut std::io::stderr(), format_args!("{}\n", format_args!($($words)*))) };
}
