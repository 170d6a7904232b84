// Answers from typed values in place of a network, and looks at what was called.
// petstore-3.0.yaml as petstore-client: async, rustls, testing

use petstore_client::testing::Answers;
use petstore_client::types::Pet;
use petstore_client::{Client, Error};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let answers = Answers::new();
    let builder = Client::builder().base_url("https://pets.test/api/v3").api_key("k");
    let client = builder.transport(answers.clone()).build()?;
    answers.to(&client.pet().get(0), Pet::new("Rex", vec![]));
    let pet = client.pet().get(7).await?;
    assert_eq!(pet.name, "Rex");
    assert_eq!(answers.calls()[0].path, "/pet/7");
    Ok(())
}
