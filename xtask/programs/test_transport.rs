// Answers from a function in place of a network, and looks at what was asked.
// petstore-3.0.yaml as petstore-client: async, rustls

use petstore_client::transport::answer_with;
use petstore_client::{Client, Error};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let transport = answer_with(|request| {
        assert_eq!(request.uri().path(), "/api/v3/pet/7");
        let body = r#"{"id": 7, "name": "Rex", "photoUrls": []}"#.into();
        http::Response::new(body)
    });
    let client = Client::builder().base_url("https://pets.test/api/v3").api_key("k").transport(transport).build()?;
    let pet = client.pet().get_pet_by_id(7).await?;
    assert_eq!(pet.name, "Rex");
    Ok(())
}
