// Downloads a file, and resumes after a lost connection.
// openai.yaml as openai-client: async, rustls, files

use openai_client::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().bearer(std::env::var("OPENAI_API_KEY")?).build()?;
    let request = client.files().download("file-1").with_retries(5);
    let request = request.with_progress(|came, of| eprintln!("{came} of {of:?} bytes"));
    let bytes = request.download_to("file.jsonl").await?;
    println!("file.jsonl has {bytes} bytes");
    Ok(())
}
