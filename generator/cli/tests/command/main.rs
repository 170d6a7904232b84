//! The command as its users see it: files, exit codes and messages.

mod bad_input;
mod clients;
mod modules;
mod prove;
#[cfg(unix)]
mod signals;
mod support;
mod urls;
