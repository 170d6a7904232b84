//! `prove` compiles the client on disk and calls its operations.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{PARCELS, Ran, run, run_with};

/// A workspace with the runtime and a client. Its folder is kept, so that dependencies are compiled once.
fn workspace() -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("prove");
    for folder in ["app", "client", "clientwright-runtime"] {
        let _ = fs::remove_dir_all(dir.join(folder));
    }
    fs::create_dir_all(&dir).unwrap();
    fs::write(dir.join("parcels.yaml"), PARCELS).unwrap();
    fs::write(dir.join("Cargo.toml"), "[workspace]\nresolver = \"3\"\nmembers = [\"clientwright-runtime\"]\n").unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    fs::copy(root.join("Cargo.lock"), dir.join("Cargo.lock")).unwrap();
    assert_eq!(run(&dir, &["vendor-runtime"]).code, 0);
    let ran = run(&dir, &["new", "parcels.yaml", "client", "--name", "client", "--runtime", "clientwright-runtime"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    dir
}

fn prove(dir: &Path, arguments: &[&str]) -> Ran {
    run_with(dir, &[&["prove"], arguments].concat(), &[("CARGO_NET_OFFLINE", "true")])
}

#[test]
fn the_client_on_disk_is_proven() {
    let dir = workspace();
    let ran = prove(&dir, &[]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stdout.ends_with("1 of 1 operations proven\n"), "{ran:?}");
    assert!(!ran.stderr.contains(['\r', '\x1b']), "progress is shown in a terminal only: {ran:?}");
    let ran = prove(&dir, &["client", "--message-format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((ran.code, report["proven"].as_u64(), report["operations"].as_u64()), (0, Some(1), Some(1)), "{ran:?}");
    let ran = prove(&dir, &["--operation", "POST /letters"]);
    assert!(ran.code == 2 && ran.stderr.contains("no operation contains `POST /letters`"), "{ran:?}");

    // A module is proven as a package.
    fs::create_dir_all(dir.join("app/src")).unwrap();
    fs::write(dir.join("app/src/lib.rs"), "").unwrap();
    fs::write(dir.join("app/Cargo.toml"), "[package]\nname = \"app\"\nedition = \"2024\"\n").unwrap();
    let manifest = fs::read_to_string(dir.join("Cargo.toml")).unwrap();
    fs::write(dir.join("Cargo.toml"), manifest.replace("\"client\"", "\"client\", \"app\"")).unwrap();
    assert_eq!(run(&dir.join("app"), &["init", "../parcels.yaml", "--module", "parcels"]).code, 0);
    let ran = prove(&dir.join("app"), &[]);
    assert!(ran.code == 0 && ran.stdout.contains("app::parcels") && ran.stdout.contains("1 of 1"), "{ran:?}");
    fs::remove_dir_all(dir.join("app")).unwrap();
    let manifest = fs::read_to_string(dir.join("Cargo.toml")).unwrap();
    fs::write(dir.join("Cargo.toml"), manifest.replace(", \"app\"", "")).unwrap();

    // A runtime that sends other values than it receives.
    let file = dir.join("clientwright-runtime/src/call/encode.rs");
    let text = fs::read_to_string(&file).unwrap();
    let wrong = text.replace(
        "utf8_percent_encode(text, STRICT).into()",
        "utf8_percent_encode(&format!(\"{text}x\"), STRICT).to_string().into()",
    );
    assert_ne!(text, wrong, "the text to change is gone");
    fs::write(&file, wrong).unwrap();
    let ran = prove(&dir, &[]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.stdout.contains("repeat with: clientwright prove") && ran.stdout.contains("0 of 1"), "{ran:?}");
    assert!(ran.stderr.contains("error: 1 operation not proven"), "{ran:?}");
    assert_eq!(prove(&dir, &["--min", "0"]).code, 0);
    let ran = prove(&dir, &["--min", "50"]);
    assert!(ran.code == 1 && ran.stderr.contains("0.00 % of the operations are proven, 50 % are required"), "{ran:?}");

    // A client that does not compile.
    fs::write(&file, "compile_error!(\"broken\");").unwrap();
    let ran = prove(&dir, &[]);
    assert!(ran.code == 1 && ran.stderr.contains("does not compile") && ran.stderr.contains("broken"), "{ran:?}");

    // Files that differ from what is generated.
    fs::write(dir.join("client/parcels.yaml"), PARCELS.replace("weight", "mass")).unwrap();
    let ran = prove(&dir, &[]);
    assert!(ran.code == 1 && ran.stderr.contains("`client` is not up to date"), "{ran:?}");
    assert!(ran.stderr.contains("clientwright generate"), "{ran:?}");
    fs::write(dir.join("client/parcels.yaml"), "openapi: 3.1.0\n").unwrap();
    let ran = prove(&dir, &[]);
    assert!(ran.code == 1 && ran.stderr.contains("parcels.yaml:1:1"), "{ran:?}");
}
