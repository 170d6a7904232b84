//! Records a call once, and replays it without a network.

use scenario_client::Client;
use scenario_client::testing::{Recorder, Replay};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Once, as the last middleware.
    let recorder = Recorder::to_file("uploads.jsonl")?.redact(|exchange| exchange.mask("email"));
    let client = Client::builder().from_env()?.middleware(recorder).build()?;
    client.uploads().retrieve("upload_123").await?;

    // Then as often as you like, without a network.
    let client = Client::builder().bearer("any").transport(Replay::from_file("uploads.jsonl")?).build()?;
    println!("{}", client.uploads().retrieve("upload_123").await?.upload.status);
    Ok(())
}
