//! Runs the command in folders of its own, and serves files over HTTP.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};

/// A small description.
pub(crate) const PARCELS: &str = r##"openapi: 3.1.0
info: { title: Parcels API, version: "2" }
servers: [{ url: "https://api.parcels.example/v2" }]
paths:
  /parcels/{id}:
    get:
      operationId: getParcel
      tags: [parcels]
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { "200": { description: A parcel., content: { application/json: { schema: { $ref: "#/components/schemas/Parcel" } } } } }
components:
  schemas:
    Parcel: { type: object, required: [id], properties: { id: { type: string }, weight: { type: integer } } }
"##;

/// The output of a command.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs the command in a folder.
pub(crate) fn run(dir: &Path, arguments: &[&str]) -> Ran {
    run_with(dir, arguments, &[])
}

/// Runs the command with environment variables.
pub(crate) fn run_with(dir: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Ran {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).envs(variables.iter().copied());
    output_of(command, dir)
}

/// The path of the command.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_clientwright");

/// Runs a program in a folder, without proxies.
pub(crate) fn output_of(mut command: Command, dir: &Path) -> Ran {
    command.current_dir(dir);
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
        command.env_remove(name);
    }
    ran(command.output().unwrap())
}

/// Returns the output of a program that has ended.
pub(crate) fn ran(output: std::process::Output) -> Ran {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap_or(-1), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// A folder with the description in it.
pub(crate) fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("parcels.yaml"), PARCELS).unwrap();
    dir
}

/// All files and folders below a folder, with the texts of files.
pub(crate) fn files(dir: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(dir).unwrap().display().to_string();
            // Links may lead nowhere.
            if path.is_dir() {
                found.insert(format!("{name}/"), String::new());
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).unwrap_or_default();
                found.insert(name, String::from_utf8_lossy(&bytes).into_owned());
            }
        }
    }
    found
}

/// The responses of a server, by path: status, further header lines, body.
pub(crate) type Routes = Arc<Mutex<BTreeMap<&'static str, (u16, &'static str, Vec<u8>)>>>;

/// Serves `routes` on loopback until the process ends. Returns the base URL and the requests that arrive.
pub(crate) fn serve(routes: &Routes) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (routes, seen) = (routes.clone(), Arc::new(Mutex::new(Vec::new())));
    let requests = seen.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let head: Vec<String> = lines.map(Result::unwrap).take_while(|line| !line.is_empty()).collect();
            let path = head[0].split(' ').nth(1).unwrap().to_owned();
            requests.lock().unwrap().push(head.join("\n"));
            let routes = routes.lock().unwrap();
            let missing = (404, "", b"nothing here".to_vec());
            let (status, headers, body) = routes.get(path.as_str()).unwrap_or(&missing);
            let head =
                format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n{headers}\r\n", body.len());
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
        }
    });
    (url, seen)
}
