//! The version check between generated code and this crate. Must not know what generated code
//! contains.

/// Expands to the modules of a client if this runtime supports the interface that they were
/// generated for. Otherwise, the only error is that of the version.
///
/// Interface numbers are added within a minor version and removed with the next one.
#[doc(hidden)]
#[macro_export]
macro_rules! interface {
    (3; $($modules:tt)*) => {
        $($modules)*
    };
    ($other:literal; $($modules:tt)*) => {
        ::core::compile_error!(concat!(
            "this client was generated for another version of clientwright-runtime (interface ",
            $other,
            ", this runtime has 3): update the dependency `clientwright-runtime`, or generate the client again"
        ));
    };
}
