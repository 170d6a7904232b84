//! A whole upload with its progress in a few lines; upload_file.rs shows all settings.

use scenario_client::Client;
use scenario_client::types::UploadKind;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let request = Client::from_env()?.uploads().upload_file("film.mp4", UploadKind::Video);
    // `.send_blocking()?` instead of `.await?` blocks the thread.
    let upload =
        request.concurrency(8).on_progress(|progress| println!("{} of {} bytes", progress.sent, progress.size)).await?;
    println!("{}", upload.entity_id.unwrap_or_default());
    Ok(())
}
