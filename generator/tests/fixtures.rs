//! Features: each folder of `fixtures` tests one idea; the emitted files are compared with
//! snapshots, and all of them are compiled as members of one scratch workspace. A snapshot that no
//! folder refers to fails.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clientwright::report::Renderer;
use clientwright::{DateTypes, IntegerTypes, Lock, Options, Output, Runtime, Sources, TypeOptions, generate};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn fixtures() -> Vec<String> {
    let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut names: Vec<String> = entries
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn crate_name(fixture: &str) -> String {
    format!("fixture-{}", fixture.replace('.', "-"))
}

/// Returns the source of the runtime of the clients. Snapshots show clients that depend on it.
fn runtime() -> Runtime {
    let dependency = |path: String| Runtime::Dependency(vec![("path".to_owned(), format!("{path:?}"))]);
    match std::env::var(RUNTIME).as_deref() {
        Err(_) => dependency(Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime").display().to_string()),
        Ok("vendored") => Runtime::Vendored,
        Ok("workspace") => dependency("../clientwright-runtime".to_owned()),
        Ok(other) => panic!("{RUNTIME} is `{other}`, and not `vendored` or `workspace`"),
    }
}

/// The environment variable with which `.ci/run` compiles and runs the same fixtures with a copy of the runtime in each client
/// (`vendored`), and with one copy that all of them share (`workspace`).
const RUNTIME: &str = "CLIENTWRIGHT_RUNTIME";

/// Only a few fixtures have emitted tests.
fn options(fixture: &str) -> Options {
    Options {
        crate_name: crate_name(fixture),
        tests: TESTED.contains(&fixture),
        runtime: runtime(),
        types: types(fixture),
        ..Options::default()
    }
}

/// Rust types are chosen for a few fixtures.
fn types(fixture: &str) -> TypeOptions {
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    match fixture {
        "own-types" => TypeOptions {
            schemas: vec![pair("Id", "fixture_model::Id"), pair("Money", "fixture_model::Money")],
            dates: DateTypes::Time,
            uuid: true,
            dependencies: vec![pair("fixture-model", "{ path = \"../fixture-model\" }")],
            ..TypeOptions::default()
        },
        "integers-unsigned" => TypeOptions { integers: IntegerTypes::Unsigned, ..TypeOptions::default() },
        "integers-i64" => TypeOptions { integers: IntegerTypes::I64, ..TypeOptions::default() },
        "own-dates-jiff" => TypeOptions { dates: DateTypes::Jiff, ..TypeOptions::default() },
        "own-dates-chrono" => TypeOptions { dates: DateTypes::Chrono, ..TypeOptions::default() },
        _ => TypeOptions::default(),
    }
}

/// The fixtures of the tests that `--tests` writes.
const TESTED: [&str; 3] = ["call-tests", "samples", "single-value-enums"];

fn output(fixture: &str) -> (Output, Sources) {
    let text = fs::read_to_string(folder().join(fixture).join("spec.yaml")).unwrap();
    assert!(text.lines().count() <= 40, "{fixture}: a fixture has at most 40 lines");
    let mut sources = Sources::new("spec.yaml", text);
    if let Ok(text) = fs::read_to_string(folder().join(fixture).join("overlay.yaml")) {
        sources.overlay("overlay.yaml", text);
    }
    // Like a caller of the generator, adds the files that it asks for.
    loop {
        // A name without a file may be the `$id` of a schema.
        let read = |name: String| Some((fs::read_to_string(folder().join(fixture).join(&name)).ok()?, name));
        let found: Vec<(String, String)> = sources.wanted().into_iter().filter_map(read).collect();
        if found.is_empty() {
            break;
        }
        for (text, name) in found {
            sources.insert(&name, text);
        }
    }
    match generate(&sources, &options(fixture), &Lock::default()) {
        Ok(output) => (output, sources),
        Err(report) => panic!("{fixture}: {:#?}", report.diagnostics),
    }
}

/// Returns the output of a fixture to compare: the files that differ between fixtures, and the diagnostics.
fn shown(fixture: &str) -> BTreeMap<String, String> {
    let (output, sources) = output(fixture);
    let mut renderer = Renderer::new(&sources, &output.report.diagnostics);
    let reported: Vec<String> =
        output.report.diagnostics.iter().map(|diagnostic| renderer.render(diagnostic)).collect();
    let skipped: Vec<String> =
        output.report.skipped_operations.iter().map(|skipped| format!("skipped: {}", skipped.operation)).collect();
    let features = output.manifest.iter().filter(|key| key.path[0] == "features");
    let features = features.map(|key| format!("{} = {}\n", key.path[1], key.value)).collect();
    let mut shown: BTreeMap<String, String> = output
        .files
        .into_iter()
        .filter(|(path, _)| !path.starts_with("src/runtime/"))
        // One fixture is enough for files that only depend on the names and number of fields.
        .filter(|(path, _)| fixture == "objects" || !path.starts_with("src/types/mirror"))
        .filter(|(path, _)| {
            matches!(
                fixture,
                "objects" | "security" | "tokens" | "servers" | "words" | "resources" | "features" | "deprecated"
            ) || !["src/lib.rs", "src/client.rs", "src/builder.rs"].contains(&path.as_str())
        })
        .filter(|_| !fixture.starts_with("not-supported"))
        .filter(|(path, _)| fixture != "call-tests" || path.starts_with("tests/"))
        .map(|(path, text)| (path.trim_start_matches("src/").replace('/', "-"), text))
        .collect();
    if !reported.is_empty() {
        shown.insert("report".to_owned(), format!("{}{}\n", reported.join("\n"), skipped.join("\n")));
    }
    if fixture == "features" {
        shown.insert("features".to_owned(), features);
    }
    if fixture == "objects" || fixture == "names" {
        shown.insert("lock".to_owned(), output.lock.to_text());
    }
    shown
}

#[test]
fn every_feature_is_emitted_as_its_snapshot_says() {
    for fixture in fixtures() {
        for (file, text) in shown(&fixture) {
            let path = folder().join(&fixture);
            insta::with_settings!({ snapshot_path => path, prepend_module_to_snapshot => false, omit_expression => true }, {
                insta::assert_snapshot!(file.as_str(), text);
            });
        }
    }
}

#[test]
fn no_snapshot_is_left_over() {
    for fixture in fixtures() {
        let known: BTreeSet<String> = shown(&fixture).into_keys().map(|file| format!("{file}.snap")).collect();
        for entry in fs::read_dir(folder().join(&fixture)).unwrap() {
            let name = entry.unwrap().file_name().to_string_lossy().into_owned();
            assert!(
                // The description, the program, and the snapshots of the fixture.
                name.ends_with(".yaml") || ["schemas", "uses.rs"].contains(&name.as_str()) || known.contains(&name),
                "{fixture}: nothing refers to {name}"
            );
        }
    }
}

/// The same input gives the same bytes, also with the lock of the first run.
#[test]
fn generating_again_changes_nothing() {
    for fixture in fixtures() {
        let (first, sources) = output(&fixture);
        let second = generate(&sources, &options(&fixture), &first.lock).unwrap();
        assert_eq!(first.files, second.files, "{fixture}");
        assert_eq!(first.lock, second.lock, "{fixture}");
        assert_eq!(Lock::parse(&first.lock.to_text()).as_ref(), Ok(&first.lock), "{fixture}");
    }
}

/// Writes a file if its content differs: cargo rebuilds files that have a newer date.
fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|there| there == text) {
        return;
    }
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Removes the files of an earlier run that this one does not have.
fn remove_others(dir: &Path, keep: &BTreeSet<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            remove_others(&path, keep);
        } else if !keep.contains(&path) {
            fs::remove_file(path).unwrap();
        }
    }
}

/// Writes all fixtures as crates of one workspace and returns its folder.
fn scratch() -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixtures");
    let mut keep = BTreeSet::new();
    let mut put = |path: PathBuf, text: &str| {
        write(&path, text);
        keep.insert(path);
    };
    for fixture in fixtures() {
        let (output, _) = output(&fixture);
        let dir = root.join(crate_name(&fixture));
        for (path, text) in &output.files {
            put(dir.join(path), text);
        }
        let mut manifest = manifest(&crate_name(&fixture), &output);
        let uses = folder().join(&fixture).join("uses.rs");
        if uses.exists() {
            put(dir.join("tests/uses.rs"), &fs::read_to_string(uses).unwrap());
            manifest.push_str("\n[dev-dependencies]\nbytes = \"1\"\nhttp = \"1\"\nserde = \"1\"\nserde_json = \"1\"\ntokio = { version = \"1\", default-features = false, features = [\"rt\"] }\n");
        }
        put(dir.join("Cargo.toml"), &manifest);
    }
    for (name, text) in MODEL {
        put(root.join("fixture-model").join(name), text);
    }
    let mut members: Vec<String> = fixtures().iter().map(|fixture| format!("{:?}", crate_name(fixture))).collect();
    members.push("\"fixture-model\"".to_owned());
    if std::env::var(RUNTIME).is_ok_and(|of| of == "workspace") {
        members.push("\"clientwright-runtime\"".to_owned());
        let package = root.join("clientwright-runtime");
        put(package.join("Cargo.toml"), &clientwright::runtime_manifest());
        for (path, text) in clientwright::runtime_sources() {
            put(package.join(path), &text);
        }
    }
    put(root.join("Cargo.toml"), &format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", ")));
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    put(root.join("Cargo.lock"), &fs::read_to_string(lock).unwrap());
    remove_others(&root, &keep);
    root
}

/// A crate with types that know nothing of this project, and have no `Default`.
const MODEL: [(&str, &str); 2] =
    [("Cargo.toml", include_str!("model/Cargo.toml")), ("src/lib.rs", include_str!("model/lib.rs"))];

fn manifest(name: &str, output: &Output) -> String {
    let mut tables: BTreeMap<String, String> = BTreeMap::new();
    for key in &output.manifest {
        let Some((name, table)) = key.path.split_last() else { panic!("{key:?}") };
        let table = table.join(".");
        tables.entry(table).or_default().push_str(&format!("{name:?} = {}\n", key.value));
    }
    let package = format!("name = \"{name}\"\nversion = \"0.1.0\"\n{}", tables.remove("package").unwrap_or_default());
    let rest: Vec<String> = tables.iter().map(|(table, keys)| format!("[{table}]\n{keys}")).collect();
    format!("[package]\n{package}\n{}", rest.join("\n"))
}

/// The flags of every command, also in xtask/tests/common: with other flags, cargo would build all dependencies again.
const STRICT: &str = "-D warnings -W missing_docs -W unreachable_pub";

fn cargo(root: &Path, arguments: &[&str]) {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let out = Command::new(cargo)
        .current_dir(root)
        .args(arguments)
        .arg("--offline")
        .env("CARGO_TARGET_DIR", root.parent().unwrap().join("scratch"))
        .env("RUSTFLAGS", STRICT)
        .env("RUSTDOCFLAGS", "-D warnings")
        // The code is compiled once and never debugged.
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .output()
        .unwrap();
    assert!(out.status.success(), "cargo {}:\n{}", arguments.join(" "), String::from_utf8_lossy(&out.stderr));
}

/// Compiles a client with each resource's feature alone, and with none of them.
fn each_feature_compiles(root: &Path) {
    let (output, _) = output("features");
    // Features of resources enable no others.
    let resources: Vec<&str> = output
        .manifest
        .iter()
        .filter(|key| key.path[0] == "features" && key.value == "[]")
        .map(|key| key.path[1].as_str())
        .filter(|name| !clientwright::emit::FEATURES.iter().any(|(common, _)| common == name))
        .collect();
    // The number includes the feature of webhooks.
    assert_eq!(resources.len(), 10, "{resources:?}");
    let check = ["check", "-p", "fixture-features", "--no-default-features"];
    cargo(root, &check);
    for feature in resources {
        cargo(root, &[&check[..], &["--features", feature]].concat());
    }
}

/// The fixtures whose documentation has links of every kind, and examples.
const DOCUMENTED: [&str; 12] = [
    "objects",
    "bodies",
    "words",
    "names",
    "deprecated",
    "samples",
    "pages",
    "event-streams",
    "security",
    "servers",
    "errors-shared",
    "webhooks",
];

/// Documents the clients without a warning. Documenting all of them takes minutes, as each includes
/// the runtime's pages, so only `.ci/run` does.
fn document(root: &Path) {
    let all = std::env::var(DOCUMENT).is_ok();
    let chosen = fixtures().into_iter().filter(|name| all || DOCUMENTED.contains(&name.as_str()));
    let chosen: Vec<String> = chosen.flat_map(|name| ["-p".to_owned(), crate_name(&name)]).collect();
    cargo(root, &["doc", "--no-deps"].into_iter().chain(chosen.iter().map(String::as_str)).collect::<Vec<_>>());
}

/// The environment variable that makes the test document every fixture.
const DOCUMENT: &str = "CLIENTWRIGHT_DOCUMENT";

/// Every fixture compiles without a warning, alone and documented.
#[test]
fn every_fixture_compiles() {
    let root = scratch();
    // Tests are run for fixtures with a `uses.rs`, which reads and writes values, and for those with emitted tests.
    let used: Vec<String> = fixtures()
        .into_iter()
        .filter(|name| folder().join(name).join("uses.rs").exists() || TESTED.contains(&name.as_str()))
        .collect();
    assert!(used.len() > 10, "{used:?}");
    let named = |option: &str| used.iter().flat_map(|name| [option.to_owned(), crate_name(name)]).collect::<Vec<_>>();
    let (packages, others) = (named("-p"), named("--exclude"));
    let tests = ["test", "--tests", "--no-default-features", "--features", "blocking"];
    let tests: Vec<&str> = tests.into_iter().chain(packages.iter().map(String::as_str)).collect();
    if std::env::var(RUNTIME).is_ok() {
        // Only the bytes on the wire are compared; nothing else depends on where the runtime is.
        return cargo(&root, &tests);
    }
    cargo(&root, &["check", "--workspace"]);
    // Fixtures with a program are compiled without async below.
    let check = ["check", "--workspace", "--no-default-features", "--features", "blocking"];
    cargo(&root, &check.into_iter().chain(others.iter().map(String::as_str)).collect::<Vec<_>>());
    each_feature_compiles(&root);
    cargo(&root, &tests);
    // No other test runs reqwest without TLS.
    let plain = ["test", "--test", "uses", "--no-default-features", "--features", "async,blocking"];
    cargo(&root, &[&plain[..], &["-p", "fixture-servers"]].concat());
    document(&root);
    // The examples are compiled here, after `doctest = false` was removed.
    for fixture in fixtures() {
        let path = root.join(crate_name(&fixture)).join("Cargo.toml");
        let text = fs::read_to_string(&path).unwrap().replace("doctest = false", "doctest = true");
        fs::write(path, text).unwrap();
    }
    let documented = ["objects", "bodies", "words", "names", "deprecated", "samples", "pages", "event-streams"];
    let documented = documented.map(crate_name);
    let examples = documented.iter().flat_map(|name| ["-p", name.as_str()]);
    cargo(&root, &["test", "--doc"].into_iter().chain(examples).collect::<Vec<_>>());
}
