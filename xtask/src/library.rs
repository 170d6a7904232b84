//! `cargo xtask library`: writes the packages that the guide's page about the library shows, builds
//! them and runs them. Must not contain any of their code, so that the page cannot differ from what
//! is tested.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::stop::Stop;

/// The page.
const PAGE: &str = "generator/guide/library.md";
/// The description that the packages of the page are for.
const DESCRIPTION: &str = "generator/guide/stations.yaml";
/// The last line before the output of the programs.
const PRINTS: &str = "With `stations.yaml` in the package, `cargo run` prints:";

/// Runs the command.
pub(crate) fn library() -> Result<(), Stop> {
    let root =
        std::env::current_dir().map_err(|error| Stop::Usage(format!("cannot read the current folder: {error}")))?;
    let page = read(&root.join(PAGE))?;
    // Outside of the clone, because its workspace does not have these packages.
    let scratch = std::env::temp_dir().join(format!("clientwright-library-{}", std::process::id()));
    let result = Packages { scratch: &scratch, root: &root }.check(&page);
    // A folder that cannot be removed is in the way of nothing.
    let _ = fs::remove_dir_all(&scratch);
    result
}

/// The packages of the page, in a scratch folder.
struct Packages<'a> {
    scratch: &'a Path,
    /// The clone.
    root: &'a Path,
}

impl Packages<'_> {
    fn check(&self, page: &str) -> Result<(), Stop> {
        let blocks = blocks(page);
        let Some(prints) = blocks.get(PRINTS) else {
            return Err(Stop::Refused(format!("{PAGE} does not show what the programs print")));
        };
        self.write(&blocks)?;
        self.runs("trip", &["run"], prints)?;
        self.refuses_a_missing_feature()?;
        let (generate, check) = (["run", "-p", "tasks"], ["run", "-p", "tasks", "--", "--check"]);
        self.fails("fleet", &check)?;
        self.cargo("fleet", &generate)?;
        self.runs("fleet", &check, "0 files written\n")?;
        self.runs("fleet", &["run"], prints)?;
        let description = self.scratch.join("fleet/stations.yaml");
        write(&description, &read(&description)?.replace("platforms", "tracks"))?;
        self.fails("fleet", &check)
    }

    /// Writes the files of the page, the description, and the versions of dependencies.
    fn write(&self, blocks: &BTreeMap<String, String>) -> Result<(), Stop> {
        let clone = format!("\"{}/", self.root.display());
        let mut packages = 0;
        for (before, text) in blocks {
            let Some(path) = before.strip_prefix('`').and_then(|rest| rest.strip_suffix("`:")) else { continue };
            let text = text.replace("\"../../clientwright/", &clone).replace("\"../clientwright/", &clone);
            write(&self.scratch.join(path), &text)?;
            packages += usize::from(path.ends_with("Cargo.toml"));
        }
        if packages != 3 {
            return Err(Stop::Refused(format!("{PAGE} shows {packages} packages, and 3 are known here")));
        }
        for package in ["trip", "fleet"] {
            write(&self.scratch.join(package).join("stations.yaml"), &read(&self.root.join(DESCRIPTION))?)?;
            write(&self.scratch.join(package).join("Cargo.lock"), &read(&self.root.join("Cargo.lock"))?)?;
        }
        Ok(())
    }

    /// A build whose package lacks a feature of the runtime fails and shows the dependency.
    fn refuses_a_missing_feature(&self) -> Result<(), Stop> {
        let manifest = self.scratch.join("trip/Cargo.toml");
        let text = read(&manifest)?;
        write(&manifest, &text.replace("\"pages\", ", ""))?;
        let output = self.output("trip", &["build"])?;
        write(&manifest, &text)?;
        let stderr = String::from_utf8_lossy(&output.stderr);
        match !output.status.success() && stderr.contains("help: write `clientwright-runtime = {") {
            true => Ok(()),
            false => Err(Stop::Refused(format!("a missing feature is not reported:\n{stderr}"))),
        }
    }

    fn runs(&self, package: &str, arguments: &[&str], prints: &str) -> Result<(), Stop> {
        let stdout = self.cargo(package, arguments)?;
        match stdout == prints {
            true => Ok(()),
            false => Err(Stop::Refused(format!("{package} prints {stdout:?}, and {PAGE} shows {prints:?}"))),
        }
    }

    fn fails(&self, package: &str, arguments: &[&str]) -> Result<(), Stop> {
        let output = self.output(package, arguments)?;
        let stderr = String::from_utf8_lossy(&output.stderr);
        match !output.status.success() && stderr.contains("is not up to date") {
            true => Ok(()),
            false => {
                Err(Stop::Refused(format!("cargo {} does not refuse stale files:\n{stderr}", arguments.join(" "))))
            }
        }
    }

    fn cargo(&self, package: &str, arguments: &[&str]) -> Result<String, Stop> {
        let output = self.output(package, arguments)?;
        match output.status.success() {
            true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
            false => {
                let stderr = String::from_utf8_lossy(&output.stderr);
                Err(Stop::Refused(format!("cargo {} failed in {package}:\n{stderr}", arguments.join(" "))))
            }
        }
    }

    fn output(&self, package: &str, arguments: &[&str]) -> Result<Output, Stop> {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let (subcommand, rest) = arguments.split_at(1);
        Command::new(cargo)
            .args(subcommand)
            // All dependencies are those of this workspace.
            .args(["--quiet", "--offline"])
            .args(rest)
            .current_dir(self.scratch.join(package))
            .env("CARGO_TARGET_DIR", self.root.join("target/library"))
            .env("RUSTFLAGS", "-D warnings")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .output()
            .map_err(|error| Stop::Usage(format!("cannot run cargo: {error}")))
    }
}

/// Returns the blocks of code of a page, by the last line of prose before them.
fn blocks(page: &str) -> BTreeMap<String, String> {
    let mut blocks = BTreeMap::new();
    let (mut before, mut open): (&str, Option<String>) = ("", None);
    for line in page.lines() {
        match &mut open {
            Some(text) if line.starts_with("```") => {
                blocks.insert(before.to_owned(), std::mem::take(text));
                open = None;
            }
            Some(text) => {
                text.push_str(line);
                text.push('\n');
            }
            None if line.starts_with("```") => open = Some(String::new()),
            None if line.is_empty() => {}
            None => before = line,
        }
    }
    blocks
}

fn read(path: &Path) -> Result<String, Stop> {
    fs::read_to_string(path).map_err(|error| Stop::Usage(format!("cannot read {}: {error}", path.display())))
}

fn write(path: &Path, text: &str) -> Result<(), Stop> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(path, text));
    written.map_err(|error| Stop::Refused(format!("cannot write {}: {error}", path.display())))
}
