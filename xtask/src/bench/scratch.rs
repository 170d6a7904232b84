//! The scratch workspace: a library for each form, and programs that use all of its types or one.

use std::fs;
use std::path::{Path, PathBuf};

use super::forms::{self, Document, Form};
use super::measure::{self, Usage};
use super::speed;
use crate::stop::Stop;

/// A folder with a workspace.
pub(super) struct Scratch {
    dir: PathBuf,
}

/// A built program.
pub(super) struct Built {
    pub(super) usage: Usage,
    pub(super) size: u64,
}

impl Built {
    /// `12.3 s, 450 MB, 5.9 MB`: user time, peak memory, stripped size.
    pub(super) fn show(&self) -> String {
        format!("{}; {:.1} MB", self.usage.show(), self.size as f64 / 1e6)
    }
}

impl Scratch {
    /// With the packages for the forms of types.
    pub(super) fn for_types(dir: &Path) -> Result<Scratch, Stop> {
        let mut members: Vec<String> = vec!["speed".to_owned()];
        for form in Form::ALL {
            members.extend([form.package().to_owned(), program(form, true), program(form, false)]);
        }
        Scratch::new(dir, &members)
    }

    /// Makes the folder, or takes the one of an earlier run with what is compiled there.
    pub(super) fn new<T: AsRef<str>>(dir: &Path, members: &[T]) -> Result<Scratch, Stop> {
        let scratch = Scratch { dir: dir.to_path_buf() };
        let members = members.iter().map(|member| format!("{:?}", member.as_ref())).collect::<Vec<_>>().join(", ");
        let strip = "[profile.release]\nstrip = true\n[profile.dev]\nstrip = true\ndebug = false\n";
        scratch.write("Cargo.toml", &format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n{strip}"))?;
        Ok(scratch)
    }

    pub(super) fn write(&self, path: &str, text: &str) -> Result<(), Stop> {
        let path = self.dir.join(path);
        let folder = path.parent().unwrap_or(&self.dir);
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&path, text))
            .map_err(|error| Stop::io("write", &path, &error))
    }

    /// Writes the libraries and programs for a document.
    pub(super) fn fill(&self, document: &Document) -> Result<(), Stop> {
        for form in Form::ALL {
            let package = form.package();
            match form {
                Form::Derive => {
                    let needs = "serde = { version = \"1\", features = [\"derive\"] }\n";
                    self.write(&format!("{package}/Cargo.toml"), &manifest(package, needs))?;
                    self.write(&format!("{package}/src/lib.rs"), &document.derived)?;
                }
                Form::MirrorDerived | Form::Mirror => {
                    let text =
                        crate::manifest::edited(None, package, &document.output.manifest).map_err(Stop::Refused)?;
                    self.write(&format!("{package}/Cargo.toml"), &text)?;
                    for (path, text) in &document.output.files {
                        self.write(&format!("{package}/{path}"), &forms::file(form, path, text))?;
                    }
                }
            }
            self.programs(form, document.rows.len())?;
        }
        let runtime = std::env::current_dir().unwrap_or_default().join("generator/runtime");
        let needs = format!(
            "derived = {{ path = \"../derived\" }}\nmirror = {{ path = \"../mirror\" }}\nserde_json = \"1\"\n\
             clientwright-runtime = {{ path = {:?}, default-features = false }}\n",
            runtime.display().to_string()
        );
        self.write("speed/Cargo.toml", &manifest("speed", &needs))?;
        self.write("speed/src/main.rs", &speed::program(document.rows.len()))
    }

    fn programs(&self, form: Form, count: usize) -> Result<(), Stop> {
        for all in [true, false] {
            let name = program(form, all);
            let needs = format!("{} = {{ path = \"../{0}\" }}\nserde = \"1\"\nserde_json = \"1\"\n", form.package());
            let calls: String = (0..count)
                .filter(|number| all || *number == count / 2)
                .map(|number| format!("    sum += used::<{}>(&text);\n", form.path(number)))
                .collect();
            self.write(&format!("{name}/Cargo.toml"), &manifest(&name, &needs))?;
            self.write(&format!("{name}/src/main.rs"), &USES.replace("CALLS", &calls))?;
        }
        Ok(())
    }

    /// Compiles what all forms depend on, so that no figure holds it.
    pub(super) fn prepare(&self) -> Result<(), Stop> {
        measure::run(&self.dir, &["cargo", "check", "--workspace"])?;
        Ok(())
    }

    /// `cargo check` of each library alone; the median of several rounds.
    pub(super) fn check(&self, rounds: usize) -> Result<Vec<Usage>, Stop> {
        let mut all = vec![Vec::new(); Form::ALL.len()];
        for _ in 0..rounds.max(1) {
            for (form, usages) in Form::ALL.iter().zip(&mut all) {
                self.touch(form.package())?;
                usages.push(measure::run(&self.dir, &["cargo", "check", "-p", form.package()])?);
            }
        }
        Ok(all.into_iter().map(median).collect())
    }

    pub(super) fn touch(&self, package: &str) -> Result<(), Stop> {
        self.touch_file(&format!("{package}/src/lib.rs"))
    }

    pub(super) fn touch_file(&self, path: &str) -> Result<(), Stop> {
        let path = self.dir.join(path);
        let now = fs::File::options()
            .append(true)
            .open(&path)
            .and_then(|file| file.set_modified(std::time::SystemTime::now()));
        now.map_err(|error| Stop::io("touch", &path, &error))
    }

    /// Debug with all types used, release with all, release with one: library and program.
    pub(super) fn build(&self, form: Form) -> Result<Vec<Built>, Stop> {
        let kinds = [(true, false), (true, true), (false, true)];
        kinds
            .iter()
            .map(|(all, release)| {
                let name = program(form, *all);
                let command: Vec<&str> =
                    ["cargo", "build", "-p", &name].into_iter().chain(release.then_some("--release")).collect();
                // What both depend on first; then the library and the program once more.
                measure::run(&self.dir, &command)?;
                self.touch(form.package())?;
                let usage = measure::run(&self.dir, &command)?;
                let path = self.dir.join("target").join(if *release { "release" } else { "debug" }).join(&name);
                let size = fs::metadata(&path).map_err(|error| Stop::io("read", &path, &error))?.len();
                Ok(Built { usage, size })
            })
            .collect()
    }

    /// Decoding and encoding beside derive's, in one process.
    pub(super) fn speed(&self, document: &Document) -> Result<String, Stop> {
        self.write("values.json", &speed::values(&document.rows))?;
        let output = std::process::Command::new("cargo")
            .args(["run", "--release", "-q", "-p", "speed"])
            .current_dir(&self.dir)
            .env("CARGO_TARGET_DIR", "target")
            .output()
            .map_err(|error| Stop::Usage(format!("cannot run cargo: {error}")))?;
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        } else {
            Err(Stop::Refused(String::from_utf8_lossy(&output.stderr).into_owned()))
        }
    }
}

pub(super) fn median(mut usages: Vec<Usage>) -> Usage {
    usages.sort_by_key(|usage| usage.user);
    usages.get(usages.len() / 2).copied().unwrap_or_default()
}

fn program(form: Form, all: bool) -> String {
    format!("{}-{}", form.package(), if all { "all" } else { "one" })
}

pub(super) fn manifest(name: &str, needs: &str) -> String {
    format!("[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\n{needs}")
}

const USES: &str = r#"use std::fmt::Debug;
fn used<T: Debug + Clone + PartialEq + serde::Serialize + serde::de::DeserializeOwned>(text: &str) -> usize {
    let Ok(value) = serde_json::from_str::<T>(text) else { return 1 };
    let copy = value.clone();
    let size = serde_json::to_string(&copy).map_or(0, |text| text.len()) + format!("{value:?}").len();
    size + usize::from(copy == value)
}
fn main() {
    let text = std::env::args().nth(1).unwrap_or_default();
    let mut sum = 0;
CALLS    println!("{sum}");
}
"#;
