//! Configurations that are read, and the messages about those that are not. Must not generate.

use std::path::Path;

use super::{Config, Runtime, from_manifest, keys};

fn read(text: &str) -> Result<Option<Config>, String> {
    from_manifest(Path::new("Cargo.toml"), text).map_err(|error| error.to_string())
}

#[test]
fn every_key_is_read() {
    let text = "[package]\nname = \"a\"\n[package.metadata.other]\nx = 1\n[package.metadata.clientwright]\n\
                description = \"api.yaml\"\noverlays = [\"o.yaml\"]\nroot = \"..\"\nonly = [\"pets\"]\nlenient = true\n\
                strict = true\ntests = true\nruntime = { path = \"../runtime\", version = \"0.1\" }\n\
                [package.metadata.clientwright.source]\nurl = \"https://example.com/api.yaml\"\nsha256 = \"00\"\nheaders = []\n";
    let config = read(text).unwrap().unwrap();
    assert_eq!(config.description.as_deref(), Some(Path::new("api.yaml")));
    assert_eq!(config.only, ["pets"]);
    assert!(config.lenient && config.strict && config.tests);
    let Runtime::Dependency(pairs) = &config.runtime else { panic!("{:?}", config.runtime) };
    assert!(pairs.contains(&("path".to_owned(), "\"../runtime\"".to_owned())), "{pairs:?}");
    assert_eq!(config.source.unwrap().url, "https://example.com/api.yaml");
    for key in keys::CONFIG {
        assert!(text.contains(&format!("{key} =")) || text.contains(&format!(".{key}]")), "{key} is not tested");
    }
}

#[test]
fn a_manifest_without_the_table_has_no_configuration() {
    assert_eq!(read("[package]\nname = \"a\"\n"), Ok(None));
    assert_eq!(read("[workspace]\n"), Ok(None));
}

#[test]
fn unknown_keys_are_errors_with_the_nearest_key() {
    let error =
        read("[package]\nname = \"a\"\n[package.metadata.clientwright]\n  descripton = \"a.yaml\"\n").unwrap_err();
    assert_eq!(error, "Cargo.toml: unknown key `descripton`\n --> Cargo.toml:4:3\nhelp: use `description`");
    let inline = "package.metadata.clientwright = { source = { ulr = 1, url = \"u\" } }\n";
    let error = read(inline).unwrap_err();
    assert_eq!(error, "Cargo.toml: unknown key `source.ulr`\n --> Cargo.toml:1:46\nhelp: use `url`");
    let error = read("[package.metadata.clientwright]\nzzz = 1\n").unwrap_err();
    assert!(
        error.starts_with(
            "Cargo.toml: unknown key `zzz`\n --> Cargo.toml:2:1\nhelp: remove it; the keys are `description`"
        ),
        "{error}"
    );
}

#[test]
fn wrong_values_have_a_location() {
    let error = read("[package.metadata.clientwright]\nlenient = \"yes\"\n").unwrap_err();
    assert!(error.contains("expected a boolean") && error.contains("Cargo.toml:2:11"), "{error}");
    let error = read("[package.metadata.clientwright]\nruntime = 1\n").unwrap_err();
    assert!(error.contains("`runtime` is `\"vendored\"`") && error.contains("Cargo.toml:2:"), "{error}");
    let error = read("[package\n").unwrap_err();
    assert!(error.contains("Cargo.toml:1:"), "{error}");
}
