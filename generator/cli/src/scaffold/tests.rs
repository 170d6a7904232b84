//! Names of crates and members of workspaces. Must not fetch or generate.

use std::fs;

use super::workspace::{Workspace, joined};
use super::{from_title, is_valid};

#[test]
fn titles_become_valid_names() {
    let cases = [
        ("Redocly Museum API", "redocly-museum-api"),
        ("Swagger Petstore - OpenAPI 3.0", "swagger-petstore-openapi-3-0"),
        ("Pet's", "pets"),
        ("3D Things", "api-3d-things"),
        ("東京", "api-client"),
        ("", "api-client"),
        ("Core", "core-client"),
        ("serde_json", "serde-json-client"),
        ("Bad Name", "bad-name"),
        ("Spotify Web API with fixes and improvements", "spotify-web-api-with-fixes-and"),
    ];
    for (title, name) in cases {
        assert_eq!(from_title(title), name, "{title}");
        assert!(is_valid(name));
    }
    assert!(!is_valid("Bad") && !is_valid("1a") && !is_valid("") && !is_valid("std"));
}

#[test]
fn a_crate_joins_the_workspace_around_it() {
    let dir = tempfile::tempdir().unwrap();
    let manifest = dir.path().join("Cargo.toml");
    let new = dir.path().join("clients/museum");
    assert_eq!(joined(&new).unwrap(), Workspace::None);
    fs::write(&manifest, "[workspace]\nmembers = [\n    \"a\",\n    \"b\", # the second\n]\n").unwrap();
    let Workspace::Joined(path, text) = joined(&new).unwrap() else { panic!("it is not a member yet") };
    assert_eq!(path, manifest);
    assert!(text.contains("    \"clients/museum\"") && text.contains("# the second"), "{text}");
    fs::write(&manifest, "[workspace]\nmembers = [\"clients/*\"]\n").unwrap();
    assert_eq!(joined(&new).unwrap(), Workspace::Member);
    fs::write(&manifest, "[workspace]\nexclude = [\"clients\"]\n").unwrap();
    assert_eq!(joined(&new).unwrap(), Workspace::None);
    fs::write(&manifest, "[workspace\n").unwrap();
    assert!(joined(&new).unwrap_err().to_string().contains("Cargo.toml"));
}
