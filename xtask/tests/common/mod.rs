//! Helpers of the tests of the command line: running it, and folders. Must not know the tests.
// Each test file uses some of them.
#![allow(dead_code, unreachable_pub)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The root of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Runs `xtask` in a folder.
pub fn xtask(dir: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask")).current_dir(dir).args(arguments).output().unwrap()
}

/// Returns exit code, stdout and stderr.
pub fn outputs(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

/// Runs cargo offline, with a shared target folder and shared flags, so that dependencies are only
/// built once.
pub fn cargo(dir: &Path, arguments: &[&str]) -> (bool, String) {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let out = Command::new(cargo)
        .current_dir(dir)
        .args(arguments)
        .arg("--offline")
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("scratch"))
        .env("RUSTFLAGS", "-D warnings -W missing_docs -W unreachable_pub")
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .output()
        .unwrap();
    (out.status.success(), String::from_utf8_lossy(&out.stderr).into_owned())
}

/// Copies a folder without build output.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap().path();
        let name = entry.file_name().unwrap();
        if entry.is_dir() {
            if name != "target" && name != ".git" {
                copy(&entry, &to.join(name));
            }
        } else {
            fs::copy(&entry, to.join(name)).unwrap();
        }
    }
}

/// A description of another vendor with the same kind of operations.
pub const OTHER: &str = r##"openapi: 3.1.0
info: { title: Parcels, version: "2" }
servers: [{ url: "https://api.parcels.example/v2", x-env: PARCELS_URL }]
x-error-message: [/error/text]
security: [{ key: [] }]
tags: [{ name: Parcels }]
paths:
  /parcels:
    post:
      operationId: createParcel
      tags: [Parcels]
      requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/NewParcel" } } } }
      responses: { "201": { description: made, content: { application/json: { schema: { $ref: "#/components/schemas/Parcel" } } } } }
  /parcels/{parcelId}/action:
    post:
      operationId: triggerAction
      tags: [Parcels]
      parameters: [{ name: parcelId, in: path, required: true, schema: { type: string } }]
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [action], properties: { action: { type: string, enum: [ship] } } } } } }
      responses: { "200": { description: done, content: { application/json: { schema: { $ref: "#/components/schemas/Parcel" } } } } }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key, x-env: PARCELS_KEY } }
  schemas:
    NewParcel: { type: object, required: [weight], properties: { weight: { type: number }, note: { type: string } } }
    Parcel: { type: object, required: [id], properties: { id: { type: string }, weight: { type: number } } }
"##;
