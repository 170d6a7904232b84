//! Full disks, folders that cannot be read, and Ctrl-C: nothing is half written.

use std::fs;
use std::io::Read;
use std::net::TcpListener;
use std::os::unix::fs::symlink;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::support::{PARCELS, PROGRAM, Ran, files, folder, output_of, ran, run};

/// The exit code after Ctrl-C, as shells report it.
const INTERRUPTED: i32 = 130;

/// The number of the signal.
const SIGINT: i32 = 2;

/// Runs the command on a disk that has no room for files of more than a few kilobytes. `ulimit -f` counts blocks of 512 or
/// 1,024 bytes; without the signal, the write of a larger file fails, as on a full disk.
fn run_on_full_disk(dir: &Path, arguments: &[&str]) -> Ran {
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' XFSZ && ulimit -f 8 && exec \"$0\" \"$@\"", PROGRAM]).args(arguments);
    output_of(command, dir)
}

fn check_full(ran: &Ran) {
    assert_eq!(ran.code, 1, "{ran:?}");
    assert_eq!(ran.stderr.lines().filter(|line| line.starts_with("error")).count(), 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("error: cannot write `"), "{}", ran.stderr);
    assert!(ran.stderr.contains("help: nothing was changed; free space"), "{}", ran.stderr);
}

#[test]
fn a_full_disk_changes_nothing() {
    let dir = folder();
    let before = files(dir.path());
    check_full(&run_on_full_disk(dir.path(), &["new", "parcels.yaml", "clients/of/parcels"]));
    check_full(&run_on_full_disk(dir.path(), &["vendor-runtime", "runtime"]));
    assert_eq!(files(dir.path()), before);

    assert_eq!(run(dir.path(), &["new", "parcels.yaml", "client"]).code, 0);
    let client = dir.path().join("client");
    let properties: String = (0..400).map(|number| format!("property{number}: {{ type: string }}, ")).collect();
    fs::write(client.join("parcels.yaml"), PARCELS.replace("weight: { type: integer }", &properties)).unwrap();
    let before = files(&client);
    check_full(&run_on_full_disk(&client, &["generate"]));
    assert_eq!(files(&client), before);
    assert_eq!(run(&client, &["generate"]).code, 0);
}

/// Root reads everything, so that permissions show nothing. Nobody reads a link to itself.
#[test]
fn folders_that_cannot_be_read_are_named() {
    let dir = folder();
    symlink("loop", dir.path().join("loop")).unwrap();
    let before = files(dir.path());
    let cases: [(&[&str], &[&str]); 6] = [
        (&["new", "loop"], &["cannot read `loop`"]),
        (&["new", "loop/parcels.yaml"], &["cannot read `loop/parcels.yaml`"]),
        (&["new", "parcels.yaml", "loop"], &["cannot use `loop`", "name another folder"]),
        (&["new", "parcels.yaml", "loop/client"], &["cannot use `loop/client`", "name another folder"]),
        (&["new", "parcels.yaml", "parcels.yaml"], &["cannot use `parcels.yaml`", "name another folder"]),
        (&["generate", "loop"], &["cannot read `loop/Cargo.toml`"]),
    ];
    for (arguments, parts) in cases {
        let ran = run(dir.path(), arguments);
        assert_eq!(ran.code, 2, "{arguments:?}: {ran:?}");
        assert_eq!(ran.stderr.lines().filter(|line| line.starts_with("error")).count(), 1, "{arguments:?}: {ran:?}");
        assert!(parts.iter().all(|part| ran.stderr.contains(part)), "{arguments:?}: {}", ran.stderr);
        assert_eq!(files(dir.path()), before, "{arguments:?}");
    }
}

#[test]
fn a_client_whose_sources_cannot_be_read_is_not_changed() {
    let dir = folder();
    assert_eq!(run(dir.path(), &["new", "parcels.yaml", "client"]).code, 0);
    let client = dir.path().join("client");
    fs::remove_dir_all(client.join("src/runtime")).unwrap();
    symlink("runtime", client.join("src/runtime")).unwrap();
    let before = files(&client);
    let ran = run(&client, &["generate"]);
    assert_eq!(ran.stderr.lines().filter(|line| line.starts_with("error")).count(), 1, "{ran:?}");
    assert!(ran.code != 0 && ran.stderr.contains("src/runtime"), "{ran:?}");
    assert_eq!(files(&client), before);
}

fn start(dir: &Path, arguments: &[&str]) -> Child {
    let mut command = Command::new(PROGRAM);
    command.current_dir(dir).args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
        command.env_remove(name);
    }
    command.spawn().unwrap()
}

/// Sends SIGINT, as Ctrl-C does, and returns the output.
fn interrupt(child: Child) -> Ran {
    // The process may have ended already.
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).stderr(Stdio::null()).status();
    sent.unwrap();
    let output = child.wait_with_output().unwrap();
    match output.status.signal() {
        None => ran(output),
        // The signal arrived before the command could handle it, and ended the process.
        Some(signal) => {
            assert_eq!(signal, SIGINT);
            Ran { code: INTERRUPTED, ..ran(output) }
        }
    }
}

#[test]
fn ctrl_c_while_fetching_creates_nothing() {
    let dir = folder();
    let before = files(dir.path());
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/openapi.yaml", server.local_addr().unwrap());
    let child = start(dir.path(), &["new", &url, "clients/parcels"]);
    // The server receives the request and never responds.
    let (mut stream, _) = server.accept().unwrap();
    assert!(stream.read(&mut [0; 1024]).unwrap() > 0);
    let ran = interrupt(child);
    assert_eq!(ran.code, INTERRUPTED, "{ran:?}");
    assert_eq!(files(dir.path()), before);
}

#[test]
fn ctrl_c_while_reading_changes_nothing() {
    let dir = folder();
    assert_eq!(run(dir.path(), &["new", "parcels.yaml", "client"]).code, 0);
    let client = dir.path().join("client");
    fs::remove_file(client.join("parcels.yaml")).unwrap();
    // Reading a pipe waits for somebody who writes to it.
    assert!(Command::new("mkfifo").arg(client.join("parcels.yaml")).status().unwrap().success());
    let source = fs::read_to_string(client.join("src/types.rs")).unwrap();
    let child = start(&client, &["generate", "--new-names"]);
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(interrupt(child).code, INTERRUPTED);
    assert_eq!(fs::read_to_string(client.join("src/types.rs")).unwrap(), source);
}

/// Whenever the signal arrives, the folder has all files or none. The delays are around the time at which files are written.
#[test]
fn ctrl_c_at_any_time_leaves_all_files_or_none() {
    let dir = folder();
    assert_eq!(run(dir.path(), &["new", "parcels.yaml", "expected", "--name", "client"]).code, 0);
    let expected = files(&dir.path().join("expected"));
    let (mut interrupted, mut undone, mut written) = (0, 0, 0);
    for step in 0..40 {
        let client = dir.path().join(format!("clients-{step}/client"));
        let child = start(dir.path(), &["new", "parcels.yaml", &client.display().to_string(), "--name", "client"]);
        if step % 2 == 0 {
            std::thread::sleep(Duration::from_millis(step * 5));
        } else {
            wait_for(client.parent().unwrap(), Duration::from_micros(step * 300));
        }
        let ran = interrupt(child);
        match client.parent().unwrap().exists() {
            true => {
                assert_eq!(files(&client), expected, "step {step}: {ran:?}");
                written += 1;
            }
            false => {
                assert_eq!(ran.code, INTERRUPTED, "step {step}: {ran:?}");
                interrupted += 1;
                undone += usize::from(ran.stderr.contains("interrupted; nothing was changed"));
            }
        }
    }
    println!("{interrupted} interrupted, {undone} of them while writing; {written} completed");
    assert!(interrupted > 0, "no run was interrupted");
}

/// Waits until a folder appears, which is the start of writing, and a while longer.
fn wait_for(folder: &Path, longer: Duration) {
    for _ in 0..20_000 {
        if folder.exists() {
            std::thread::sleep(longer);
            return;
        }
        std::thread::sleep(Duration::from_micros(500));
    }
}
