//! Reads files into trees: YAML from the events of saphyr-parser, JSON with serde_json. After this
//! phase there is no YAML, no JSON and no serde, only [`Node`]. Must not know OpenAPI beyond the
//! version keyword, which decides how the rest is read.
//!
//! Both readers refuse more than 128 levels of nesting, and the YAML reader refuses aliases that
//! expand too much. A tree with a part larger than any known description is refused (`limits`).
//! Overlays are applied here, to the tree of the root as it was written. Later phases do not know
//! them.

mod files;
mod limits;
mod node;
mod origins;
mod overlay;
mod read;
mod scalar;
mod swagger;
mod tree;
mod version;
mod yaml;
mod yaml_error;

pub use files::ReferencedFile;
pub use node::{Mapping, Node};
pub use origins::Origins;
pub use tree::tree;
pub use version::Version;

use crate::report::{FileId, Pointer, Report, SourceLocation};
use crate::sources::Sources;
use tree::{duplicate, duplicates, syntax_error};

/// The trees of a description.
#[derive(Debug, Clone)]
pub struct Document<'s> {
    /// The root file.
    pub file: FileId,
    /// The tree of the root file.
    pub root: Node,
    /// The tree as it was written, if that was Swagger 2.0. For messages.
    pub swagger: Option<Node>,
    /// The version of OpenAPI.
    pub version: Version,
    /// The other files, each read when a reference to it is resolved.
    pub referenced_files: Vec<ReferencedFile<'s>>,
    /// The name of the root file.
    pub name: String,
    /// The source locations of values that an overlay added or moved.
    pub origins: Origins,
}

/// Reads the root file. Returns `None`, and reports why, if it is invalid or of an unknown version.
pub fn parse<'s>(sources: &'s Sources, lenient: bool, report: &mut Report) -> Option<Document<'s>> {
    let file = sources.root();
    let text = sources.text(file);
    let mut root = match read::tree(sources.name(file), text) {
        Ok(root) => root,
        Err(error) => {
            report.add(syntax_error(file, error));
            return None;
        }
    };
    if let Some(diagnostic) = limits::exceeded(&root, file) {
        report.add(diagnostic);
        return None;
    }
    duplicates(&root, &SourceLocation::value(file, Pointer::default()), &mut |span, key| {
        report.add(duplicate(&span, key, lenient));
    });
    let mut origins = Origins::new(file);
    overlay::apply(&mut root, &mut origins, sources, lenient, report);
    // An overlay may add to a part until it is too large.
    if let Some(diagnostic) = limits::exceeded(&root, file).filter(|_| !sources.overlays().is_empty()) {
        let reported = report.diagnostics.len();
        report.add(diagnostic);
        origins.correct(report, reported);
        return None;
    }
    let name = sources.name(file).to_owned();
    if let Some(old) = root.as_mapping().filter(|map| version::is_swagger(map)) {
        let (converted, version) = (swagger::converted(old), Version::V30);
        origins.use_swagger();
        let (root, swagger, referenced_files) = (converted, Some(root), Vec::new());
        return Some(Document { file, root, swagger, version, referenced_files, name, origins });
    }
    let reported = report.diagnostics.len();
    let version = version::version(&root, file, report);
    origins.correct(report, reported);
    let version = version?;
    let referenced_files = files::referenced_files(sources);
    Some(Document { file, root, swagger: None, version, referenced_files, name, origins })
}
