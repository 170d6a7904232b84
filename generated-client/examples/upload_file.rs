//! A whole upload: create it, put the parts in parallel, complete it, wait until it is imported.
//!
//!     cargo run --example upload_file -- PATH
//!
//! Without credentials in the environment it talks to a stand-in on loopback, which lets one part fail once.

use std::path::Path;
use std::time::Duration;

use indicatif::ProgressBar;
use scenario_client::Client;
use scenario_client::types::{Upload, UploadAction, UploadKind, UploadPart, UploadStatus};
use stand_in::{Options, StandIn};
use tokio::task::JoinSet;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The size of every part but the last. Equal shares of a file could fall under the minimum of 5 MB.
const PART_SIZE: usize = 8 * 1024 * 1024;
/// So many parts are on their way at once.
const AT_ONCE: usize = 4;
/// So often a part is sent before the upload is given up.
const TRIES: u32 = 3;
/// How often and how long to look whether the file is imported.
const POLL: Duration = Duration::from_secs(2);
const POLLS: u32 = 150;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let path = std::env::args().nth(1).ok_or("usage: upload_file PATH")?;
    let (client, stand_in) = client()?;
    let file = std::fs::read(&path)?;
    let upload = create(&client, Path::new(&path), file.len()).await?;
    let bar = ProgressBar::new(file.len() as u64);
    put_parts(&upload, &file, &bar).await?;
    bar.finish();
    client.uploads().trigger_action(&upload.id, UploadAction::Complete).await?;
    let poll = if stand_in.is_some() { Duration::from_millis(10) } else { POLL };
    let done = wait(&client, &upload.id, poll).await?;
    println!("{} is {}: {}", done.file_name, done.status, done.entity_id.as_deref().unwrap_or("no entity"));
    Ok(())
}

fn client() -> Result<(Client, Option<StandIn>), Failure> {
    let there = ["SCENARIO_SDK_API_KEY", "SCENARIO_SDK_API_SECRET", "SCENARIO_SDK_JWT"];
    if there.iter().any(|name| std::env::var(name).is_ok_and(|value| !value.is_empty())) {
        return Ok((Client::from_env()?, None));
    }
    let stand_in = StandIn::start(Options { fail_part: Some((1, 1)), ..Options::default() })?;
    println!("no credentials in the environment: talking to a stand-in at {}", stand_in.base_url());
    Ok((Client::builder().base_url(stand_in.base_url()).basic("key", "secret").build()?, Some(stand_in)))
}

async fn create(client: &Client, path: &Path, size: usize) -> Result<Upload, Failure> {
    let name = path.file_name().ok_or("the path names no file")?.to_string_lossy();
    let (content_type, kind) = match path.extension().and_then(|extension| extension.to_str()) {
        Some("png") => ("image/png", UploadKind::Image),
        Some("jpg" | "jpeg") => ("image/jpeg", UploadKind::Image),
        Some("mp4") => ("video/mp4", UploadKind::Video),
        Some("mp3") => ("audio/mpeg", UploadKind::Audio),
        Some("glb") => ("model/gltf-binary", UploadKind::ThreeD),
        _ => ("application/octet-stream", UploadKind::Asset),
    };
    let create = client.uploads().create().file_name(name).content_type(content_type).kind(kind);
    Ok(create.file_size(size).parts(size.div_ceil(PART_SIZE)).await?.upload)
}

/// Puts all parts, some at once; one that fails is sent again, and only that one.
async fn put_parts(upload: &Upload, file: &[u8], bar: &ProgressBar) -> Result<(), Failure> {
    let http = reqwest::Client::new();
    let mut running = JoinSet::new();
    for part in upload.parts.iter().flatten() {
        if running.len() >= AT_ONCE {
            running.join_next().await.transpose()?.transpose()?;
        }
        let number = part.number.as_u64().filter(|number| *number > 0).ok_or("a part has no number")?;
        let start = (usize::try_from(number)? - 1) * PART_SIZE;
        let bytes = file.get(start..file.len().min(start + PART_SIZE)).ok_or("there are more parts than bytes")?;
        running.spawn(put(http.clone(), part.clone(), bytes.to_vec(), bar.clone()));
    }
    while let Some(part) = running.join_next().await {
        part??;
    }
    Ok(())
}

/// Without credentials: the address is the permission.
async fn put(http: reqwest::Client, part: UploadPart, bytes: Vec<u8>, bar: ProgressBar) -> Result<(), Failure> {
    let mut tries = 0;
    loop {
        tries += 1;
        let answer = http.put(&part.url).body(bytes.clone()).send().await;
        match answer.and_then(reqwest::Response::error_for_status) {
            Ok(_) => {
                bar.inc(bytes.len() as u64);
                return Ok(());
            }
            Err(error) if tries == TRIES => return Err(format!("part {}: {}", part.number, error.without_url()).into()),
            Err(error) => bar.println(format!("part {} again: {}", part.number, error.without_url())),
        }
    }
}

/// Done when it is imported or has an entity; failed when it says so; everything else is on its way.
async fn wait(client: &Client, id: &str, poll: Duration) -> Result<Upload, Failure> {
    for _ in 0..POLLS {
        let upload = client.uploads().retrieve(id).await?.upload;
        if upload.status == UploadStatus::Imported || upload.entity_id.is_some() {
            return Ok(upload);
        }
        if upload.status == UploadStatus::Failed {
            return Err(upload.error_message.unwrap_or_else(|| "the upload has failed".to_owned()).into());
        }
        tokio::time::sleep(poll).await;
    }
    Err("the upload was not imported in time".into())
}
