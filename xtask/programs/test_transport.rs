// Uses a `MockTransport` with typed responses in place of a network, and checks the received requests.
// petstore-3.0.yaml as petstore-client: async, rustls, testing

use petstore_client::testing::MockTransport;
use petstore_client::types::Pet;
use petstore_client::{Client, Error};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let mock = MockTransport::new();
    let builder = Client::builder().base_url("https://pets.test/api/v3").api_key("k");
    let client = builder.transport(mock.clone()).build()?;
    mock.on(&client.pet().get(0)).respond(Pet::new("Rex", vec![]));
    let pet = client.pet().get(7).await?;
    assert_eq!(pet.name, "Rex");
    assert_eq!(mock.requests()[0].path, "/pet/7");
    Ok(())
}
