//! A whole upload as one call, with a progress bar.
//!
//!     cargo run --example upload_file -- PATH
//!
//! Without credentials in the environment it talks to a stand-in on loopback, which lets one part
//! fail once.

use std::path::Path;
use std::time::Duration;

use indicatif::ProgressBar;
use scenario_client::Client;
use scenario_client::types::UploadKind;
use stand_in::{Options, StandIn};

type BoxError = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let path = std::env::args().nth(1).ok_or("usage: upload_file PATH")?;
    let (client, stand_in) = client()?;
    let mut upload = client.uploads().upload_file(&path, kind(Path::new(&path)));
    if stand_in.is_some() {
        upload = upload.poll_interval(Duration::from_millis(10));
    }
    let bar = ProgressBar::new(0);
    let shown = bar.clone();
    let upload = upload.on_progress(move |progress| {
        shown.set_length(progress.size);
        shown.set_position(progress.sent);
    });
    let done = upload.await?;
    bar.finish();
    println!("{} is {}: {}", done.file_name, done.status, done.entity_id.as_deref().unwrap_or("no entity"));
    Ok(())
}

fn kind(path: &Path) -> UploadKind {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("png" | "jpg" | "jpeg" | "webp") => UploadKind::Image,
        Some("mp4" | "mov" | "webm") => UploadKind::Video,
        Some("mp3" | "wav") => UploadKind::Audio,
        Some("glb") => UploadKind::ThreeD,
        _ => UploadKind::Asset,
    }
}

/// Creates a client for the real service if the environment has credentials, otherwise for a
/// stand-in on loopback.
fn client() -> Result<(Client, Option<StandIn>), BoxError> {
    let variables = ["SCENARIO_SDK_API_KEY", "SCENARIO_SDK_API_SECRET", "SCENARIO_SDK_JWT"];
    if variables.iter().any(|name| std::env::var(name).is_ok_and(|value| !value.is_empty())) {
        return Ok((Client::from_env()?, None));
    }
    let stand_in = StandIn::start(Options { fail_part: Some((1, 1)), ..Options::default() })?;
    println!("no credentials in the environment: talking to a stand-in at {}", stand_in.base_url());
    Ok((Client::builder().base_url(stand_in.base_url()).basic("key", "secret").build()?, Some(stand_in)))
}
