//! Tokens that are renewed: what one is, and where they come from.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::seam::BoxFuture;
use super::secret::Secret;

/// A token, and how long it is good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub(super) secret: Secret,
    pub(super) lifetime: Option<Duration>,
}

impl Token {
    /// One that is good until the server refuses it.
    pub fn new(secret: impl Into<Secret>) -> Token {
        Token { secret: secret.into(), lifetime: None }
    }

    /// Good for so long from now on: another is asked for shortly before that is over.
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

/// Why there is no token.
pub type TokenError = Box<dyn std::error::Error + Send + Sync>;

/// Where tokens come from. It is asked when there is none yet, when the last one is about to end, and when the server refused the last
/// one; of many calls at once one asks and the others wait for it.
///
/// A closure that gives a future of a [`Token`] is one; for blocking clients [`blocking_token_source`] makes one of a closure that waits.
pub trait TokenSource: Send + Sync + 'static {
    /// A new token. The future is dropped where the time of the call is over.
    fn token(&self) -> BoxFuture<'static, Result<Token, TokenError>>;

    /// As `token`, while the thread waits.
    ///
    /// # Errors
    /// Why there is none; here, that the source only knows how to be asked without blocking.
    fn token_blocking(&self) -> Result<Token, TokenError> {
        Err("this source of tokens only works in async calls; make one with `blocking_token_source`".into())
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

/// A source, shared by all clones of a client.
#[derive(Clone)]
pub struct Source(Arc<dyn TokenSource>);

impl Source {
    /// Of a source.
    pub(crate) fn new(source: impl TokenSource) -> Source {
        Source(Arc::new(source))
    }

    /// Who is to be asked.
    pub(crate) fn get(&self) -> &dyn TokenSource {
        &*self.0
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Source")
    }
}

/// See [`blocking_token_source`].
#[derive(Debug, Clone)]
pub struct BlockingTokenSource<F>(F);

/// A source of tokens of a closure that may wait, for blocking calls; in async calls it should not wait for long.
pub fn blocking_token_source<F>(ask: F) -> BlockingTokenSource<F>
where
    F: Fn() -> Result<Token, TokenError> + Send + Sync + 'static,
{
    BlockingTokenSource(ask)
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
