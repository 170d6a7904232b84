//! Tokens that are renewed, and their sources. Must not know when they are renewed (`token_cache`).

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::box_future::BoxFuture;
use super::secret::Secret;

/// An access token, with its lifetime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub(super) secret: Secret,
    pub(super) lifetime: Option<Duration>,
}

impl Token {
    /// Creates a token that is used until the server rejects it.
    pub fn new(secret: impl Into<Secret>) -> Token {
        Token { secret: secret.into(), lifetime: None }
    }

    /// Sets how long the token is valid, from now on. It is refreshed when 10 % of this time is
    /// left, at most 30 seconds early.
    #[must_use]
    pub fn with_lifetime(mut self, lifetime: Duration) -> Token {
        self.lifetime = Some(lifetime);
        self
    }
}

impl<T: Into<Secret>> From<T> for Token {
    fn from(secret: T) -> Token {
        Token::new(secret)
    }
}

/// The error of a [`TokenSource`].
pub type TokenError = Box<dyn std::error::Error + Send + Sync>;

/// A source of access tokens.
///
/// It is called when there is no token yet, when the token is about to expire, and when the server
/// rejects it. If several calls need a token at the same time, one of them calls the source and the
/// others wait.
///
/// Closures that return a future of a [`Token`] are token sources. For blocking clients, create one
/// with
/// [`blocking_token_source`].
pub trait TokenSource: Send + Sync + 'static {
    /// Requests a new token. The future is dropped when the deadline of the call passes.
    fn token(&self) -> BoxFuture<'static, Result<Token, TokenError>>;

    /// Requests a new token and blocks the thread.
    ///
    /// # Errors
    ///
    /// Fails if no token is available. The default implementation always fails, because the source
    /// supports only async calls.
    fn token_blocking(&self) -> Result<Token, TokenError> {
        Err("this token source supports only async calls; create it with `blocking_token_source`".into())
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl<F, A> TokenSource for F
where
    F: Fn() -> A + Send + Sync + 'static,
    A: Future<Output = Result<Token, TokenError>> + Send + 'static,
{
    fn token(&self) -> BoxFuture<'static, Result<Token, TokenError>> {
        Box::pin(self())
    }
}

#[cfg(target_arch = "wasm32")]
impl<F, A> TokenSource for F
where
    F: Fn() -> A + Send + Sync + 'static,
    A: Future<Output = Result<Token, TokenError>> + 'static,
{
    fn token(&self) -> BoxFuture<'static, Result<Token, TokenError>> {
        Box::pin(self())
    }
}

/// A token source that is shared by all clones of a client.
#[derive(Clone)]
pub struct SharedTokenSource(Arc<dyn TokenSource>);

impl SharedTokenSource {
    /// Shares a source.
    pub(crate) fn new(source: impl TokenSource) -> SharedTokenSource {
        SharedTokenSource(Arc::new(source))
    }

    /// Returns the source.
    pub(crate) fn get(&self) -> &dyn TokenSource {
        &*self.0
    }
}

impl fmt::Debug for SharedTokenSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedTokenSource")
    }
}

/// A token source from a blocking closure, created by [`blocking_token_source`].
#[derive(Debug, Clone)]
pub struct BlockingTokenSource<F>(F);

/// Creates a token source from a closure that may block.
///
/// It also works for async calls, where the closure should not block for long.
pub fn blocking_token_source<F>(request: F) -> BlockingTokenSource<F>
where
    F: Fn() -> Result<Token, TokenError> + Send + Sync + 'static,
{
    BlockingTokenSource(request)
}

impl<F> TokenSource for BlockingTokenSource<F>
where
    F: Fn() -> Result<Token, TokenError> + Send + Sync + 'static,
{
    fn token(&self) -> BoxFuture<'static, Result<Token, TokenError>> {
        Box::pin(std::future::ready((self.0)()))
    }
    fn token_blocking(&self) -> Result<Token, TokenError> {
        (self.0)()
    }
}
