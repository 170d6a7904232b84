//! The runtime as a module of a client: its source files with paths that fit there. Must not know a description.

use std::collections::BTreeMap;

use clientwright_runtime::sources::FILES;

use crate::print::HEADER;

/// Attributes of the runtime's root that only a crate of its own needs, and modules that stay there.
const ONLY_IN_THE_CRATE: [&str; 3] = [
    "#[cfg(feature = \"sources\")]\n#[doc(hidden)]\npub mod sources;\n",
    "#[macro_export]\n",
    "#![warn(clippy::expect_used, clippy::panic, clippy::todo, clippy::unimplemented, clippy::unwrap_used)]\n",
];

/// The files by path below the client's folder, each with the generator's header.
pub(crate) fn files() -> BTreeMap<String, String> {
    FILES.iter().map(|(path, text)| (target(path), format!("{HEADER}\n\n{}", adapted(path, text)))).collect()
}

/// `lib.rs` becomes the module `runtime`.
fn target(path: &str) -> String {
    format!("src/runtime/{}", if path == "lib.rs" { "mod.rs" } else { path })
}

/// Paths from the root of the crate become relative to the file's module, so that the copy works at any depth.
fn adapted(path: &str, text: &str) -> String {
    let mut text = text.replace("crate::", &root(path));
    for part in ONLY_IN_THE_CRATE {
        text = text.replace(part, "");
    }
    // A client with a copy makes calls.
    text = text.split_inclusive('\n').filter(|line| line.trim() != "#[cfg(feature = \"client\")]").collect();
    if path == "interface.rs" {
        // A macro that is not exported is named by path where it is re-exported.
        text.push_str("\npub(crate) use interface;\n");
    }
    if path == "lib.rs" {
        // A client uses what its description needs, and the module is private.
        text = text.replace("#![allow(dead_code)]", "#![allow(dead_code, unreachable_pub, unused_imports)]");
        text = text.replace("// Not every combination of features uses everything.\n", "");
        text = text.replace("#[macro_use]\nmod interface;\n", "mod interface;\npub(crate) use interface::interface;\n");
    }
    text
}

/// The path from a file's module to the runtime's root.
fn root(path: &str) -> String {
    let folders = path.matches('/').count();
    match path {
        "lib.rs" => "self::".to_owned(),
        path if path.ends_with("/mod.rs") => "super::".repeat(folders),
        _ => "super::".repeat(folders + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_module() {
        assert_eq!(root("lib.rs"), "self::");
        assert_eq!(root("value/mod.rs"), "super::");
        assert_eq!(root("value/field.rs"), "super::super::");
        assert_eq!(adapted("call/mod.rs", "use crate::value::Field;"), "use super::value::Field;");
    }

    #[test]
    fn the_copy_names_neither_crate_nor_export() {
        for (path, text) in files() {
            let code = || text.lines().filter(|line| !line.trim_start().starts_with("//"));
            assert!(!code().any(|line| line.contains("crate::")), "{path}");
            assert!(!code().any(|line| line.contains("macro_export") || line.contains("mod sources")), "{path}");
        }
    }
}
