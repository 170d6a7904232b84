//! Rust blocks: they compile against a client of `generator/guide/stations.yaml` and the committed
//! client, their tests pass, and the output of a program is the one on the page ("It prints:"),
//! with a loopback server.

use std::fmt::Write;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::{cargo, outputs, root, xtask};
use crate::pages::{Block, Page};

/// The features of both clients that blocks need.
const FEATURES: &str =
    "features = [\"blocking\", \"testing\", \"tracing\", \"jiff\", \"charset\", \"gzip\", \"reqwest-0-13\"]";

/// A program and the output that its page shows.
struct Program<'p> {
    name: String,
    block: &'p Block,
    prints: &'p str,
}

/// Compiles all blocks, and runs their tests and the programs whose output is shown.
pub(crate) fn check(pages: &[Page]) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("guide");
    let programs = write(pages, &folder);
    for arguments in [["test", "--lib"], ["build", "--bins"]] {
        let (ok, stderr) = cargo(&folder.join("blocks"), &arguments);
        assert!(ok, "{stderr}");
    }
    assert!(!programs.is_empty(), "no page shows what a program prints");
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/v1", server.local_addr().unwrap());
    std::thread::spawn(move || stand_in::serve_stations(&server));
    for program in programs {
        let (code, stdout, stderr) = run(&folder, &program.name, &url);
        assert_eq!((code, stdout.as_str()), (0, program.prints), "{}: {stderr}", program.name);
    }
}

fn run(folder: &Path, name: &str, url: &str) -> (i32, String, String) {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scratch/debug").join(name);
    let mut command = Command::new(path);
    command.current_dir(folder).env("STATIONS_BASE_URL", url).env("STATIONS_KEY", "demo");
    outputs(&command.output().unwrap())
}

/// Writes the client, and a package of all blocks.
fn write<'p>(pages: &'p [Page], folder: &Path) -> Vec<Program<'p>> {
    let (client, package) = (folder.join("stations-client"), folder.join("blocks"));
    generate(&client);
    let _ = fs::remove_dir_all(&package);
    fs::create_dir_all(package.join("src/bin")).unwrap();
    fs::write(package.join("Cargo.toml"), manifest(&client)).unwrap();
    fs::copy(root().join("Cargo.lock"), package.join("Cargo.lock")).unwrap();
    let (mut library, mut programs) = (String::from("//! All blocks.\n#![allow(unused, missing_docs)]\n"), Vec::new());
    for page in pages {
        for (index, block) in
            page.blocks.iter().enumerate().filter(|(_, block)| block.language == "rust" && !block.is_file())
        {
            let name =
                format!("{}_{}", page.path.replace(|c: char| !c.is_alphanumeric(), "_").to_lowercase(), block.line);
            writeln!(library, "mod {name} {{\n{}\n}}", module(&block.text)).unwrap();
            let prints = page.blocks[index + 1..].iter().find(|next| next.language != "console");
            let prints = prints.filter(|next| next.before == "It prints:");
            if let Some(prints) = prints {
                let text = format!("//! A program.\n{}", block.text);
                fs::write(package.join("src/bin").join(format!("{name}.rs")), text).unwrap();
                programs.push(Program { name, block, prints: &prints.text });
            }
        }
    }
    fs::write(package.join("src/lib.rs"), library).unwrap();
    assert!(programs.iter().all(|program| program.block.text.contains("fn main")), "only programs print");
    programs
}

/// Returns a block as a module. Blocks that are not items become the body of a function with a
/// `client`.
fn module(text: &str) -> String {
    let items = text.lines().filter(|line| !line.starts_with([' ', '}']) && !line.is_empty()).all(|line| {
        ["use ", "fn ", "async fn ", "pub ", "struct ", "impl ", "#[", "///", "//", "mod ", "enum ", "const "]
            .iter()
            .any(|start| line.starts_with(start))
    });
    let is_only_imports = text.lines().all(|line| line.is_empty() || line.starts_with("use "));
    if items && !is_only_imports {
        return text.to_owned();
    }
    let client = if text.contains("scenario_client") { "scenario_client" } else { "stations_client" };
    format!("async fn block(client: {client}::Client) -> Result<(), Box<dyn std::error::Error>> {{\n{text}\nOk(())\n}}")
}

fn generate(client: &Path) {
    fs::create_dir_all(client).unwrap();
    let runtime = root().join("generator/runtime");
    let manifest = format!(
        "[package]\nname = \"stations-client\"\nversion = \"0.1.0\"\n[package.metadata.clientwright]\nruntime = {{ path = {runtime:?} }}\n"
    );
    fs::write(client.join("Cargo.toml"), manifest).unwrap();
    let spec = "generator/guide/stations.yaml";
    let out = client.display().to_string();
    let arguments = ["codegen", "--strict", "--spec", spec, "--out", &out, "--name", "stations-client"];
    let (code, _, stderr) = outputs(&xtask(&root(), &arguments));
    assert_eq!(code, 0, "{stderr}");
}

fn manifest(client: &Path) -> String {
    let scenario: PathBuf = root().join("generated-client");
    let runtime: PathBuf = root().join("generator/runtime");
    format!(
        "[workspace]\n[package]\nname = \"blocks\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\n\
         clientwright-runtime = {{ path = {runtime:?} }}\nhttp = \"1\"\nserde_json = \"1\"\n\
         scenario-client = {{ path = {scenario:?}, {FEATURES} }}\nstations-client = {{ path = {client:?}, {FEATURES} }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\", \"time\"] }}\n"
    )
}
