// Prints the names of all repositories of an organization, and requests further pages as needed.
// github.json as github-client: async, rustls, repos

use github_client::{Client, Error};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = Client::builder().build()?;
    let mut all = client.repos().list_for_org("rust-lang").per_page(100).items();
    while let Some(repository) = all.next().await {
        println!("{}", repository?.full_name);
    }
    Ok(())
}
