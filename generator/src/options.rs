//! The decisions of the caller. Must not know the phases that follow them.

/// The options of a client.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The package's name: `parcels-client`.
    pub crate_name: String,
    /// Repairs mistakes that have a single obvious repair, reports them, and continues.
    pub lenient: bool,
    /// Declares `src/custom/mod.rs` in `src/lib.rs`, because that file exists.
    pub custom: bool,
    /// Selects operations: tags, operationIds, paths with `*` for any characters, `webhooks`. If
    /// empty, all are selected.
    pub only: Vec<String>,
    /// Returns [`Output::names`](crate::Output::names) too.
    pub names: bool,
    /// Emits tests too: one call of each operation.
    pub tests: bool,
    /// The source of the runtime.
    pub runtime: Runtime,
    /// The types that replace those of schemas.
    pub types: TypeOptions,
    /// The form of the emitted code.
    pub form: Form,
}

/// The form of the emitted code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Form {
    /// A package. Its features are chosen by the packages that depend on it.
    #[default]
    Package,
    /// A module of another package. Its runtime is always a dependency of that package.
    Module(Module),
}

/// The decisions about a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// The path of the module in its crate: `crate::api`. Documentation and examples name it.
    pub path: String,
    /// The features, chosen from [`Output::features`](crate::Output::features). `default` is
    /// `async` and `rustls`. If no group of operations is named, all are chosen.
    pub features: Vec<String>,
}

impl Module {
    /// Creates a module with the default features.
    #[must_use]
    pub fn new(path: impl Into<String>) -> Module {
        Module { path: path.into(), features: vec!["default".to_owned()] }
    }
}

/// The types that replace those of schemas.
#[derive(Debug, Clone, Default)]
pub struct TypeOptions {
    /// The paths of Rust types by schema: the name of a component, `Schema.property`, or a JSON pointer that begins with
    /// `#`, each with `*` for any characters.
    pub schemas: Vec<(String, String)>,
    /// The paths of Rust types by the value of `format`.
    pub formats: Vec<(String, String)>,
    /// The types of dates.
    pub dates: DateTypes,
    /// Uses `uuid::Uuid` for `format: uuid`.
    pub uuid: bool,
    /// The types of integers.
    pub integers: IntegerTypes,
    /// Further dependencies: names, and values as TOML.
    pub dependencies: Vec<(String, String)>,
}

/// The types of integers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum IntegerTypes {
    /// The smallest type for the format and the limits, signed if `format` does not say otherwise.
    #[default]
    ByFormat,
    /// The same, but `u32` and `u64` if no negative integer is valid.
    Unsigned,
    /// `i64` for all integers.
    I64,
}

/// The crate whose types dates and times have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DateTypes {
    /// The types in `formats`, which keep the text.
    #[default]
    Text,
    /// `jiff`
    Jiff,
    /// `chrono`
    Chrono,
    /// `time`
    Time,
}

/// The source of the runtime of a client.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Runtime {
    /// A copy in the client.
    #[default]
    Vendored,
    /// The package `clientwright-runtime`: the keys of a dependency and their values as TOML,
    /// `("path", "\"../runtime\"")`.
    Dependency(Vec<(String, String)>),
}
