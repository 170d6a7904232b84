//! The runtime of this repository, for clients that its own tools generate. Must not know what the
//! clients are for.

use clientwright::Runtime;

/// Returns a dependency on the runtime of this repository.
pub(crate) fn runtime_here() -> Runtime {
    let path = std::env::current_dir().unwrap_or_default().join("generator/runtime");
    Runtime::Dependency(vec![("path".to_owned(), format!("{:?}", path.display().to_string()))])
}
