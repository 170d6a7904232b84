//! `cargo xtask …`: reads, writes, compares, reports. `clientwright` decides what to read and
//! write, and performs no I/O itself. Must not know the steps of a command (`run`).

// Nothing that a document or a server can reach may panic; tests may.
#![cfg_attr(
    not(test),
    warn(clippy::expect_used, clippy::panic, clippy::todo, clippy::unimplemented, clippy::unwrap_used)
)]

// Declared first, because all other modules use its macros.
#[macro_use]
mod output;

mod bench;
mod chart;
mod ci;
mod cli;
mod codegen;
mod corpus;
mod explain;
mod features;
mod library;
mod local_runtime;
mod mistakes;
mod mutants;
mod names;
mod package;
mod prove;
mod report_file;
mod run;
mod show;
mod sources;
mod stop;
mod summary;
mod vendor;
mod walkthrough;

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match cli::command().and_then(run::run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => stop.report(),
    }
}
