//! Prints: results to standard output, diagnostics and progress to standard error. Must not decide what is printed.

use std::fmt::Display;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clientwright::report::{Code, Diagnostic, Level, Renderer};
use clientwright_cli::Error;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use crate::args::{Color, Global, MessageFormat};

/// The exit code of a command that wrote to a closed pipe, as shells report it: 128 and the number of SIGPIPE.
const CLOSED_PIPE: i32 = 141;

/// The terminal, with the options that decide what is printed.
#[derive(Debug, Clone)]
pub(crate) struct Terminal {
    pub(crate) quiet: bool,
    pub(crate) verbose: bool,
    color: bool,
    pub(crate) format: MessageFormat,
    /// `true` once the hint about explanations has been printed.
    has_hinted: Arc<AtomicBool>,
}

impl Terminal {
    pub(crate) fn new(global: &Global) -> Terminal {
        let color = match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        };
        Terminal {
            quiet: global.quiet,
            verbose: global.verbose,
            color,
            format: global.message_format,
            has_hinted: Arc::default(),
        }
    }

    /// Prints a result.
    pub(crate) fn result(&self, text: impl Display) {
        write(&mut io::stdout(), &format!("{text}\n"));
    }

    /// Prints a status line, as cargo does: a verb and what it applies to.
    pub(crate) fn status(&self, verb: &str, text: impl Display) {
        if !self.quiet && self.format == MessageFormat::Human {
            let verb = self.styled("\x1b[1;32m", &format!("{verb:>12}"));
            write(&mut io::stderr(), &format!("{verb} {text}\n"));
        }
    }

    /// Prints a note.
    pub(crate) fn note(&self, text: impl Display) {
        if !self.quiet && self.format == MessageFormat::Human {
            let note = self.styled("\x1b[1m", "note");
            write(&mut io::stderr(), &format!("{note}: {text}\n"));
        }
    }

    /// Prints an error.
    pub(crate) fn error(&self, error: &Error) {
        match self.format {
            MessageFormat::Human => {
                let mut lines = format!("{}: {}\n", self.styled("\x1b[1;31m", "error"), error.without_help());
                if let Some(help) = error.help() {
                    lines += &format!("{}: {help}\n", self.styled("\x1b[1;36m", "help"));
                }
                write(&mut io::stderr(), &lines);
            }
            MessageFormat::Json => {
                self.result(json!({ "level": "error", "message": error.message(), "help": error.help() }));
            }
            MessageFormat::Github => self.result(format!("::error::{}", escaped(&error.to_string()))),
        }
    }

    /// Prints diagnostics, each as a block, and how to get an explanation of the first.
    pub(crate) fn diagnostics<'d>(
        &self,
        diagnostics: impl Iterator<Item = &'d Diagnostic>,
        renderer: &mut Renderer<'_>,
    ) {
        let mut first = None;
        for diagnostic in diagnostics {
            match self.format {
                MessageFormat::Human => {
                    if !self.quiet || diagnostic.level == Level::Error {
                        write(&mut io::stderr(), &format!("{}\n", renderer.render(diagnostic)));
                        first.get_or_insert(diagnostic.code);
                    }
                }
                MessageFormat::Json => self.result(json!({
                    "level": diagnostic.level.severity(),
                    "effect": diagnostic.level.effect(),
                    "code": diagnostic.code.as_str(),
                    "name": diagnostic.code.name(),
                    "message": diagnostic.message,
                    "help": diagnostic.help,
                    "location": renderer.position(&diagnostic.span),
                    "pointer": diagnostic.span.pointer.as_str(),
                })),
                MessageFormat::Github => {
                    let position = renderer.position(&diagnostic.span);
                    self.result(github(diagnostic, &position));
                }
            }
        }
        if let Some(code) = first {
            self.hint(code);
        }
    }

    /// Prints how to get an explanation of a code, once in a run.
    fn hint(&self, code: Code) {
        if !self.has_hinted.swap(true, Ordering::Relaxed) {
            self.note(format_args!("run `clientwright explain {code}` for an explanation of this code\n"));
        }
    }

    /// Shows a spinner while `work` runs. It appears after a second, and in a terminal only.
    pub(crate) fn progress<T>(&self, text: String, work: impl FnOnce() -> T) -> T {
        if self.quiet || self.format != MessageFormat::Human || !io::stderr().is_terminal() {
            return work();
        }
        let (done, waiting) = std::sync::mpsc::channel::<()>();
        std::thread::scope(|scope| {
            scope.spawn(move || {
                if waiting.recv_timeout(Duration::from_secs(1)).is_ok() {
                    return;
                }
                let style = ProgressStyle::with_template("{spinner} {msg} ({elapsed})");
                let spinner = ProgressBar::new_spinner().with_message(text);
                spinner.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
                while waiting
                    .recv_timeout(Duration::from_millis(100))
                    .is_err_and(|error| error == std::sync::mpsc::RecvTimeoutError::Timeout)
                {
                    spinner.tick();
                }
                spinner.finish_and_clear();
            });
            let result = work();
            // The thread has ended if the receiver is gone.
            let _ = done.send(());
            result
        })
    }

    fn styled(&self, style: &str, text: &str) -> String {
        if self.color { format!("{style}{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// Returns a number with its noun: "1 error", "2 errors".
pub(crate) fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// Returns a workflow command of GitHub Actions: `::error file=…,line=…,col=…,title=…::message`.
fn github(diagnostic: &Diagnostic, position: &str) -> String {
    let level = match diagnostic.level.severity() {
        "note" => "notice",
        other => other,
    };
    let mut parts = position.rsplitn(3, ':');
    let (column, line, file) = (parts.next(), parts.next(), parts.next());
    let place = match (file, line, column) {
        (Some(file), Some(line), Some(column)) => format!("file={},line={line},col={column},", property(file)),
        _ => format!("file={},", property(position)),
    };
    let help = match diagnostic.help.as_str() {
        "" => String::new(),
        help => format!("\nhelp: {help}"),
    };
    format!(
        "::{level} {place}title={}::{}",
        diagnostic.code.as_str(),
        escaped(&format!("{}{help}", diagnostic.message))
    )
}

/// Escapes the message of a workflow command.
fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a workflow command.
fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}

/// Writes text. Ends the process if nobody reads it any more.
fn write(to: &mut dyn Write, text: &str) {
    if to.write_all(text.as_bytes()).is_err_and(|error| error.kind() == ErrorKind::BrokenPipe) {
        std::process::exit(CLOSED_PIPE);
    }
}
