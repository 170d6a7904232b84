//! `init`, and the other commands for modules.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use crate::support::{PARCELS, Routes, files, folder, run, serve};

const MANIFEST: &str = "# Mine.\n[package]\nname    = \"app\"   # odd\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
                        [dependencies]\n\n[profile.dev]\ndebug=0\n";

/// A folder with the description and, in `app`, a crate.
fn app() -> tempfile::TempDir {
    let dir = folder();
    let app = dir.path().join("app");
    fs::create_dir_all(app.join("src")).unwrap();
    fs::write(app.join("Cargo.toml"), MANIFEST).unwrap();
    fs::write(app.join("src/main.rs"), "//! Mine.\n\nmod a;\n\nfn main() {}\n").unwrap();
    fs::write(app.join("src/a.rs"), "").unwrap();
    dir
}

fn read(dir: &Path, name: &str) -> String {
    fs::read_to_string(dir.join(name)).unwrap()
}

#[test]
fn init_adds_a_module_and_changes_no_line() {
    let dir = app();
    let app = dir.path().join("app");
    let ran = run(&app, &["init", "../parcels.yaml", "--module", "api"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stderr.contains("Created module `api`: 1 of 1 operations, 1 types"), "{ran:?}");
    assert!(ran.stderr.contains("Added `mod api;` to src/main.rs"), "{ran:?}");
    assert_eq!(ran.stdout, "next:\n  cargo check\n  cargo doc --document-private-items --open\n");
    let runtime = "clientwright-runtime = { path = \"clientwright-runtime\", default-features = false, features = [\"async\", \"rustls\"] }\n";
    assert_eq!(read(&app, "Cargo.toml"), MANIFEST.replace("[dependencies]\n", &format!("[dependencies]\n{runtime}")));
    assert_eq!(read(&app, "src/main.rs"), "//! Mine.\n\nmod a;\nmod api;\n\nfn main() {}\n");
    assert_eq!(read(&app, "openapi/api/parcels.yaml"), PARCELS);
    let configuration =
        "[module.api]\ndescription = \"openapi/api/parcels.yaml\"\nruntime = { path = \"clientwright-runtime\" }\n";
    assert_eq!(read(&app, "clientwright.toml"), configuration);
    assert!(app.join("clientwright-runtime/src/lib.rs").exists() && app.join("src/api/clientwright.lock").exists());
    let root = read(&app, "src/api/mod.rs");
    assert!(root.contains("crate::api::Client::builder()") && !root.contains("cfg("), "{root}");
}

#[test]
fn generate_finds_modules() {
    let dir = app();
    fs::write(dir.path().join("Cargo.toml"), "[workspace]\nresolver = \"3\"\nmembers = [\"app\"]\n").unwrap();
    let app = dir.path().join("app");
    assert_eq!(run(&app, &["init", "../parcels.yaml", "--module", "one"]).code, 0);
    let ran = run(dir.path(), &["init", "parcels.yaml", "app", "--module", "two", "--features", "blocking"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(dir.path().join("clientwright-runtime/Cargo.toml").exists(), "the workspace shares the runtime");
    assert!(read(&app, "Cargo.toml").contains("features = [\"async\", \"rustls\", \"blocking\"] }"));
    let before = files(dir.path());
    for (here, arguments) in [(dir.path(), &["generate", "--check"][..]), (&app, &["generate"])] {
        let ran = run(here, arguments);
        assert!(ran.code == 0 && ran.stderr.contains("app::one") && ran.stderr.contains("app::two"), "{ran:?}");
    }
    assert_eq!(files(dir.path()), before);
    fs::write(app.join("openapi/two/parcels.yaml"), PARCELS.replace("weight", "mass")).unwrap();
    let ran = run(dir.path(), &["generate", "--check"]);
    assert!(ran.code == 1 && ran.stderr.contains("`app::two` is not up to date"), "{ran:?}");
    assert!(ran.stdout.contains("+    pub mass: Option<i64>,"), "{ran:?}");
    assert_eq!(run(&app, &["generate", "--check", "src/one"]).code, 0);
    let ran = run(&app, &["generate", "src/two"]);
    assert!(ran.code == 0 && !ran.stderr.contains("app::one"), "{ran:?}");
    assert!(read(&app, "src/two/types.rs").contains("mass"));
    let ran = run(&app, &["show", "print", "parcels.get", "--of", "src/two"]);
    assert!(ran.code == 0 && ran.stdout.contains("Call `send_blocking` to get a"), "{ran:?}");
    let ran = run(&app, &["lint"]);
    assert!(ran.code == 0 && ran.stderr.contains("Checked app::two"), "{ran:?}");
}

#[test]
fn features_are_chosen_in_the_configuration() {
    let dir = app();
    let app = dir.path().join("app");
    assert_eq!(run(&app, &["init", "../parcels.yaml", "--module", "api"]).code, 0);
    let configuration = read(&app, "clientwright.toml");
    fs::write(app.join("clientwright.toml"), format!("{configuration}features = [\"blocking\", \"testing\"]\n"))
        .unwrap();
    let ran = run(&app, &["generate", "--dry-run"]);
    assert!(ran.code == 0 && ran.stdout.contains("\"rustls\", \"blocking\", \"testing\"] }"), "{ran:?}");
    assert_eq!(run(&app, &["generate"]).code, 0);
    let root = read(&app, "src/api/mod.rs");
    assert!(root.contains("pub use runtime::testing;") && !root.contains("ResponseFuture"), "{root}");
    fs::write(app.join("clientwright.toml"), format!("{configuration}features = [\"blokcing\"]\n")).unwrap();
    let before = files(&app);
    let ran = run(&app, &["generate"]);
    let parts = ["`api` has no feature `blokcing`", "clientwright.toml:4:1", "use `blocking`"];
    assert!(ran.code == 2 && parts.iter().all(|part| ran.stderr.contains(part)), "{}", ran.stderr);
    assert_eq!(files(&app), before);
}

#[test]
fn update_writes_the_copy_of_a_module() {
    let dir = app();
    let app = dir.path().join("app");
    let served: Routes = Arc::new(Mutex::new([("/openapi.yaml", (200, "", PARCELS.as_bytes().to_vec()))].into()));
    let (url, _) = serve(&served);
    let ran = run(&app, &["init", &format!("{url}/openapi.yaml"), "--module", "api"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(read(&app, "clientwright.toml").contains("[module.api.source]\nurl = \"http://127"));
    let ran = run(&app, &["update"]);
    assert!(ran.code == 0 && ran.stderr.contains("Unchanged app::api"), "{ran:?}");
    let changed = PARCELS.replace("weight", "mass");
    served.lock().unwrap().insert("/openapi.yaml", (200, "", changed.clone().into_bytes()));
    let hash = read(&app, "clientwright.toml");
    let ran = run(&app, &["update"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(read(&app, "openapi/api/openapi.yaml"), changed);
    assert!(read(&app, "src/api/types.rs").contains("mass") && !app.join("openapi.yaml").exists());
    assert_ne!(read(&app, "clientwright.toml"), hash);
}

#[test]
fn files_above_the_root_of_a_description_are_copied() {
    let dir = app();
    let app = dir.path().join("app");
    let root = PARCELS.replace("{ type: integer }", "{ $ref: \"../weight.yaml\" }");
    let routes =
        [("/v1/api.yaml", (200, "", root.into_bytes())), ("/weight.yaml", (200, "", b"{ type: integer }".to_vec()))];
    let (url, _) = serve(&Arc::new(Mutex::new(routes.into())));
    assert_eq!(run(&app, &["init", &format!("{url}/v1/api.yaml"), "--module", "api"]).code, 0);
    let configuration = read(&app, "clientwright.toml");
    assert!(
        configuration.contains("description = \"openapi/api/folder-1/api.yaml\"\nroot = \".\"\n"),
        "{configuration}"
    );
    assert!(app.join("openapi/api/weight.yaml").exists());
    for arguments in [&["generate", "--check"][..], &["update"], &["generate", "--check"]] {
        let ran = run(&app, arguments);
        assert_eq!(ran.code, 0, "{ran:?}");
    }
}

#[test]
fn a_description_in_the_crate_is_not_copied() {
    let dir = app();
    let app = dir.path().join("app");
    fs::create_dir(app.join("docs")).unwrap();
    fs::write(app.join("docs/parcels.yaml"), PARCELS).unwrap();
    assert_eq!(run(&app, &["init", "docs/parcels.yaml", "--module", "api"]).code, 0);
    assert!(read(&app, "clientwright.toml").starts_with("[module.api]\ndescription = \"docs/parcels.yaml\"\n"));
    assert!(!app.join("openapi").exists());
}

#[test]
fn a_root_that_cannot_be_edited_is_left_to_the_user() {
    let dir = app();
    let app = dir.path().join("app");
    let root = "#![allow(\n    dead_code\n)]\nfn main() {}\n";
    fs::write(app.join("src/main.rs"), root).unwrap();
    let ran = run(&app, &["init", "../parcels.yaml", "--module", "api"]);
    assert!(ran.code == 0 && ran.stdout.starts_with("add this line to src/main.rs:\n  mod api;\nnext:\n"), "{ran:?}");
    assert_eq!(read(&app, "src/main.rs"), root);
}

#[test]
fn a_client_does_not_remove_the_files_of_another() {
    let dir = folder();
    assert_eq!(run(dir.path(), &["new", "parcels.yaml", "client"]).code, 0);
    let client = dir.path().join("client");
    assert_eq!(run(&client, &["init", "../parcels.yaml", "--module", "outer"]).code, 0);
    let configuration = read(&client, "clientwright.toml");
    let inner = "\n[module.inner]\ndescription = \"openapi/outer/parcels.yaml\"\nfolder = \"src/outer/inner\"\n";
    fs::write(client.join("clientwright.toml"), configuration + inner).unwrap();
    assert_eq!(run(&client, &["generate"]).code, 0);
    assert!(read(&client, "src/outer/inner/mod.rs").contains("crate::outer::inner::Client"));
    let before = files(&client);
    assert_eq!(run(&client, &["generate"]).code, 0);
    assert_eq!(files(&client), before);
}

#[test]
fn all_files_of_a_description_are_copied() {
    let dir = app();
    let app = dir.path().join("app");
    fs::create_dir_all(dir.path().join("specs/common")).unwrap();
    let weight = "{ type: integer }";
    let root = PARCELS.replace(weight, "{ $ref: \"common/weight.yaml\" }");
    fs::write(dir.path().join("specs/parcels.yaml"), root).unwrap();
    fs::write(dir.path().join("specs/common/weight.yaml"), weight).unwrap();
    assert_eq!(run(&app, &["init", "../specs/parcels.yaml", "--module", "api"]).code, 0);
    assert!(read(&app, "clientwright.toml").contains("description = \"openapi/api/parcels.yaml\"\nruntime"));
    assert!(app.join("openapi/api/common/weight.yaml").exists());
    let ran = run(&app, &["generate", "--check"]);
    assert_eq!(ran.code, 0, "{ran:?}");
}

/// Runs `init`, which must fail with this exit code and message, and leave the folder as it is.
fn fails(dir: &Path, arguments: &[&str], code: i32, parts: &[&str]) {
    let before = files(dir);
    let ran = run(dir, &[&["init"], arguments].concat());
    assert_eq!(ran.code, code, "{arguments:?}: {ran:?}");
    assert_eq!(
        ran.stderr.lines().filter(|line| line.starts_with("error:")).count(),
        1,
        "{arguments:?}: {}",
        ran.stderr
    );
    for part in parts {
        assert!(ran.stderr.contains(part), "{arguments:?}: no {part:?} in {}", ran.stderr);
    }
    assert_eq!(files(dir), before, "{arguments:?}");
}

#[test]
fn mistakes_change_nothing() {
    let dir = app();
    let top = dir.path();
    let app = top.join("app");
    fails(top, &["parcels.yaml"], 2, &["`Cargo.toml` does not exist", "in the folder of a crate"]);
    fs::write(top.join("Cargo.toml"), "[workspace]\nmembers = []\n").unwrap();
    fails(top, &["parcels.yaml"], 2, &["`Cargo.toml` is a workspace without a package", "in the folder of the crate"]);
    fs::write(top.join("Cargo.toml"), "[package\n").unwrap();
    fails(top, &["parcels.yaml"], 2, &["cannot read `Cargo.toml`", "line 1"]);
    fails(&app, &["../gone.yaml"], 2, &["cannot read `../gone.yaml`"]);
    fails(&app, &["../parcels.yaml", "--module", "My-Api"], 2, &["not a valid name for a module", "--module my_api"]);
    fails(&app, &["../parcels.yaml", "--module", "type"], 2, &["not a valid name", "--module type_client"]);
    fails(&app, &["../parcels.yaml", "--module", "a"], 1, &["`src/a.rs` exists", "--module"]);
    fs::create_dir_all(app.join("src/b")).unwrap();
    fails(&app, &["../parcels.yaml", "--module", "b"], 1, &["`src/b` exists"]);
    fails(&app, &["../parcels.yaml", "--features", "asinc"], 2, &["has no feature `asinc`", "use `async`"]);
    fs::write(top.join("wrong.yaml"), PARCELS.replace("schemas/Parcel\"", "schemas/Parcl\"")).unwrap();
    let before = files(&app);
    let ran = run(&app, &["init", "../wrong.yaml"]);
    assert!(ran.code == 1 && ran.stderr.contains("nothing was created"), "{ran:?}");
    assert_eq!(files(&app), before);
    fs::create_dir_all(app.join("openapi/api")).unwrap();
    fs::write(app.join("openapi/api/parcels.yaml"), "mine").unwrap();
    fails(
        &app,
        &["../parcels.yaml", "--module", "api"],
        1,
        &["parcels.yaml` exists, and the description is copied there"],
    );
    fs::write(app.join("clientwright.toml"), "[module.c]\n").unwrap();
    fails(
        &app,
        &["../parcels.yaml", "--module", "c"],
        1,
        &["configures the module `c` already", "clientwright generate"],
    );
    fs::write(app.join("clientwright.toml"), "[module.d]\nonyl = []\n").unwrap();
    fails(
        &app,
        &["../parcels.yaml", "--module", "c"],
        2,
        &["unknown key `onyl`", "clientwright.toml:2:1", "use `only`"],
    );
    fs::remove_file(app.join("clientwright.toml")).unwrap();
    fs::write(app.join("Cargo.toml"), "[package]\nname = \"app\"\n").unwrap();
    fails(&app, &["../parcels.yaml"], 1, &["has the edition 2015", "set `edition ="]);
    let wrong = "[package]\nname = \"app\"\nedition = \"2021\"\n[dependencies]\nclientwright-runtime = 1\n";
    fs::write(app.join("Cargo.toml"), wrong).unwrap();
    fails(&app, &["../parcels.yaml"], 2, &["`dependencies.clientwright-runtime` is not a dependency"]);
}

#[test]
fn a_module_needs_a_dependency_on_the_runtime() {
    let dir = app();
    let app = dir.path().join("app");
    fs::write(app.join("clientwright.toml"), "[module.api]\ndescription = \"../parcels.yaml\"\n").unwrap();
    let before = files(&app);
    let ran = run(&app, &["generate"]);
    let parts = ["has no dependency `clientwright-runtime`", "clientwright vendor-runtime", "set `runtime ="];
    assert!(ran.code == 1 && parts.iter().all(|part| ran.stderr.contains(part)), "{}", ran.stderr);
    assert_eq!(files(&app), before);
    // What the help says works.
    assert_eq!(run(&app, &["vendor-runtime"]).code, 0);
    let configuration = read(&app, "clientwright.toml") + "runtime = { path = \"clientwright-runtime\" }\n";
    fs::write(app.join("clientwright.toml"), configuration).unwrap();
    assert_eq!(run(&app, &["generate"]).code, 0);
    assert!(read(&app, "Cargo.toml").contains("clientwright-runtime = { path = \"clientwright-runtime\","));
}
