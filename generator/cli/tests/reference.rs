//! Writes the reference of the configuration, `generator/guide/configuration.md`, from the types that read it.
//!
//! The test fails if the page differs from the types. `UPDATE=1 cargo test -p clientwright-cli --test reference` writes it.

use std::fmt::Write as _;
use std::path::Path;

use quote::ToTokens;
use syn::{Attribute, Expr, ExprLit, Fields, Item, ItemStruct, Lit, Meta};

const INTRODUCTION: &str = "# Configuration

A client is configured in `[package.metadata.clientwright]` of its Cargo.toml. Options of the
command line override it for one run. Unknown keys are errors. Paths are relative to the folder of
the file.

```toml
[package.metadata.clientwright]
description = \"openapi.yaml\"
overlays = [\"fixes.yaml\"]
only = [\"pets\"]
tests = true
```

[Modules of a crate](modules.md) are configured in `clientwright.toml`, next to the Cargo.toml of
the crate. Each has a table with the same keys:

```toml
[module.api]
description = \"openapi/api.yaml\"
features = [\"blocking\", \"rustls\"]
```

This page is generated from the types that read the configuration.
";

#[test]
fn the_page_is_generated_from_the_types() {
    let source = include_str!("../src/config.rs");
    let file = syn::parse_file(source).unwrap();
    let structs = |name: &str| {
        let found = file.items.iter().find_map(|item| match item {
            Item::Struct(item) if item.ident == name => Some(item),
            _ => None,
        });
        found.unwrap_or_else(|| panic!("config.rs has no struct {name}"))
    };
    let mut page = INTRODUCTION.to_owned();
    section(&mut page, "Keys", "", structs("Config"));
    section(&mut page, "Keys of `source`", "source.", structs("Source"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../guide/configuration.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == page, "run `UPDATE=1 cargo test -p clientwright-cli --test reference`");
}

fn section(page: &mut String, title: &str, prefix: &str, item: &ItemStruct) {
    let Fields::Named(fields) = &item.fields else { panic!("{} has no named fields", item.ident) };
    write!(page, "\n## {title}\n\n| key | type | meaning |\n|---|---|---|\n").unwrap();
    for field in &fields.named {
        let name = field.ident.as_ref().unwrap().to_string().replace('_', "-");
        let words = docs(&field.attrs);
        assert!(!words.is_empty(), "`{name}` has no documentation");
        writeln!(page, "| `{prefix}{name}` | {} | {} |", toml_type(&field.ty), words.replace('|', "\\|")).unwrap();
    }
}

fn docs(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value().trim().to_owned()),
            _ => None,
        },
        _ => None,
    });
    lines.collect::<Vec<_>>().join(" ")
}

/// Returns the type in the terms of TOML.
fn toml_type(ty: &syn::Type) -> &'static str {
    match ty.to_token_stream().to_string().replace(' ', "").as_str() {
        "Option<PathBuf>" | "Option<String>" | "String" => "string",
        "Vec<PathBuf>" | "Vec<String>" | "Option<Vec<String>>" => "array of strings",
        "bool" => "boolean",
        "Option<Source>" | "BTreeMap<String,String>" | "BTreeMap<String,toml::Value>" => "table",
        "Runtime" | "Formats" => "string or table",
        "UuidType" | "IntegersKey" => "string",
        other => panic!("name the TOML type of `{other}` here"),
    }
}
