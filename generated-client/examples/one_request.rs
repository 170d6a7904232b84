//! A request as a value: options, `curl`, spawning, the whole response.

use std::time::Duration;

use scenario_client::{Client, Error};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = Client::from_env()?;
    let request = client.uploads().create().file_name("a.png").file_size(4);
    println!("{}", request.curl()?); // credentials as $NAMES
    let first = request.with_timeout(Duration::from_secs(5)).with_header("x-a", "b").await?;
    let second = tokio::spawn(request.clone().send()); // a named, owned, Send future
    println!("{} and {}", first.upload.id, second.await.expect("no panic")?.upload.id);
    let response = request.with_response().await?;
    println!("{}, {} headers, {}", response.status(), response.headers().len(), response.upload.id);
    // Calls that the description does not define name their response type.
    let beta = client.call::<serde_json::Value>("GET", "/beta/things").await?;
    println!("{beta}");
    Ok(())
}
