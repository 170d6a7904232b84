//! The smallest program: one call with the credentials of the environment.

use scenario_client::types::UploadAction;

#[tokio::main]
async fn main() -> Result<(), scenario_client::Error> {
    let client = scenario_client::Client::from_env()?;
    let response = client.uploads().trigger_action("upload_123", UploadAction::Complete).await?;
    println!("{} is {}", response.upload.file_name, response.upload.status);
    Ok(())
}
