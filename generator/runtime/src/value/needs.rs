//! [`needs`]: the traits that a type needs to replace the one of a schema, one by one, so that the compiler names the missing
//! trait in the first line of its error. Must not know how the traits are used.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

macro_rules! needed {
    ($($name:ident: $bound:path, $message:literal;)+) => {$(
        /// A trait that a chosen type needs.
        #[diagnostic::on_unimplemented(
            message = $message,
            label = "chosen in the configuration, or by `x-rust-type`"
        )]
        pub trait $name {}

        #[diagnostic::do_not_recommend]
        impl<T: $bound> $name for T {}
    )+};
}

needed! {
    NeedsSerialize: Serialize, "`{Self}` was chosen as the type of a schema, but does not implement `serde::Serialize`";
    NeedsDeserialize: DeserializeOwned, "`{Self}` was chosen as the type of a schema, but does not implement `serde::Deserialize`";
    NeedsClone: Clone, "`{Self}` was chosen as the type of a schema, but does not implement `Clone`";
    NeedsDebug: Debug, "`{Self}` was chosen as the type of a schema, but does not implement `Debug`";
    NeedsPartialEq: PartialEq, "`{Self}` was chosen as the type of a schema, but does not implement `PartialEq`";
    NeedsSend: Send, "`{Self}` was chosen as the type of a schema, but does not implement `Send`";
    NeedsSync: Sync, "`{Self}` was chosen as the type of a schema, but does not implement `Sync`";
}

/// Does nothing. It compiles if the type has what the type of a schema needs.
pub fn needs<T>()
where
    T: NeedsSerialize + NeedsDeserialize + NeedsClone + NeedsDebug + NeedsPartialEq + NeedsSend + NeedsSync + 'static,
{
}
