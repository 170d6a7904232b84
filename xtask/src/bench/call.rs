//! `cargo xtask bench call FILE`: a program that makes one call with a generated client, next to
//! the same program with reqwest and serde: the cost of their builds, and their sizes. Operations
//! that a program does not call must cost next to nothing. Must not know how builds are measured
//! (`measure`).

use std::fs;
use std::path::Path;

use super::measure;
use super::scratch::{Built, Scratch, manifest, median};
use crate::cli::BenchCall;
use crate::stop::Stop;

/// Runs the benchmark.
pub(crate) fn call(options: &BenchCall) -> Result<(), Stop> {
    let dir = Path::new("target/bench-call");
    let scratch = Scratch::new(dir, &["client", "ours", "hand"])?;
    super::documents::generate(&options.file, &dir.join("client"), "client")?;
    let tokio = "tokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n";
    scratch.write("ours/Cargo.toml", &manifest("ours", &format!("client = {{ path = \"../client\" }}\n{tokio}")))?;
    scratch.write("ours/src/main.rs", &OURS.replace("CALL", &options.call).replace("FIELD", &options.field))?;
    scratch.write("hand/Cargo.toml", &manifest("hand", &format!("{HAND_DEPENDENCIES}{tokio}")))?;
    scratch.write("hand/src/main.rs", &HAND.replace("PATH", &options.path).replace("FIELD", &options.field))?;
    println!("| program | debug | program again | release | program again |\n|---|---|---|---|---|");
    let mut sizes = Vec::new();
    for (name, title) in [("ours", "generated client"), ("hand", "reqwest")] {
        let [debug, release] = [false, true].map(|release| built(&scratch, dir, name, release));
        let ((debug, debug_again), (release, release_again)) = (debug?, release?);
        println!(
            "| {title} | {} | {} | {} | {} |",
            debug.show(),
            debug_again.show(),
            release.show(),
            release_again.show()
        );
        sizes.push(release.size);
    }
    if let [ours, hand] = sizes.as_slice() {
        println!("\nthe release binary is {:+.1} % larger", (*ours as f64 / *hand as f64 - 1.0) * 100.0);
    }
    Ok(())
}

/// Builds client and program, then the program alone. All dependencies are built before.
fn built(scratch: &Scratch, dir: &Path, name: &str, release: bool) -> Result<(Built, measure::Usage), Stop> {
    let command: Vec<&str> = ["cargo", "build", "-p", name].into_iter().chain(release.then_some("--release")).collect();
    measure::run(dir, &command)?;
    let main = format!("{name}/src/main.rs");
    let library = (name == "ours").then_some("client/src/lib.rs");
    scratch.touch_file(library.unwrap_or(&main))?;
    let usage = measure::run(dir, &command)?;
    let mut programs = Vec::new();
    for _ in 0..3 {
        scratch.touch_file(&main)?;
        programs.push(measure::run(dir, &command)?);
    }
    let path = dir.join("target").join(if release { "release" } else { "debug" }).join(name);
    let size = fs::metadata(&path).map_err(|error| Stop::io("read", &path, &error))?.len();
    Ok((Built { usage, size }, median(programs)))
}

const OURS: &str = r#"#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let token = format!("Bearer {}", std::env::var("TOKEN")?);
    let client = client::Client::builder().header("authorization", &token).build()?;
    let response = client.CALL.await?;
    println!("{}", response.FIELD);
    Ok(())
}
"#;

const HAND_DEPENDENCIES: &str = "reqwest = { version = \"0.13\", default-features = false, features = [\"json\", \"rustls\"] }\n\
                          serde = { version = \"1\", features = [\"derive\"] }\n";

const HAND: &str = r#"#[derive(serde::Deserialize)]
struct Body {
    FIELD: String,
}
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let token = std::env::var("TOKEN")?;
    let client = reqwest::Client::builder().user_agent("bench").build()?;
    let url = format!("https://api.example.com{}", "PATH");
    let response = client.get(url).bearer_auth(token).send().await?.error_for_status()?;
    println!("{}", response.json::<Body>().await?.FIELD);
    Ok(())
}
"#;
