//! The forms of types that are compared, and the document that all of them are made from.

use clientwright::{Lock, Options, Output, Sources, generate};

use super::synthetic::{self, Row};
use crate::cli::BenchTypes;
use crate::stop::Stop;

/// A form of types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// serde's derives, Debug, Clone, PartialEq, and nothing else: no constructors, no operations.
    Derive,
    /// What we emit, with Debug, Clone and PartialEq derived.
    MirrorDerived,
    /// What we emit: constructors, setters, unknown members and an operation a type included.
    Mirror,
}

impl Form {
    pub(super) const ALL: [Form; 3] = [Form::Derive, Form::MirrorDerived, Form::Mirror];

    /// How the table calls it.
    pub(super) fn title(self) -> &'static str {
        match self {
            Form::Derive => "serde's derives, types alone",
            Form::MirrorDerived => "mirror, derived Debug, Clone, PartialEq; full client",
            Form::Mirror => "mirror; full client",
        }
    }

    /// The name of its package.
    pub(super) fn package(self) -> &'static str {
        match self {
            Form::Derive => "derived",
            Form::MirrorDerived => "mirror-derived",
            Form::Mirror => "mirror",
        }
    }

    /// The path of type `number`.
    pub(super) fn path(self, number: usize) -> String {
        match self {
            Form::Derive => format!("derived::T{number}"),
            Form::MirrorDerived => format!("mirror_derived::types::T{number}"),
            Form::Mirror => format!("mirror::types::T{number}"),
        }
    }
}

/// The same types in all forms.
pub(super) struct Document {
    pub(super) rows: Vec<Vec<Row>>,
    pub(super) derived: String,
    pub(super) output: Output,
}

/// Makes `count` types.
pub(super) fn document(options: &BenchTypes, count: usize) -> Result<Document, Stop> {
    let rows = synthetic::rows(count, options.wide);
    let sources = Sources::new("synthetic.json", synthetic::openapi(&rows, options.wide));
    let settings =
        Options { crate_name: "mirror".to_owned(), runtime: crate::manifest::runtime_here(), ..Options::default() };
    let output = generate(&sources, &settings, &Lock::default()).map_err(|report| {
        crate::summary::tell(&report, &sources);
        Stop::Said
    })?;
    if let Some(left) = output.report.skipped_operations.first() {
        return Err(Stop::Refused(format!(
            "{} of the synthetic operations were left out, the first is {}",
            output.report.skipped_operations.len(),
            left.operation
        )));
    }
    Ok(Document { derived: synthetic::derived(&rows, options.wide), rows, output })
}

/// The file of a full client, for this form.
pub(super) fn file(form: Form, path: &str, text: &str) -> String {
    match form {
        Form::MirrorDerived if path == "src/types.rs" => {
            let text = text.replace("\npub struct ", "\n#[derive(Debug, Clone, PartialEq)]\npub struct ");
            let text =
                text.replace("#[derive(Clone, PartialEq, Eq, Hash)]", "#[derive(Debug, Clone, PartialEq, Eq, Hash)]");
            text.replace("\npub enum U", "\n#[derive(Debug, Clone, PartialEq)]\npub enum U")
        }
        Form::MirrorDerived if path.starts_with("src/types/mirror") => without_impls(text),
        Form::MirrorDerived | Form::Mirror | Form::Derive => text.to_owned(),
    }
}

/// Without the impls that the runtime would carry out.
fn without_impls(text: &str) -> String {
    let dropped = |line: &str| {
        ["impl fmt::Debug for ", "impl PartialEq for ", "impl Clone for "].iter().any(|head| line.starts_with(head))
    };
    let mut out = String::with_capacity(text.len());
    let mut dropping = false;
    for line in text.lines() {
        dropping = dropping || dropped(line);
        if !dropping {
            out.push_str(line);
            out.push('\n');
        }
        dropping = dropping && line != "}";
    }
    out
}
