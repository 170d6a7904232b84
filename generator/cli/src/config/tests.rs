//! Configurations that are read, and the messages about those that are not. Must not generate.

use std::path::Path;

use super::{Config, Runtime, from_file, from_manifest, keys};

fn read(text: &str) -> Result<Option<Config>, String> {
    from_manifest(Path::new("Cargo.toml"), text).map_err(|error| error.to_string())
}

#[test]
fn every_key_is_read() {
    let text = "[package]\nname = \"a\"\n[package.metadata.other]\nx = 1\n[package.metadata.clientwright]\n\
                description = \"api.yaml\"\noverlays = [\"o.yaml\"]\nroot = \"..\"\nonly = [\"pets\"]\nlenient = true\n\
                strict = true\ntests = true\nruntime = { path = \"../runtime\", version = \"0.1\" }\n\
                types = { Money = \"money::Money\" }\nformats = \"jiff\"\nuuid = \"uuid\"\nintegers = \"unsigned\"\n\
                dependencies = { money = \"1\" }\n\
                [package.metadata.clientwright.source]\nurl = \"https://example.com/api.yaml\"\nsha256 = \"00\"\nheaders = []\n";
    let config = read(text).unwrap().unwrap();
    assert_eq!(config.description.as_deref(), Some(Path::new("api.yaml")));
    assert_eq!(config.only, ["pets"]);
    assert!(config.lenient && config.strict && config.tests);
    let Runtime::Dependency(pairs) = &config.runtime else { panic!("{:?}", config.runtime) };
    assert!(pairs.contains(&("path".to_owned(), "\"../runtime\"".to_owned())), "{pairs:?}");
    let types = super::type_options(&config);
    assert_eq!(types.schemas, [("Money".to_owned(), "money::Money".to_owned())]);
    assert_eq!((types.dates, types.uuid), (clientwright::DateTypes::Jiff, true));
    assert_eq!(types.integers, clientwright::IntegerTypes::Unsigned);
    assert_eq!(types.dependencies, [("money".to_owned(), "\"1\"".to_owned())]);
    assert_eq!(config.source.unwrap().url, "https://example.com/api.yaml");
    for key in keys::CONFIG.iter().filter(|key| !["features", "folder"].contains(key)) {
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
            "Cargo.toml: unknown key `zzz`\n --> Cargo.toml:2:1\nhelp: remove it; the keys are `dependencies`"
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
    let error = read("[package.metadata.clientwright]\nformats = \"jif\"\n").unwrap_err();
    assert!(error.contains("`formats` is `\"text\"`, `\"jiff\"`") && error.contains("Cargo.toml:2:"), "{error}");
    let error = read("[package\n").unwrap_err();
    assert!(error.contains("Cargo.toml:1:"), "{error}");
}

fn modules(text: &str) -> Result<std::collections::BTreeMap<String, Config>, String> {
    from_file(Path::new("clientwright.toml"), text).map_err(|error| error.to_string())
}

#[test]
fn modules_are_read_by_name() {
    let text = "[module.api]\ndescription = \"api.yaml\"\nfeatures = [\"blocking\"]\nfolder = \"src/clients/api\"\n\
                [module.api.source]\nurl = \"https://example.com\"\n[module.other]\n";
    let read = modules(text).unwrap();
    assert_eq!(read.keys().collect::<Vec<_>>(), ["api", "other"]);
    assert_eq!(read["api"].features.as_deref(), Some(&["blocking".to_owned()][..]));
    assert_eq!(read["api"].folder.as_deref(), Some(Path::new("src/clients/api")));
    assert_eq!(read["other"], Config::default());
    assert!(modules("").unwrap().is_empty());
}

#[test]
fn mistakes_in_modules_have_a_location() {
    let cases = [
        ("[module.api]\nfeature = []\n", "unknown key `feature`\n --> clientwright.toml:2:1\nhelp: use `features`"),
        ("[modul.api]\n", "unknown key `modul`\n --> clientwright.toml:1:2\nhelp: use `module`"),
        ("[module.api.source]\nurl = \"u\"\nhash = 1\n", "unknown key `source.hash`\n --> clientwright.toml:3:1"),
        ("[module.api]\nkeys = []\n", "unknown key `keys`\n --> clientwright.toml:2:1"),
        ("[module.my-api]\n", "`my-api` is not a valid name for a module\n --> clientwright.toml:1:9"),
        ("[module.type]\n", "`type` is not a valid name for a module"),
        ("[module.a]\nfolder = \"../b\"\n", "the folder of a module is in the crate\n --> clientwright.toml:2:1"),
        ("[module.a]\ntests = true\n", "tests are generated for packages only\n --> clientwright.toml:2:1"),
    ];
    for (text, message) in cases {
        let error = modules(text).unwrap_err();
        assert!(error.contains(message), "{error}");
    }
    let error = read("[package.metadata.clientwright]\nfeatures = []\n").unwrap_err();
    assert!(error.contains("`features` is a key of modules") && error.contains("Cargo.toml:2:1"), "{error}");
}

#[test]
fn formats_may_be_a_table() {
    let text =
        "[package.metadata.clientwright]\nformats = { date-time = \"jiff::Timestamp\", unix-time = \"my::Seconds\" }\n";
    let types = super::type_options(&read(text).unwrap().unwrap());
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    assert_eq!(types.formats, [pair("date-time", "jiff::Timestamp"), pair("unix-time", "my::Seconds")]);
    assert_eq!(types.dates, clientwright::DateTypes::Text);
}
