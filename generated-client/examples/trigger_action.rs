//! Creates an upload and triggers its action. Without credentials in the environment it talks to a
//! stand-in on loopback.

use scenario_client::Client;
use scenario_client::types::UploadAction;
use stand_in::{Options, StandIn};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (client, _stand_in) = client()?;
    let upload_id = match std::env::args().nth(1) {
        Some(id) => id,
        None => small_upload(&client).await?,
    };
    let response = client.uploads().trigger_action(upload_id, UploadAction::Complete).await?;
    println!("{} is {}", response.upload.file_name, response.upload.status);
    Ok(())
}

/// Creates a client for the real service if the environment has credentials, otherwise for a
/// stand-in on loopback.
fn client() -> Result<(Client, Option<StandIn>), Box<dyn std::error::Error>> {
    let variables = ["SCENARIO_SDK_API_KEY", "SCENARIO_SDK_API_SECRET", "SCENARIO_SDK_JWT"];
    if variables.iter().any(|name| std::env::var(name).is_ok_and(|value| !value.is_empty())) {
        return Ok((Client::from_env()?, None));
    }
    let stand_in = StandIn::start(Options::default())?;
    println!("no credentials in the environment: talking to a stand-in at {}", stand_in.base_url());
    Ok((Client::builder().base_url(stand_in.base_url()).basic("key", "secret").build()?, Some(stand_in)))
}

/// Creates an upload of one byte and sends it, so that it can be completed.
async fn small_upload(client: &Client) -> Result<String, Box<dyn std::error::Error>> {
    let create = client.uploads().create().file_name("dot.png").content_type("image/png").file_size(1).parts(1);
    let upload = create.kind(scenario_client::types::UploadKind::Image).await?.upload;
    for part in upload.parts.iter().flatten() {
        client.call::<()>("PUT", &part.url).with_body(vec![0_u8]).await?;
    }
    Ok(upload.id)
}
