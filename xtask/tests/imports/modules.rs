//! Reads the modules of a crate: which file each is in, what it defines, re-exports and imports.
//! Must not know which imports are allowed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};
use syn::{Item, UseTree, Visibility};

/// A path of names from the root of the crate.
pub(crate) type Names = Vec<String>;

#[derive(Debug, Default)]
pub(crate) struct Module {
    pub(crate) file: PathBuf,
    defines: BTreeSet<String>,
    /// Re-exported names, with the path of the original.
    re_exports: BTreeMap<String, Names>,
    globs: Vec<Names>,
    /// The paths that are imported or used.
    uses: BTreeSet<Names>,
}

/// Returns the modules of the crate whose root is `root`, by their paths.
pub(crate) fn read(root: &Path) -> BTreeMap<Names, Module> {
    let mut modules = BTreeMap::new();
    read_file(root, &Vec::new(), &mut modules);
    modules
}

fn read_file(file: &Path, path: &Names, modules: &mut BTreeMap<Names, Module>) {
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let stem = file.file_stem().unwrap_or_default();
    let folder = match stem.to_str() {
        Some("mod" | "lib" | "main") => file.parent().unwrap().to_owned(),
        _ => file.parent().unwrap().join(stem),
    };
    read_items(&parsed.items, file, &folder, path, modules);
}

fn read_items(items: &[Item], file: &Path, folder: &Path, path: &Names, modules: &mut BTreeMap<Names, Module>) {
    let mut module = Module { file: file.to_owned(), ..Module::default() };
    let mut visitor = Paths { module: path, uses: BTreeSet::new() };
    for item in items {
        match item {
            Item::Mod(child) if is_test(&child.attrs) => {}
            Item::Mod(child) => {
                let name = child.ident.to_string();
                let inner: Names = path.iter().cloned().chain([name.clone()]).collect();
                match &child.content {
                    Some((_, items)) => read_items(items, file, &folder.join(&name), &inner, modules),
                    None => {
                        let named = attribute_path(&child.attrs).map(|path| file.with_file_name(path));
                        read_file(&named.unwrap_or_else(|| child_file(folder, &name)), &inner, modules);
                    }
                }
            }
            Item::Use(import) => {
                let mut leaves = Vec::new();
                flatten(&import.tree, &mut Vec::new(), &mut leaves);
                for (names, renamed) in leaves {
                    let Some(full) = absolute(path, &names) else { continue };
                    if matches!(import.vis, Visibility::Inherited) {
                        module.uses.insert(full);
                    } else if renamed == "*" {
                        module.globs.push(full);
                    } else {
                        module.re_exports.insert(renamed, full);
                    }
                }
            }
            other => {
                module.defines.extend(name(other));
                visitor.visit_item(other);
            }
        }
    }
    module.uses.extend(visitor.uses);
    modules.insert(path.clone(), module);
}

fn child_file(folder: &Path, name: &str) -> PathBuf {
    let file = folder.join(format!("{name}.rs"));
    if file.is_file() { file } else { folder.join(name).join("mod.rs") }
}

/// Returns the value of `#[path]`.
fn attribute_path(attributes: &[syn::Attribute]) -> Option<String> {
    attributes.iter().find_map(|attribute| match &attribute.meta {
        syn::Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(path), .. }) => Some(path.value()),
            _ => None,
        },
        _ => None,
    })
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    let is = |attribute: &syn::Attribute| match &attribute.meta {
        syn::Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string() == "test",
        _ => false,
    };
    attributes.iter().any(is)
}

fn name(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        _ => return None,
    };
    Some(ident.to_string())
}

/// Adds the items of a `use` tree: the path, and the name in this module.
fn flatten(tree: &UseTree, before: &mut Names, leaves: &mut Vec<(Names, String)>) {
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            flatten(&path.tree, before, leaves);
            before.pop();
        }
        UseTree::Name(name) if name.ident == "self" => {
            leaves.push((before.clone(), before.last().cloned().unwrap_or_default()));
        }
        UseTree::Name(name) => leaves.push((joined(before, name.ident.to_string()), name.ident.to_string())),
        UseTree::Rename(name) => leaves.push((joined(before, name.ident.to_string()), name.rename.to_string())),
        UseTree::Glob(_) => leaves.push((before.clone(), "*".to_owned())),
        UseTree::Group(group) => group.items.iter().for_each(|tree| flatten(tree, before, leaves)),
    }
}

fn joined(before: &[String], name: String) -> Names {
    before.iter().cloned().chain([name]).collect()
}

/// Returns a path from the root of the crate, if `names` is in the crate. Paths that start with the
/// name of a module of the same module are included; whether it exists is decided later.
fn absolute(module: &Names, names: &Names) -> Option<Names> {
    let mut base = module.clone();
    let mut rest = names.as_slice();
    match rest.first()?.as_str() {
        "crate" => base.clear(),
        "self" => {}
        "super" => {
            while rest.first().is_some_and(|name| name == "super") {
                base.pop();
                rest = &rest[1..];
            }
            return Some(base.into_iter().chain(rest.iter().cloned()).collect());
        }
        _ => return Some(base.into_iter().chain(names.iter().cloned()).collect()),
    }
    Some(base.into_iter().chain(rest[1..].iter().cloned()).collect())
}

struct Paths<'a> {
    module: &'a Names,
    uses: BTreeSet<Names>,
}

impl<'ast> Visit<'ast> for Paths<'_> {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Names = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if names.len() > 1 {
            self.uses.extend(absolute(self.module, &names));
        }
        visit::visit_path(self, path);
    }

    fn visit_item_mod(&mut self, _: &'ast syn::ItemMod) {}
}

/// An import that stays in the crate.
pub(crate) struct Import {
    /// The module that imports.
    pub(crate) from: Names,
    /// The path as it is written, from the root of the crate.
    pub(crate) written: Names,
    /// The module that defines the item.
    pub(crate) defined_in: Names,
}

/// Returns all imports. Re-exports lead to the module that defines the item.
pub(crate) fn imports(modules: &BTreeMap<Names, Module>) -> Vec<Import> {
    let mut found = Vec::new();
    for (from, module) in modules {
        for written in &module.uses {
            let defined_in = defining(modules, written, 0);
            let import = |defined_in| Import { from: from.clone(), written: written.clone(), defined_in };
            found.extend(defined_in.map(import));
        }
    }
    found
}

/// Returns the files whose items each file uses.
pub(crate) fn edges(modules: &BTreeMap<Names, Module>) -> BTreeMap<PathBuf, BTreeSet<PathBuf>> {
    let mut edges: BTreeMap<PathBuf, BTreeSet<PathBuf>> = BTreeMap::new();
    for module in modules.values() {
        edges.entry(module.file.clone()).or_default();
    }
    for import in imports(modules) {
        let (from, to) = (&modules[&import.from].file, &modules[&import.defined_in].file);
        if from != to {
            edges.entry(from.clone()).or_default().insert(to.clone());
        }
    }
    edges
}

/// Returns the module that defines what a path names; `None` for items of other crates.
fn defining(modules: &BTreeMap<Names, Module>, path: &[String], depth: usize) -> Option<Names> {
    if depth > 8 {
        return None;
    }
    let length = (0..=path.len()).rev().find(|length| modules.contains_key(&path[..*length]))?;
    let (found, module) = (path[..length].to_vec(), &modules[&path[..length]]);
    let Some(name) = path.get(length) else { return Some(found) };
    if let Some(original) = module.re_exports.get(name) {
        let rest = original.iter().chain(&path[length + 1..]).cloned().collect::<Names>();
        return defining(modules, &rest, depth + 1).or(Some(found));
    }
    if module.defines.contains(name) {
        return Some(found);
    }
    let through = |glob: &Names| {
        let rest: Names = glob.iter().chain(&path[length..]).cloned().collect();
        defining(modules, &rest, depth + 1)
    };
    module.globs.iter().find_map(through)
}
