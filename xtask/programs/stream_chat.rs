// Prints a chat completion as it arrives.
// openai.yaml as openai-client: async, rustls, chat

use openai_client::Client;
use openai_client::types::ChatCompletionRequestUserMessage;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().bearer(std::env::var("OPENAI_API_KEY")?).build()?;
    let message = ChatCompletionRequestUserMessage::new("Say hello");
    let request = client.chat().create_completion(vec![message.into()], "gpt-4o");
    let mut pieces = request.stream(true).events();
    while let Some(piece) = pieces.next().await {
        for choice in &piece?.choices {
            print!("{}", choice.delta.content.as_deref().unwrap_or_default());
        }
    }
    Ok(())
}
