//! Clients as modules of a crate: all fixtures, with several sets of features. Emitted code does
//! not mention features, private modules compile without a warning, and a call works.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clientwright::{DateTypes, Form, Lock, Module, Options, Output, Runtime, Sources, TypeOptions, generate};

/// A crate with all fixtures as private modules: its name, the features, and the call in its
/// `main`.
struct Set {
    name: &'static str,
    edition: &'static str,
    features: &'static [&'static str],
    main: &'static str,
}

const SETS: [Set; 4] = [
    Set {
        name: "all",
        edition: "2024",
        features: &[
            "async", "blocking", "rustls", "gzip", "charset", "download", "oauth2", "pages", "stream", "chrono", "jiff",
            "mime-guess", "reqwest-0-13", "testing", "time", "tracing", "uuid", "webhooks", "http2",
        ],
        main: "fn main() {
    use features::testing::MockTransport;
    let mock = MockTransport::new();
    let client = features::Client::builder().base_url(\"https://a.example\").transport(mock.clone());
    let client = client.blocking_transport(mock.clone()).build().unwrap();
    let request = client.ants().get();
    let ant = features::types::Ant::new(features::types::Leg::new());
    mock.on(&request).respond(ant.clone());
    mock.on(&request).respond(ant.clone());
    assert_eq!(request.send_blocking().unwrap(), ant);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    assert_eq!(runtime.block_on(async { request.await }).unwrap(), ant);
}
",
    },
    Set {
        name: "async",
        edition: "2021",
        features: &["async", "testing"],
        main: "fn main() {
    let mock = features::testing::MockTransport::new();
    let client = features::Client::builder().base_url(\"https://a.example\").transport(mock.clone()).build().unwrap();
    let request = client.dogs().list();
    mock.on(&request).respond(features::testing::MockResponse::status(204, ()));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async { request.await }).unwrap();
}
",
    },
    // One resource with a feature, over a socket.
    Set {
        name: "blocking",
        edition: "2021",
        features: &["blocking", "cats"],
        main: "fn main() {
    use std::io::{Read, Write};
    let listener = std::net::TcpListener::bind(\"127.0.0.1:0\").unwrap();
    let url = format!(\"http://{}\", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut head = [0; 4096];
        let size = stream.read(&mut head).unwrap();
        let body = \"{\\\"leg\\\":{\\\"side\\\":\\\"left\\\"},\\\"stripes\\\":[]}\";
        let length = body.len();
        write!(stream, \"HTTP/1.1 200 OK\\r\\ncontent-type: application/json\\r\\ncontent-length: {length}\\r\\n\\r\\n{body}\").unwrap();
        String::from_utf8_lossy(&head[..size]).into_owned()
    });
    let client = features::Client::builder().base_url(url).build().unwrap();
    let bee = client.cats().list().send_blocking().unwrap();
    assert_eq!(bee.leg.side, Some(features::types::LegSide::Left));
    assert!(server.join().unwrap().starts_with(\"GET /cats \"));
}
",
    },
    Set { name: "none", edition: "2018", features: &[], main: "fn main() {}\n" },
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn fixtures() -> Vec<String> {
    let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn module_name(fixture: &str) -> String {
    fixture.replace(['-', '.'], "_")
}

/// Rust types are chosen for a few fixtures: those of the crate around the module, and of others.
fn types(fixture: &str) -> TypeOptions {
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    match fixture {
        "own-types" => TypeOptions {
            schemas: vec![pair("Id", "crate::model::Id"), pair("Money", "crate::model::Money")],
            dates: DateTypes::Time,
            uuid: true,
            ..TypeOptions::default()
        },
        "own-dates-jiff" => TypeOptions { dates: DateTypes::Jiff, ..TypeOptions::default() },
        "own-dates-chrono" => TypeOptions { dates: DateTypes::Chrono, ..TypeOptions::default() },
        _ => TypeOptions::default(),
    }
}

fn output(fixture: &str, features: &[&str]) -> Output {
    let path = |name: &str| folder().join(fixture).join(name);
    let mut sources = Sources::new("spec.yaml", fs::read_to_string(path("spec.yaml")).unwrap());
    if let Ok(text) = fs::read_to_string(path("overlay.yaml")) {
        sources.overlay("overlay.yaml", text);
    }
    loop {
        let read = |name: String| Some((fs::read_to_string(path(&name)).ok()?, name));
        let found: Vec<(String, String)> = sources.wanted().into_iter().filter_map(read).collect();
        if found.is_empty() {
            break;
        }
        for (text, name) in found {
            sources.insert(&name, text);
        }
    }
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime");
    let module = Module {
        path: format!("crate::{}", module_name(fixture)),
        features: features.iter().map(|name| (*name).to_owned()).collect(),
    };
    let options = Options {
        crate_name: "modules".to_owned(),
        runtime: Runtime::Dependency(vec![("path".to_owned(), format!("{:?}", runtime.display().to_string()))]),
        form: Form::Module(module),
        types: types(fixture),
        ..Options::default()
    };
    generate(&sources, &options, &Lock::default()).unwrap_or_else(|report| panic!("{fixture}: {report:?}"))
}

#[test]
fn nothing_mentions_features() {
    for set in &SETS {
        for fixture in fixtures() {
            for (path, text) in output(&fixture, set.features).files {
                let place = || format!("{}: {fixture}: {path}", set.name);
                let has = |words: &str| text.contains(words);
                assert!(!has("cfg(") && !has("cfg_attr") && !has("feature = "), "{}", place());
                assert!(!has("Available with feature") && !has("the feature `") && !has("# Features"), "{}", place());
                assert!(!has("modules::") && !has("no_run"), "{}: names the package", place());
                assert!(set.name != "blocking" || !has(", but blocks the thread"), "{}: no async method", place());
                let may_wait = set.features.contains(&"async");
                assert!(may_wait || !has(".await") && !has("async fn"), "{}: there are no async requests", place());
            }
        }
    }
}

#[test]
fn only_chosen_resources_are_emitted() {
    let files = |features: &[&str]| -> Vec<String> { output("features", features).files.into_keys().collect() };
    let chosen = files(&["async", "cats"]);
    let expected = ["builder.rs", "cats.rs", "cats/wire.rs", "client.rs", "mod.rs", "types.rs"];
    let types =
        ["types/shared_bee.rs", "types/shared_bee/mirror.rs", "types/shared_leg.rs", "types/shared_leg/mirror.rs"];
    assert_eq!(chosen, [&expected[..], &types[..]].concat());
    let all = files(&["async"]);
    assert!(all.contains(&"ants.rs".to_owned()) && !all.contains(&"payloads.rs".to_owned()), "{all:?}");
    assert!(files(&["async", "all", "webhooks"]).contains(&"payloads.rs".to_owned()));
    let output = output("features", &["default"]);
    assert!(
        ["default", "async", "all", "ants", "webhooks"].iter().all(|name| output.features.iter().any(|of| of == name))
    );
    let [key] = output.manifest.as_slice() else { panic!("{:?}", output.manifest) };
    assert!(key.value.ends_with("default-features = false, features = [\"async\", \"rustls\"] }"), "{}", key.value);
}

/// Writes a file if its content differs.
fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Writes the crate of a set. All modules share one dependency on the runtime.
fn write_crate(dir: &Path, set: &Set) {
    let mut features: BTreeSet<String> = BTreeSet::new();
    let mut others: BTreeMap<String, String> = BTreeMap::new();
    // Deeply nested types, and names that are not ASCII: the pages of these modules say so.
    let mut main = "#![recursion_limit = \"256\"]\n#![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints)]\n\n".to_owned();
    for fixture in fixtures() {
        let name = module_name(&fixture);
        let output = output(&fixture, set.features);
        let (_, listed) = output.manifest[0].value.split_once("features = [").unwrap();
        features.extend(listed.trim_end_matches("] }").split(", ").map(str::to_owned));
        others.extend(output.manifest[1..].iter().map(|key| (key.path[1].clone(), key.value.clone())));
        for (path, text) in &output.files {
            write(&dir.join("src").join(&name).join(path), text);
        }
        main += &format!("mod {name};\n");
    }
    write(&dir.join("src/main.rs"), &format!("//! Private modules.\n\n{main}mod model;\n\n{}", set.main));
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime").display().to_string();
    let features: Vec<String> = features.into_iter().collect();
    let others: String = others.iter().map(|(name, value)| format!("{name} = {value}\n")).collect();
    write(
        &dir.join("src/model.rs"),
        &format!("#![allow(dead_code, unreachable_pub)]\n{}", include_str!("model/lib.rs")),
    );
    let manifest = format!(
        "[package]\nname = \"modules-{}\"\nversion = \"0.1.0\"\nedition = \"{}\"\n\n[dependencies]\n\
         clientwright-runtime = {{ path = {runtime:?}, default-features = false, features = [{}] }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\n\
         tokio = {{ version = \"1\", default-features = false, features = [\"rt\", \"time\"] }}\n{others}",
        set.name,
        set.edition,
        features.join(", ")
    );
    write(&dir.join("Cargo.toml"), &manifest);
}

#[test]
fn private_modules_compile_and_call() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("modules");
    // An earlier run may have written other fixtures.
    let _ = fs::remove_dir_all(&root);
    let members: Vec<String> = SETS.iter().map(|set| format!("{:?}", set.name)).collect();
    write(&root.join("Cargo.toml"), &format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", ")));
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    write(&root.join("Cargo.lock"), &fs::read_to_string(lock).unwrap());
    for set in &SETS {
        write_crate(&root.join(set.name), set);
    }
    for set in &SETS {
        // Each alone, because cargo would unite the features of the runtime.
        run(&root, &["run", "-p", &format!("modules-{}", set.name)]);
    }
    // All links of the documentation have a target, whatever is missing.
    for name in ["modules-blocking", "modules-none"] {
        run(&root, &["doc", "--no-deps", "--document-private-items", "-p", name]);
    }
}

/// The same flags as in `fixtures`: with others, cargo would build all dependencies again.
const STRICT: &str = "-D warnings -W missing_docs -W unreachable_pub";

fn run(root: &Path, arguments: &[&str]) {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let out = Command::new(cargo)
        .current_dir(root)
        .args(arguments)
        .arg("--offline")
        .env("CARGO_TARGET_DIR", root.parent().unwrap().join("scratch"))
        .env("RUSTFLAGS", STRICT)
        .env("RUSTDOCFLAGS", "-D warnings")
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .output()
        .unwrap();
    assert!(out.status.success(), "cargo {}:\n{}", arguments.join(" "), String::from_utf8_lossy(&out.stderr));
}
