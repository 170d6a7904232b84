//! The committed client is up to date. Further tests show that this test can fail: after a change
//! of the description, of the output, or of the generator.

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::{copy, outputs, root, xtask};

#[test]
fn generated_client_is_current() {
    let (code, stdout, stderr) = outputs(&xtask(&root(), &["codegen", "--check"]));
    assert_eq!(code, 0, "run `cargo xtask codegen`\n{stdout}{stderr}");
}

/// Copies the description and the client, to be changed.
fn workshop() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    copy(&root().join("spec"), &dir.path().join("spec"));
    copy(&root().join("generated-client"), &dir.path().join("generated-client"));
    assert_eq!(outputs(&xtask(dir.path(), &["codegen", "--check"])).0, 0);
    dir
}

fn edit(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from} is not in {}", path.display());
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn an_edit_in_the_description_is_found() {
    let dir = workshop();
    edit(
        &dir.path().join("spec/scenario.yaml"),
        "        jobId:\n          type",
        "        jobNumber:\n          type",
    );
    let (code, stdout, _) = outputs(&xtask(dir.path(), &["codegen", "--check"]));
    assert_eq!(code, 1);
    assert!(stdout.contains("+    pub job_number: Option<String>,"), "{stdout}");
}

#[test]
fn an_edit_in_the_output_is_found() {
    for path in ["src/types.rs", "src/uploads.rs", "clientwright.lock", "Cargo.toml"] {
        let dir = workshop();
        let path = dir.path().join("generated-client").join(path);
        let (from, to) = match path.extension().and_then(|extension| extension.to_str()) {
            Some("lock") => ("UploadPart", "UploadPiece"),
            Some("toml") => ("clientwright-runtime/gzip", "clientwright-runtime/http2"),
            _ => ("pub fn", "pub  fn"),
        };
        edit(&path, from, to);
        assert_eq!(outputs(&xtask(dir.path(), &["codegen", "--check"])).0, 1, "{}", path.display());
    }
}

/// Builds a changed copy of the generator in the shared target folder, where its dependencies are
/// compiled already. Cargo distinguishes packages by their versions and not by their workspaces, so
/// the copy has its own version, and its program its own name.
#[test]
fn an_edit_in_the_generator_is_found() {
    let built = Path::new(env!("CARGO_BIN_EXE_xtask")).parent().unwrap();
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("spoiled");
    let _ = fs::remove_dir_all(&dir);
    copy(&root(), &dir);
    edit(&dir.join("generator/src/emit/types/record.rs"), "from its required fields", "from all required fields");
    edit(&dir.join("Cargo.toml"), "version = \"0.1.0\"", "version = \"0.0.0-spoiled\"");
    let (from, to) = ("version = \"0.1.0\"", "version = \"0.0.0-spoiled\"");
    let own = "clientwright-runtime = { path = \"../generator/runtime\", ";
    edit(&dir.join("generated-client/Cargo.toml"), &format!("{own}{from}"), &format!("{own}{to}"));
    for package in ["generator", "generator/cli", "generator/prover", "generator/runtime"] {
        edit(&dir.join("Cargo.toml"), &format!("\"{package}\", {from}"), &format!("\"{package}\", {to}"));
    }
    edit(
        &dir.join("xtask/Cargo.toml"),
        "[dependencies]",
        "[[bin]]\nname = \"spoiled-xtask\"\npath = \"src/main.rs\"\n\n[dependencies]",
    );
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let profile: &[&str] = if built.ends_with("release") { &["--release"] } else { &[] };
    let out = Command::new(cargo)
        .current_dir(&dir)
        .args(["build", "--quiet", "--offline", "--workspace", "--bin", "spoiled-xtask"])
        .args(profile)
        .env("CARGO_TARGET_DIR", built.parent().unwrap())
        .output()
        .unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let spoiled = built.join(format!("spoiled-xtask{}", std::env::consts::EXE_SUFFIX));
    let (code, stdout, stderr) =
        outputs(&Command::new(spoiled).current_dir(&dir).args(["codegen", "--check"]).output().unwrap());
    assert_eq!(code, 1, "{stderr}");
    assert!(stdout.contains("from all required fields."), "{stdout}{stderr}");
}
