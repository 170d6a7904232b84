//! Middleware that prints each attempt, after a rate limit.

use std::time::Duration;

use scenario_client::transport::{Attempt, Fault, Middleware, RateLimit};
use scenario_client::{Client, Error};

/// Prints each attempt before it is sent.
struct PrintAttempts;

impl Middleware for PrintAttempts {
    fn before_send(&self, attempt: &mut Attempt) -> Result<(), Fault> {
        eprintln!("{} {}, attempt {}", attempt.request.method(), attempt.request.uri().path(), attempt.number);
        Ok(())
    }
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let limit = RateLimit::new(100, Duration::from_secs(60));
    let client = Client::builder().from_env()?.middleware(limit).middleware(PrintAttempts).build()?;
    println!("{}", client.uploads().retrieve("upload_123").await?.upload.status);
    Ok(())
}
