//! The sources of a client's runtime: a dependency, a copy of its own, or a copy that the clients
//! of a workspace share. The fixtures' own programs are run in each of these ways by `.ci/run`
//! (`CLIENTWRIGHT_RUNTIME`).

mod common;

use std::fs;
use std::path::Path;

use common::{OTHER, cargo, copy, outputs, root, xtask};

/// Generates a client in `dir/name`, with the runtime as `runtime` says, in TOML.
fn client(dir: &Path, name: &str, runtime: Option<&str>) {
    fs::write(dir.join("spec.yaml"), OTHER).unwrap();
    let manifest = dir.join(name).join("Cargo.toml");
    let before = fs::read_to_string(&manifest).unwrap_or_else(|_| {
        format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\n\n[package.metadata.clientwright]\n")
    });
    let mut document: toml_edit::DocumentMut = before.parse().unwrap();
    let own = document["package"]["metadata"]["clientwright"].as_table_mut().unwrap();
    match runtime {
        Some(runtime) => own.insert("runtime", toml_edit::value(runtime.parse::<toml_edit::Value>().unwrap())),
        None => own.remove("runtime"),
    };
    fs::create_dir_all(manifest.parent().unwrap()).unwrap();
    fs::write(&manifest, document.to_string()).unwrap();
    let (code, _, stderr) = outputs(&xtask(dir, &["codegen", "--spec", "spec.yaml", "--out", name, "--name", name]));
    assert_eq!(code, 0, "{stderr}");
}

/// The runtime of this repository, as a dependency.
fn here() -> String {
    format!("{{ path = {:?} }}", root().join("generator/runtime").display().to_string())
}

fn workspace(dir: &Path, members: &[&str]) {
    fs::write(dir.join("Cargo.toml"), format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n")).unwrap();
    fs::copy(root().join("Cargo.lock"), dir.join("Cargo.lock")).unwrap();
}

/// A program with two clients, one middleware and one error handler.
const SHARED: &str = r#"//! Uses two clients.
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use clientwright_runtime::Error;
use clientwright_runtime::transport::{Attempt, Fault, Middleware, transport_fn};

#[derive(Clone, Default)]
struct Counting(Arc<AtomicUsize>);

impl Middleware for Counting {
    fn before_send(&self, _: &mut Attempt) -> Result<(), Fault> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}

fn words(error: Error) -> String {
    format!("{:?} {}", error.kind(), error.status().map_or(0, |status| status.as_u16()))
}

fn main() {
    let counting = Counting::default();
    let says = |_: http::Request<bytes::Bytes>| {
        http::Response::builder().status(404).body(bytes::Bytes::from_static(b"{}")).unwrap()
    };
    let one = one_client::Client::builder().api_key("a").middleware(counting.clone()).blocking_transport(transport_fn(says));
    let one = one.build().unwrap();
    let two = two_client::Client::builder().api_key("a").middleware(counting.clone()).blocking_transport(transport_fn(says));
    let two = two.build().unwrap();
    let failed = [
        one.parcels().create(2).note("n").send_blocking().map(|_| ()).map_err(words),
        two.parcels().create(2).with_retries(0).note("n").send_blocking().map(|_| ()).map_err(words),
    ];
    assert_eq!(failed, [Err("Status 404".to_owned()), Err("Status 404".to_owned())]);
    assert_eq!(counting.0.load(Ordering::Relaxed), 2);
}
"#;

/// Two clients with different features, one of them asynchronous, have their types in common.
#[test]
fn clients_share_types_of_the_runtime() {
    for shared in [false, true] {
        let dir = tempfile::tempdir().unwrap();
        let (runtime, members) = match shared {
            false => (here(), vec!["app", "one-client", "two-client"]),
            true => {
                let (code, _, stderr) = outputs(&xtask(dir.path(), &["vendor-runtime", "clientwright-runtime"]));
                assert_eq!(code, 0, "{stderr}");
                (
                    "{ path = \"../clientwright-runtime\" }".to_owned(),
                    vec!["app", "clientwright-runtime", "one-client", "two-client"],
                )
            }
        };
        client(dir.path(), "one-client", Some(&runtime));
        client(dir.path(), "two-client", Some(&runtime));
        workspace(dir.path(), &members);
        let path = if shared { runtime } else { here() };
        let app = format!(
            "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\nbytes = \"1\"\nhttp = \"1\"\n\
             clientwright-runtime = {}\n\
             one-client = {{ path = \"../one-client\", default-features = false, features = [\"blocking\"] }}\n\
             two-client = {{ path = \"../two-client\", default-features = false, features = [\"async\", \"blocking\", \"gzip\"] }}\n",
            path.replace(" }", ", default-features = false, features = [\"client\"] }")
        );
        fs::create_dir_all(dir.path().join("app/src")).unwrap();
        fs::write(dir.path().join("app/Cargo.toml"), app).unwrap();
        fs::write(dir.path().join("app/src/main.rs"), SHARED).unwrap();
        let (ok, stderr) = cargo(dir.path(), &["run", "-p", "app"]);
        assert!(ok, "shared {shared}: {stderr}");
    }
}

/// Changing the source of a client's runtime removes all files of the earlier one.
#[test]
fn changing_the_runtime_leaves_no_files() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("parcels-client");
    let manifest = || fs::read_to_string(path.join("Cargo.toml")).unwrap();
    client(dir.path(), "parcels-client", None);
    let (vendored, lib) = (manifest(), fs::read_to_string(path.join("src/lib.rs")).unwrap());
    assert!(path.join("src/runtime/mod.rs").exists() && vendored.contains("reqwest ="), "{vendored}");
    client(dir.path(), "parcels-client", Some(&here()));
    assert!(!path.join("src/runtime").exists());
    assert!(!manifest().contains("reqwest =") && manifest().contains("gzip = [\"clientwright-runtime/gzip\"]"));
    let changed = fs::read_to_string(path.join("src/lib.rs")).unwrap();
    let differs = lib.lines().filter(|line| !changed.lines().any(|other| other == *line)).collect::<Vec<_>>();
    assert_eq!(differs, ["#[rustfmt::skip]", "mod runtime;"], "one item tells a copy from a dependency");
    fs::copy(root().join("Cargo.lock"), path.join("Cargo.lock")).unwrap();
    let (ok, stderr) = cargo(&path, &["check"]);
    assert!(ok, "{stderr}");
    client(dir.path(), "parcels-client", Some("\"vendored\""));
    assert!(path.join("src/runtime/mod.rs").exists());
    assert_eq!(fs::read_to_string(path.join("src/lib.rs")).unwrap(), lib);
    // A key that is added again is the last of its table.
    let sorted = |text: &str| {
        let mut lines: Vec<String> =
            text.lines().filter(|line| *line != "runtime = \"vendored\"").map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(&manifest()), sorted(&vendored));
    let (ok, stderr) = cargo(&path, &["check"]);
    assert!(ok, "{stderr}");
}

/// A runtime of another minor version causes one error, which says what to do.
#[test]
fn another_interface_is_one_error() {
    let dir = tempfile::tempdir().unwrap();
    let (code, _, stderr) = outputs(&xtask(dir.path(), &["vendor-runtime", "clientwright-runtime"]));
    assert_eq!(code, 0, "{stderr}");
    let path = dir.path().join("clientwright-runtime/src/interface.rs");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("(3; $($modules:tt)*)"));
    fs::write(path, text.replace("(3; $($modules:tt)*)", "(4; $($modules:tt)*)")).unwrap();
    client(dir.path(), "parcels-client", Some("{ path = \"../clientwright-runtime\" }"));
    workspace(dir.path(), &["clientwright-runtime", "parcels-client"]);
    let (ok, stderr) = cargo(dir.path(), &["check", "-p", "parcels-client"]);
    assert!(!ok);
    let errors: Vec<&str> = stderr.lines().filter(|line| line.starts_with("error")).collect();
    assert_eq!(errors.len(), 2, "{stderr}");
    assert!(errors[0].contains("generated for another version of clientwright-runtime"), "{stderr}");
    assert!(errors[1].contains("could not compile"), "{stderr}");
}

/// Returns the interfaces that the runtime supports.
const INTERFACES: [usize; 1] = [3];

/// A client that an earlier generator emitted, with its tests, works with the current runtime:
/// `earlier-client` contains one for each interface that the runtime supports. These clients are
/// never generated again.
#[test]
fn clients_of_earlier_interfaces_work() {
    let kept = root().join("xtask/tests/earlier-client");
    for interface in INTERFACES {
        let dir = tempfile::tempdir().unwrap();
        copy(&kept.join(format!("interface-{interface}")), dir.path());
        let manifest = fs::read_to_string(dir.path().join("Cargo.toml")).unwrap();
        let runtime = root().join("generator/runtime").display().to_string();
        let path = format!("{:?}", "../../../../generator/runtime");
        assert!(manifest.contains(&path));
        fs::write(dir.path().join("Cargo.toml"), manifest.replace(&path, &format!("{runtime:?}"))).unwrap();
        fs::copy(root().join("Cargo.lock"), dir.path().join("Cargo.lock")).unwrap();
        let lib = fs::read_to_string(dir.path().join("src/lib.rs")).unwrap();
        assert!(lib.contains(&format!("runtime::interface! {{\n    {interface};")), "{lib}");
        let (ok, stderr) = cargo(dir.path(), &["test", "--features", "blocking,testing,oauth2,gzip"]);
        assert!(ok, "interface {interface}: {stderr}");
    }
    assert_eq!(fs::read_dir(kept).unwrap().count(), INTERFACES.len(), "each interface is in the list above");
}

/// Features that the user added to the dependency are kept next to those that the client needs.
#[test]
fn features_of_the_dependency_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    let runtime = here().replace(" }", ", features = [\"gzip\"], default-features = true }");
    client(dir.path(), "parcels-client", Some(&runtime));
    let manifest = fs::read_to_string(dir.path().join("parcels-client/Cargo.toml")).unwrap();
    assert!(manifest.contains("default-features = false, features = [\"client\", \"gzip\"] }"), "{manifest}");
}

/// A file that was not generated is not replaced by one of the runtime.
#[test]
fn vendoring_keeps_files_of_others() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("mine/src")).unwrap();
    fs::write(dir.path().join("mine/src/lib.rs"), "fn mine() {}\n").unwrap();
    let (code, _, stderr) = outputs(&xtask(dir.path(), &["vendor-runtime", "mine"]));
    assert_eq!(code, 1, "{stderr}");
    assert_eq!(fs::read_to_string(dir.path().join("mine/src/lib.rs")).unwrap(), "fn mine() {}\n");
    assert!(!dir.path().join("mine/Cargo.toml").exists());
}

/// Any other value is refused, and nothing is written.
#[test]
fn a_wrong_key_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let text =
        "[package]\nname = \"parcels-client\"\nversion = \"0.1.0\"\n[package.metadata.clientwright]\nruntime = 1\n";
    fs::create_dir_all(dir.path().join("client")).unwrap();
    fs::write(dir.path().join("client/Cargo.toml"), text).unwrap();
    fs::write(dir.path().join("spec.yaml"), OTHER).unwrap();
    let arguments = ["codegen", "--spec", "spec.yaml", "--out", "client", "--name", "parcels-client"];
    let (code, _, stderr) = outputs(&xtask(dir.path(), &arguments));
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("`runtime` is `\"vendored\"`, a version, or a dependency"), "{stderr}");
    assert_eq!(fs::read_to_string(dir.path().join("client/Cargo.toml")).unwrap(), text);
    assert!(!dir.path().join("client/src").exists());
}

/// Emitted code has no path to its own crate: the client compiles as a module within modules, with
/// the runtime as a dependency and with a copy.
#[test]
fn a_client_compiles_at_any_depth() {
    for runtime in [Some(here()), None] {
        let dir = tempfile::tempdir().unwrap();
        client(dir.path(), "parcels-client", runtime.as_deref());
        let (from, to) = (dir.path().join("parcels-client"), dir.path().join("app"));
        copy(&from.join("src"), &to.join("src/a/b/parcels"));
        let module = to.join("src/a/b/parcels");
        fs::rename(module.join("lib.rs"), module.join("mod.rs")).unwrap();
        fs::write(to.join("src/lib.rs"), "//! A program with a client in it.\npub mod a;\n").unwrap();
        fs::write(to.join("src/a/mod.rs"), "//! A module.\npub mod b;\n").unwrap();
        fs::write(to.join("src/a/b/mod.rs"), "//! A module in it.\npub mod parcels;\n").unwrap();
        let manifest = fs::read_to_string(from.join("Cargo.toml")).unwrap();
        fs::write(to.join("Cargo.toml"), manifest.replace("name = \"parcels-client\"", "name = \"app\"")).unwrap();
        fs::copy(root().join("Cargo.lock"), to.join("Cargo.lock")).unwrap();
        let (ok, stderr) = cargo(&to, &["check", "--features", "blocking,testing"]);
        assert!(ok, "{runtime:?}: {stderr}");
    }
}
