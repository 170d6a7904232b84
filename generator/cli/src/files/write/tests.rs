//! Tests that a failure at any step of writing leaves the folder unchanged. Must not know how many
//! steps there are.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::super::disk::{Disk, RealDisk};
use super::{Changes, apply};

/// A disk whose step number `fails` fails, as on a full disk. With `dead`, all later steps fail
/// too, as after a kill.
struct Failing {
    disk: RealDisk,
    step: usize,
    fails: usize,
    dead: bool,
}

impl Failing {
    fn step(&mut self) -> io::Result<()> {
        self.step += 1;
        let fails = if self.dead { self.step >= self.fails } else { self.step == self.fails };
        if fails { Err(io::Error::other("no space left")) } else { Ok(()) }
    }
}

impl Disk for Failing {
    fn create_dir(&mut self, path: &Path) -> io::Result<()> {
        self.step().and_then(|()| self.disk.create_dir(path))
    }
    fn write(&mut self, path: &Path, text: &str) -> io::Result<()> {
        let failed = self.step();
        // A full disk writes a part of the file.
        let part = if failed.is_ok() { text } else { &text[..text.len() / 2] };
        self.disk.write(path, part).and(failed)
    }
    fn link(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        self.step().and_then(|()| self.disk.link(from, to))
    }
    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        self.step().and_then(|()| self.disk.rename(from, to))
    }
    fn remove_dir(&mut self, path: &Path) -> io::Result<()> {
        self.step().and_then(|()| self.disk.remove_dir(path))
    }
    fn remove(&mut self, path: &Path) -> io::Result<()> {
        self.step().and_then(|()| self.disk.remove(path))
    }
}

fn workshop() -> (tempfile::TempDir, Changes<'static>) {
    let dir = tempfile::tempdir().unwrap();
    for name in ["a.rs", "b.rs", "old.rs"] {
        fs::write(dir.path().join(name), format!("old {name}")).unwrap();
    }
    let write = ["a.rs", "new/c.rs", "b.rs"].map(|name| (dir.path().join(name), format!("new {name}").into()));
    let changes = Changes { write: write.to_vec(), remove: vec![dir.path().join("old.rs")] };
    (dir, changes)
}

fn files(dir: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap());
        }
    }
    found
}

fn disk(fails: usize, dead: bool) -> Failing {
    Failing { disk: RealDisk, step: 0, fails, dead }
}

#[test]
fn all_is_written_and_nothing_is_left_beside() {
    let (dir, changes) = workshop();
    apply(&changes, &mut RealDisk).unwrap();
    let expected = [("a.rs", "new a.rs"), ("b.rs", "new b.rs"), ("c.rs", "new new/c.rs")];
    assert_eq!(files(dir.path()), expected.map(|(name, text)| (name.to_owned(), text.to_owned())).into());
}

#[test]
fn whatever_fails_everything_is_as_before() {
    let mut failed = 0;
    for step in 1..40 {
        let (dir, changes) = workshop();
        let before = files(dir.path());
        match apply(&changes, &mut disk(step, false)) {
            Err(_) => {
                failed += 1;
                assert_eq!(files(dir.path()), before, "step {step}");
                assert!(!dir.path().join("new").exists(), "step {step}: the new folder is left");
            }
            // Only temporary files could not be removed, or there was no such step.
            Ok(()) => assert_eq!(fs::read_to_string(dir.path().join("a.rs")).unwrap(), "new a.rs", "step {step}"),
        }
    }
    assert!(failed >= 10, "{failed}");
}

#[test]
fn after_a_kill_every_file_is_whole_and_the_next_run_completes() {
    for step in 1..40 {
        let (dir, changes) = workshop();
        let _ = apply(&changes, &mut disk(step, true));
        for name in ["a.rs", "b.rs"] {
            let text = fs::read_to_string(dir.path().join(name)).unwrap();
            assert!(text == format!("old {name}") || text == format!("new {name}"), "step {step}: {text}");
        }
        // Does what the next run would do: it removes temporary files, and writes the missing ones.
        for (name, _) in files(dir.path()).iter().filter(|(name, _)| name.contains("clientwright-")) {
            let _ =
                fs::remove_file(dir.path().join(name)).or_else(|_| fs::remove_file(dir.path().join("new").join(name)));
        }
        let rest = Changes {
            remove: changes.remove.iter().filter(|path| path.exists()).cloned().collect(),
            write: changes.write.clone(),
        };
        apply(&rest, &mut RealDisk).unwrap();
        assert_eq!(files(dir.path()).len(), 3, "step {step}");
    }
}
