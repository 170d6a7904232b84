//! `codegen` over the life of a client: changes by the user are preserved, names from the lock are
//! listed, and files of any encoding are read.

mod common;

use std::fs;
use std::path::Path;

use common::{OTHER, outputs, xtask};

fn codegen(dir: &Path, more: &[&str]) -> (i32, String, String) {
    let arguments = ["codegen", "--spec", "spec.yaml", "--out", "client", "--name", "parcels-client"];
    outputs(&xtask(dir, &[&arguments[..], more].concat()))
}

fn folder(spec: &[u8]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("spec.yaml"), spec).unwrap();
    dir
}

fn read(dir: &tempfile::TempDir, path: &str) -> String {
    fs::read_to_string(dir.path().join(path)).unwrap()
}

/// `rust-version` limits the versions that a workspace's resolver chooses, so it is only written
/// once.
#[test]
fn the_rust_version_belongs_to_the_user() {
    let dir = folder(OTHER.as_bytes());
    assert_eq!(codegen(dir.path(), &[]).0, 0);
    let first = read(&dir, "client/Cargo.toml");
    assert!(first.contains("rust-version = \"1.85\"") && !first.contains("\"package.rust-version\""), "{first}");
    let version =
        |line: &str| fs::write(dir.path().join("client/Cargo.toml"), first.replace("rust-version = \"1.85\"\n", line));
    for line in ["rust-version = \"1.90\" # ours\n", "rust-version.workspace = true\n", ""] {
        version(line).unwrap();
        let (code, stdout, stderr) = codegen(dir.path(), &["--check"]);
        assert_eq!(code, 0, "{line}{stdout}{stderr}");
        assert_eq!(codegen(dir.path(), &[]).0, 0);
        assert_eq!(read(&dir, "client/Cargo.toml"), first.replace("rust-version = \"1.85\"\n", line));
    }
    // An earlier generator listed the key as generated. It stays, with its value.
    let listed = "keys = [\n    \"package.rust-version\",";
    let earlier = first.replace("keys = [", listed).replace("\"1.85\"", "\"1.86\"");
    fs::write(dir.path().join("client/Cargo.toml"), &earlier).unwrap();
    assert_eq!(codegen(dir.path(), &[]).0, 0);
    assert_eq!(read(&dir, "client/Cargo.toml"), first.replace("\"1.85\"", "\"1.86\""));
}

/// A name from an overlay remains after the overlay was removed, because names never change by
/// themselves.
#[test]
fn check_says_which_names_come_from_the_lock() {
    let dir = folder(OTHER.as_bytes());
    let overlay = "overlay: 1.0.0\ninfo: { title: Names, version: '1' }\nactions:\n  - target: $.components.schemas.Parcel\n    update: { x-rust-name: Package }\n";
    fs::write(dir.path().join("names.yaml"), overlay).unwrap();
    let with = ["--overlay", "names.yaml"];
    assert_eq!(codegen(dir.path(), &with).0, 0);
    let (code, stdout, _) = codegen(dir.path(), &[&with[..], &["--check"]].concat());
    assert_eq!((code, stdout.contains("clientwright.lock")), (0, false), "{stdout}");
    assert_eq!(codegen(dir.path(), &[]).0, 0);
    assert!(read(&dir, "client/src/types.rs").contains("pub struct Package"));
    let (code, stdout, stderr) = codegen(dir.path(), &["--check"]);
    assert_eq!(code, 0, "{stdout}{stderr}");
    let line = "  type /components/schemas/Parcel: `Package`, without the lock `Parcel`\n";
    assert!(stdout.contains("come from clientwright.lock") && stdout.contains(line), "{stdout}");
    assert!(stdout.contains("remove its line") && stdout.contains("--new-names"), "{stdout}");
    // Removing the entry, as suggested, works.
    let lock = read(&dir, "client/clientwright.lock");
    let without: String =
        lock.lines().filter(|line| !line.ends_with("\tPackage")).map(|line| format!("{line}\n")).collect();
    assert_ne!(lock, without);
    fs::write(dir.path().join("client/clientwright.lock"), without).unwrap();
    assert_eq!(codegen(dir.path(), &[]).0, 0);
    assert!(read(&dir, "client/src/types.rs").contains("pub struct Parcel"));
}

#[test]
fn descriptions_may_be_in_utf_16() {
    let plain = folder(OTHER.as_bytes());
    assert_eq!(codegen(plain.path(), &[]).0, 0);
    let bytes: Vec<u8> = format!("\u{feff}{OTHER}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let wide = folder(&bytes);
    let (code, _, stderr) = codegen(wide.path(), &[]);
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(read(&plain, "client/src/types.rs"), read(&wide, "client/src/types.rs"));
}

/// A file that is not text is an error only for operations that need it, like a file that is not
/// YAML.
#[test]
fn a_file_that_is_not_text_costs_what_needs_it() {
    let unused = OTHER.replacen("  schemas:\n", "  schemas:\n    Far: { $ref: far.yaml }\n", 1);
    assert_ne!(unused, OTHER);
    let dir = folder(unused.as_bytes());
    fs::write(dir.path().join("far.yaml"), b"a: 1\nb: \xff\n").unwrap();
    let (code, _, stderr) = codegen(dir.path(), &[]);
    assert_eq!((code, stderr.contains("is not UTF-8")), (0, true), "{stderr}");
    let used = unused.replacen("note: { type: string }", "note: { $ref: '#/components/schemas/Far' }", 1);
    fs::write(dir.path().join("spec.yaml"), used).unwrap();
    let (code, _, stderr) = codegen(dir.path(), &[]);
    assert_eq!(
        (code, stderr.contains("error[CW0302]") && stderr.contains("--> far.yaml:1:1\n")),
        (1, true),
        "{stderr}"
    );
}
