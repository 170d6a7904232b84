//! The state machine of a call: send, redirect, read, wait, retry, decide.
//!
//! It performs no I/O. A driver does what each [`Step`] asks for and passes the outcome to the
//! value that the step contains, so that an outcome of the wrong kind does not compile. Time and
//! random numbers are passed in as [`Now`]. Must not know futures, sockets or clocks.

mod attempt;
mod authorize;
mod box_future;
mod call_plan;
mod chunks;
mod decode_body;
mod fault;
#[cfg(feature = "stream")]
mod frames;
mod headers;
#[cfg(feature = "pages")]
mod link;
mod location;
mod now;
#[cfg(feature = "oauth2")]
mod oauth2;
mod outcome;
#[cfg(feature = "download")]
mod ranges;
mod receive;
mod redirect;
mod refresh_lock;
mod response;
mod retry;
mod secret;
mod step;
mod target;
mod timeouts;
mod token;
mod token_cache;
mod token_origin;

pub use attempt::Attempt;
pub use box_future::BoxFuture;
pub use call_plan::{CallPlan, CallRules, Destination, Idempotency, Progress, RedirectPolicy, ResponseBody};
pub use chunks::{BlockingChunks, Chunks};
pub use decode_body::json_body;
pub(crate) use decode_body::{explain_encoding, explain_media_type, text_body};
pub use fault::{Fault, FaultKind};
#[cfg(feature = "stream")]
pub use frames::Framing;
#[cfg(all(feature = "stream", any(feature = "async", feature = "blocking")))]
#[doc(hidden)]
pub use frames::{Frame, Frames, TooLarge};
pub use headers::Headers;
#[cfg(all(feature = "pages", any(feature = "async", feature = "blocking")))]
#[doc(hidden)]
pub use link::next_link;
#[cfg(any(feature = "testing", all(feature = "pages", any(feature = "async", feature = "blocking"))))]
pub(crate) use location::resolve;
pub(crate) use location::same_origin;
#[cfg(all(feature = "async", not(target_arch = "wasm32")))]
pub(crate) use now::clock;
pub use now::{Moment, Now};
#[cfg(feature = "oauth2")]
pub use oauth2::OAuth2;
#[cfg(feature = "download")]
pub use ranges::{Ended, Opened, Ranges};
pub use response::{RawResponse, find_declared};
pub(crate) use retry::is_idempotent;
pub use secret::Secret;
pub use step::{
    AwaitingBody, AwaitingDelay, AwaitingGrant, AwaitingHead, AwaitingLock, AwaitingSource, RareStep, Step,
};
pub use target::Target;
pub use timeouts::{Timeouts, UploadTimeouts};
pub use token::{BlockingTokenSource, SharedTokenSource, Token, TokenError, TokenSource, blocking_token_source};
pub(crate) use token_cache::{AttemptToken, TokenCache};
pub(crate) use token_origin::TokenOrigin;
#[cfg(feature = "testing")]
pub(crate) use token_origin::is_token_request;
