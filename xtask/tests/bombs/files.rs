//! Files: references that leave the folder, that do not refer to a file, and that follow links.

use std::fs;
use std::os::unix::fs::symlink;

use crate::{End, run, with_operation};

/// Checks a description in `in/spec.yaml` with this reference. `secret.yaml` is in the folder
/// above.
fn refers(reference: &str, root: Option<&str>, end: End) -> Result<(), String> {
    let dir = tempfile::tempdir().unwrap();
    let inside = dir.path().join("in");
    fs::create_dir_all(inside.join("folder.yaml")).unwrap();
    fs::write(dir.path().join("secret.yaml"), "type: string\n").unwrap();
    fs::write(inside.join("plain.yaml"), "type: string\n").unwrap();
    fs::write(inside.join("no-text.yaml"), [0xff, 0xfe, 0]).unwrap();
    symlink("../secret.yaml", inside.join("out.yaml")).unwrap();
    symlink("plain.yaml", inside.join("within.yaml")).unwrap();
    symlink("ring.yaml", inside.join("ring.yaml")).unwrap();
    symlink("..", inside.join("up")).unwrap();
    symlink("/dev/zero", inside.join("zero.yaml")).unwrap();
    let reference = reference.replace("DIR", &dir.path().display().to_string());
    fs::write(inside.join("spec.yaml"), with_operation(&format!("$ref: '{reference}'"))).unwrap();
    let more: Vec<&str> = root.into_iter().flat_map(|root| ["--root", root]).collect();
    run(&format!("reference to {}", reference.rsplit('/').next().unwrap()), &inside, "spec.yaml", &more, end)
}

#[test]
fn references_stay_in_their_folder() {
    let reported = End::Reported("CW0302");
    let ends = [
        refers("plain.yaml", None, End::Client),
        refers("within.yaml", None, End::Client),
        refers("../secret.yaml", None, reported),
        refers("../secret.yaml", Some(".."), End::Client),
        refers("../secret.yaml", Some("."), reported),
        refers("../../../../../../../../../../../../etc/passwd", Some(".."), reported),
        refers("..%2Fsecret.yaml", None, reported),
        refers("DIR/secret.yaml", None, reported),
        refers("/etc/passwd", None, reported),
        refers("file:///etc/passwd", None, End::Reported("CW0303")),
        refers("out.yaml", None, reported),
        refers("up/secret.yaml", None, reported),
        refers("ring.yaml", None, reported),
        refers("zero.yaml", None, reported),
        refers("/dev/zero", None, reported),
        refers("/dev/zero", Some("/"), reported),
        refers("folder.yaml", None, reported),
        refers("folder.yaml/", None, reported),
        refers("plain.yaml/plain.yaml", None, reported),
        refers("nowhere.yaml", None, reported),
        refers("no-text.yaml", None, End::Reported("CW0302")),
        refers(&"a/".repeat(8_000), None, reported),
    ];
    let wrong: Vec<String> = ends.into_iter().filter_map(Result::err).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
