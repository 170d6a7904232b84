//! Names that the language or the crate reserves, and how other items avoid them. Must not know
//! which names are taken.

/// Keywords of all editions, and names that cannot be raw identifiers.
const KEYWORDS: [&str; 53] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true",
    "try", "type", "typeof", "union", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "_",
];

/// Methods that types have from Clone, Into, Debug, Eq, Default or `dyn`.
const METHODS: [&str; 14] = [
    "borrow",
    "borrow_mut",
    "clone",
    "clone_from",
    "clone_into",
    "default",
    "deref",
    "deref_mut",
    "eq",
    "fmt",
    "into",
    "ne",
    "to_owned",
    "type_id",
];

/// Fields that a record has besides its properties.
const RECORD: [&str; 2] = ["new", "extra"];

/// Methods that every request has besides its parameters.
const REQUEST: [&str; 36] = [
    "body",
    "call",
    "curl",
    "download_to",
    "download_to_blocking",
    "page_items",
    "page_items_blocking",
    "page_items_of",
    "page_items_of_blocking",
    "events",
    "events_blocking",
    "into_future",
    "same_as",
    "items_of",
    "items_of_blocking",
    "send_streaming",
    "send_streaming_blocking",
    "pages",
    "pages_blocking",
    "pages_of",
    "pages_of_blocking",
    "send",
    "send_blocking",
    "with_response_limit",
    "with_body",
    "with_deadline",
    "with_header",
    "with_idle_timeout",
    "with_json",
    "with_property",
    "with_progress",
    "with_query",
    "with_response",
    "with_retries",
    "with_timeout",
    "with_credentials",
];

/// Methods that the client has besides its resources, and modules and crates next to those of the
/// resources.
const CLIENT: [&str; 24] = [
    "alloc",
    "base64",
    "builder",
    "bytes",
    "call",
    "client",
    "core",
    "custom",
    "errors",
    "formats",
    "from_env",
    "headers",
    "http",
    "sleep",
    "sleep_blocking",
    "payloads",
    "runtime",
    "serde",
    "serde_json",
    "std",
    "testing",
    "transport",
    "types",
    "new",
];

/// Files with a special meaning: for cargo next to `lib.rs`, and for Windows with any extension.
const FILES: [&str; 15] =
    ["aux", "bin", "com1", "com2", "com3", "com4", "con", "lib", "lpt1", "lpt2", "lpt3", "lpt4", "main", "nul", "prn"];

/// Types of the prelude, and those that the crate's root exports.
const TYPES: [&str; 33] = [
    "Box",
    "Client",
    "ClientBuilder",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Drop",
    "Eq",
    "Err",
    "Error",
    "ErrorKind",
    "Extra",
    "File",
    "Field",
    "From",
    "Hash",
    "Into",
    "Maybe",
    "None",
    "Number",
    "Ok",
    "Option",
    "Ord",
    "Request",
    "Response",
    "Result",
    "Self",
    "Send",
    "Some",
    "String",
    "Sync",
    "Vec",
];

/// Features that every generated crate has, or may have later.
const FEATURES: [&str; 45] = [
    "all",
    "arbitrary",
    "async",
    "blocking",
    "brotli",
    "charset",
    "chrono",
    "cookies",
    "custom",
    "decimal",
    "default",
    "deflate",
    "download",
    "full",
    "gzip",
    "http2",
    "http3",
    "jiff",
    "middleware",
    "mime-guess",
    "mock",
    "multipart",
    "native-tls",
    "oauth2",
    "pages",
    "reqwest",
    "retry",
    "rustls",
    "schemars",
    "serde",
    "socks",
    "sse",
    "std",
    "stream",
    "test-util",
    "testing",
    "time",
    "tokio",
    "tower",
    "tracing",
    "types",
    "uuid",
    "wasm",
    "webhooks",
    "zstd",
];

/// The kind of item that a name is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// A property of a record: field and setter.
    Field,
    /// A parameter or a field of a spread body: argument or setter of a request.
    Setter,
    /// The method of an operation.
    Method,
    /// A resource: accessor and module.
    Resource,
    /// The cargo feature of a resource.
    Feature,
    /// A type.
    Type,
    /// A variant of an enum.
    Variant,
    /// A constant: a value of an enum of numbers.
    Constant,
}

/// Returns a name, changed if it is reserved: `type` → `type_`, `Result` → `ResultModel`.
#[must_use]
pub(crate) fn aside(name: String, used_as: Use) -> String {
    let is_reserved = |tables: &[&[&str]]| tables.iter().any(|table| table.contains(&name.as_str()));
    match used_as {
        Use::Field if is_reserved(&[&KEYWORDS, &METHODS, &RECORD]) => name + "_",
        Use::Setter if is_reserved(&[&KEYWORDS, &METHODS, &REQUEST]) => name + "_",
        Use::Method if is_reserved(&[&KEYWORDS, &METHODS]) => name + "_",
        Use::Resource if is_reserved(&[&KEYWORDS, &METHODS, &CLIENT, &FILES]) => name + "_",
        Use::Feature if is_reserved(&[&FEATURES]) => format!("api-{name}"),
        Use::Type if is_reserved(&[&TYPES, &["BTreeMap", "StatusCode"]]) => name + "Model",
        Use::Variant if name == "Self" => "SelfValue".to_owned(),
        Use::Constant if name == "KNOWN" => name + "_",
        Use::Field | Use::Setter | Use::Method | Use::Resource | Use::Feature | Use::Type => name,
        Use::Variant | Use::Constant => name,
    }
}
