// Sends 100 requests, at most eight at a time, and returns the responses in order.
// petstore-3.0.yaml as petstore-client: async, rustls

use petstore_client::{Client, send_all};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().api_key(std::env::var("PETSTORE_KEY")?).build()?;
    let mut pets = send_all((1..=100).map(|id| client.pet().get(id)), 8);
    while let Some(pet) = pets.next().await {
        match pet {
            Ok(pet) => println!("{}", pet.name),
            Err(error) => eprintln!("{error}"),
        }
    }
    Ok(())
}
