//! Texts to trees: YAML from the events of saphyr-parser, JSON through serde and serde_json. After this
//! phase there is no YAML, no JSON and no serde, only [`Node`]. Must not know OpenAPI beyond the
//! version keyword, which decides how the rest is read.
//!
//! Both readers stop at 128 levels of nesting, that of YAML also where aliases repeat too much; a tree of which some part is larger than
//! anybody wrote by hand or machine is refused (`bounds`). Overlays are applied here,
//! to the tree of the root as it was written: nothing behind this phase knows of them.

mod bounds;
mod files;
mod node;
mod origins;
mod overlay;
mod read;
mod scalar;
mod swagger;
mod version;
mod yaml;
mod yaml_error;

pub use files::Other;
pub use node::{Mapping, Node};
pub use origins::Origins;
pub use version::Version;

use crate::report::{Code, Diagnostic, FileId, Level, Part, Pointer, Report, SourceLocation};
use crate::sources::Sources;

/// The trees of a description.
#[derive(Debug, Clone)]
pub struct Document<'s> {
    /// The root file.
    pub file: FileId,
    /// Its tree.
    pub root: Node,
    /// The tree as it was written, where that was Swagger 2.0: for messages.
    pub swagger: Option<Node>,
    /// The version of OpenAPI that it is written in.
    pub version: Version,
    /// The other files that some text refers to. They are read when a reference leads there.
    pub others: Vec<Other<'s>>,
    /// The name of the root, as the others' names are given.
    pub name: String,
    /// Where the values of the root were written, if not where they stand.
    pub origins: Origins,
}

/// Reads one text: as JSON where it begins with a brace, else as YAML. What stands twice in a mapping is in the tree.
///
/// # Errors
/// The text is broken, or too large. `file` is the one that the problem's place names.
pub fn tree(file: FileId, name: &str, text: &str) -> Result<Node, Box<Diagnostic>> {
    let root = read::tree(name, text).map_err(|broken| broken_text(file, broken))?;
    match bounds::exceeded(&root, file) {
        Some(diagnostic) => Err(Box::new(diagnostic)),
        None => Ok(root),
    }
}

/// Reads the root file. `None` where no tree could be made of it, or its version is not known; the report says why.
pub fn parse<'s>(sources: &'s Sources, lenient: bool, report: &mut Report) -> Option<Document<'s>> {
    let file = sources.root();
    let text = sources.text(file);
    let mut root = match read::tree(sources.name(file), text) {
        Ok(root) => root,
        Err(broken) => {
            report.add(broken_text(file, broken));
            return None;
        }
    };
    if let Some(diagnostic) = bounds::exceeded(&root, file) {
        report.add(diagnostic);
        return None;
    }
    duplicates(&root, &SourceLocation::value(file, Pointer::default()), &mut |span, key| {
        report.add(duplicate(&span, key, lenient));
    });
    let mut origins = Origins::new(file);
    overlay::apply(&mut root, &mut origins, sources, lenient, report);
    // An overlay may put many things into one place.
    if let Some(diagnostic) = bounds::exceeded(&root, file).filter(|_| !sources.overlays().is_empty()) {
        let told = report.diagnostics.len();
        report.add(diagnostic);
        origins.correct(report, told);
        return None;
    }
    let name = sources.name(file).to_owned();
    if let Some(old) = root.as_mapping().filter(|map| version::is_swagger(map)) {
        let (converted, version) = (swagger::converted(old), Version::V30);
        origins.of_swagger();
        let (root, swagger, others) = (converted, Some(root), Vec::new());
        return Some(Document { file, root, swagger, version, others, name, origins });
    }
    let told = report.diagnostics.len();
    let version = version::version(&root, file, report);
    origins.correct(report, told);
    let version = version?;
    let others = files::others(sources);
    Some(Document { file, root, swagger: None, version, others, name, origins })
}

fn broken_text(file: FileId, broken: read::Broken) -> Diagnostic {
    let part = Part::Position { line: broken.line, column: broken.column };
    Diagnostic {
        level: Level::Error,
        code: broken.code,
        span: SourceLocation { file, pointer: Pointer::default(), part },
        related: Vec::new(),
        message: broken.message,
        help: broken.help.to_owned(),
    }
}

/// Visits every key that stands more than once in a mapping; the last one counts.
fn duplicates(node: &Node, span: &SourceLocation, visit: &mut dyn FnMut(SourceLocation, &str)) {
    match node {
        Node::Mapping(mapping) => {
            for key in mapping.duplicates() {
                visit(span.child(key), key);
            }
            for (key, value) in mapping.iter().filter(|(_, value)| value.is_container()) {
                duplicates(value, &span.child(key), visit);
            }
        }
        Node::Sequence(items) => {
            for (index, item) in items.iter().enumerate().filter(|(_, item)| item.is_container()) {
                let span = SourceLocation::value(span.file, span.pointer.item(index));
                duplicates(item, &span, visit);
            }
        }
        Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => {}
    }
}

fn duplicate(at: &SourceLocation, key: &str, lenient: bool) -> Diagnostic {
    let occurrence = |number| SourceLocation { part: Part::Occurrence(number), ..at.clone() };
    Diagnostic {
        level: if lenient { Level::Repaired } else { Level::Error },
        code: Code::DuplicateKey,
        span: occurrence(1),
        related: vec![(occurrence(0), "the first one".to_owned())],
        message: format!("the key `{key}` stands here a second time"),
        help: "remove one of the two, or give it another name".to_owned(),
    }
}
