// Uploads a file of the disk as a part of a form, and tells how far it is.
// box.json as box-client: async, rustls, uploads

use box_client::types::{UploadsFilesContentAttributes, UploadsFilesContentAttributesParent};
use box_client::{Client, File};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().bearer(std::env::var("BOX_TOKEN")?).build()?;
    let parent = UploadsFilesContentAttributesParent::new("0".to_owned());
    let attributes = UploadsFilesContentAttributes::new("film.mp4".to_owned(), parent);
    let request = client.uploads().post_files_content(attributes, File::open("film.mp4")?);
    let made = request.with_progress(|sent, of| eprintln!("{sent} of {of:?}")).await?;
    for file in made.entries.iter().flatten() {
        println!("{} has {:?} bytes", file.id, file.size);
    }
    Ok(())
}
