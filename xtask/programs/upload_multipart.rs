// Uploads a file from disk as a part of a form, and reports progress.
// box.json as box-client: async, rustls, uploads

use box_client::types::{UploadContentBody, UploadContentBodyAttributes, UploadContentBodyAttributesParent};
use box_client::{Client, File};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().bearer(std::env::var("BOX_TOKEN")?).build()?;
    let folder = UploadContentBodyAttributesParent::new("0");
    let attributes = UploadContentBodyAttributes::new("film.mp4", folder);
    let form = UploadContentBody::new(attributes, File::open("film.mp4")?);
    let request = client.uploads().content().body(form);
    let made = request.with_progress(|sent, of| eprintln!("{sent} of {of:?} bytes")).await?;
    for file in made.entries.iter().flatten() {
        println!("{} is stored as {}", file.name.as_deref().unwrap_or("it"), file.id);
    }
    Ok(())
}
