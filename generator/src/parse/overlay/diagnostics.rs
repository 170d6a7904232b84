//! Creates the diagnostics of overlays. Must not look for mistakes.

use crate::report::{Code, Diagnostic, Level, SourceLocation};

/// Creates a diagnostic of one span.
pub(super) fn diagnostic(
    level: Level,
    code: Code,
    span: SourceLocation,
    message: String,
    help: &str,
) -> Box<Diagnostic> {
    Box::new(Diagnostic { level, code, span, related: Vec::new(), message, help: help.to_owned() })
}

/// Creates an error.
pub(super) fn overlay_error(code: Code, span: SourceLocation, message: String, help: &str) -> Box<Diagnostic> {
    diagnostic(Level::Error, code, span, message, help)
}
