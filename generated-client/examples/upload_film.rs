//! A whole upload with its progress in a few lines; upload_file.rs shows all settings.

use scenario_client::Client;
use scenario_client::types::UploadKind;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let film = Client::from_env()?.uploads().upload_file("film.mp4", UploadKind::Video);
    // Or `.send_blocking()?` in place of `.await?`.
    let upload = film.concurrency(8).on_progress(|at| println!("{} of {}", at.sent, at.size)).await?;
    println!("{}", upload.entity_id.unwrap_or_default());
    Ok(())
}
