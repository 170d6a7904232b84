// Ten requests to OpenAI, as a user who knows the API would write them.
// openai.yaml as openai-client: async, rustls, chat, responses, embeddings, moderations, vector-stores, fine-tuning, assistants

use std::collections::HashMap;

use openai_client::types::*;
use openai_client::{Client, Error};
use serde_json::json;

type Sent = Result<(), Error>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().bearer(std::env::var("OPENAI_API_KEY")?).build()?;
    chat_with_system_message(&client).await?;
    chat_about_an_image(&client, "https://example.com/cat.png").await?;
    chat_with_a_tool(&client).await?;
    respond_with_search(&client).await?;
    embed_strings(&client, &["one".to_owned(), "two".to_owned()]).await?;
    moderate_list(&client).await?;
    store_of_files(&client, &["file-1", "file-2"]).await?;
    search_with_filters(&client, "vs_1").await?;
    tune_a_model(&client, &"file-1".to_owned()).await?;
    thread_message(&client, &"thread_1".to_owned()).await?;
    Ok(())
}

async fn chat_with_system_message(client: &Client) -> Sent {
    let system = ChatCompletionRequestSystemMessage::new("You are terse.");
    let user = ChatCompletionRequestUserMessage::new("Say hello");
    let request = client.chat().create_completion([system.into(), user.into()], "gpt-4o");
    request.temperature(0.2).max_completion_tokens(100).stop(["END", "STOP"]).await?;
    Ok(())
}

async fn chat_about_an_image(client: &Client, url: &str) -> Sent {
    let image = ChatCompletionRequestMessageContentPartImageUrl::new(url);
    let user = ChatCompletionRequestUserMessage::new([
        ChatCompletionRequestMessageContentPartText::new("What is this?").into(),
        ChatCompletionRequestMessageContentPartImage::new(image).into(),
    ]);
    let request = client.chat().create_completion([user.into()], "gpt-4o");
    request.metadata([("purpose", "test")]).logit_bias([("50256", -100)]).await?;
    Ok(())
}

async fn chat_with_a_tool(client: &Client) -> Sent {
    let parameters = HashMap::from([("type".to_owned(), json!("object"))]);
    let weather = FunctionObject::new("get_weather").description("Weather of a city").parameters(parameters);
    let user = ChatCompletionRequestUserMessage::new("How is the weather in Paris?");
    let request = client.chat().create_completion(vec![user.into()], "gpt-4o".to_string());
    request.tools([ChatCompletionTool::new(weather).into()]).tool_choice("auto").top_p(1).await?;
    Ok(())
}

async fn respond_with_search(client: &Client) -> Sent {
    let filter = ComparisonFilter::new(ComparisonFilterType::Eq, "year", 2024);
    let search = FileSearchTool::new(["vs_1"]).max_num_results(5).filters(filter);
    let message = EasyInputMessage::new(EasyInputMessageRole::User, "What happened?");
    let request = client.responses().create().model("gpt-4o").input([message.into()]);
    request.tools([search.into()]).instructions("Cite sources.").max_output_tokens(500u32).await?;
    Ok(())
}

async fn embed_strings(client: &Client, texts: &[String]) -> Sent {
    client.embeddings().create(texts, "text-embedding-3-small").dimensions(256).await?;
    client.embeddings().create("one text", "text-embedding-3-small").await?;
    client.embeddings().create(["one", "two"], "text-embedding-3-small").await?;
    Ok(())
}

async fn moderate_list(client: &Client) -> Sent {
    client.moderations().create(["first", "second"]).model("omni-moderation-latest").await?;
    Ok(())
}

async fn store_of_files(client: &Client, ids: &[&str]) -> Sent {
    let chunks = StaticChunkingStrategy::new(800, 400);
    let strategy = StaticChunkingStrategyRequestParam::new(chunks);
    let request = client.vector_stores().create().name("Docs").file_ids(ids);
    request.chunking_strategy(strategy).metadata(HashMap::from([("team", "docs")])).await?;
    Ok(())
}

async fn search_with_filters(client: &Client, store: &str) -> Sent {
    // The description allows any JSON within a compound filter.
    let years = [2023, 2024].map(|year| json!({ "type": "eq", "key": "year", "value": year }));
    let filters = CompoundFilter::new(CompoundFilterType::Or, years);
    client.vector_stores().search(store, ["old news", "new news"]).filters(filters).max_num_results(10u8).await?;
    Ok(())
}

async fn tune_a_model(client: &Client, file: &String) -> Sent {
    let hyperparameters = FineTuneSupervisedHyperparameters::new().n_epochs(3).batch_size("auto");
    let supervised = FineTuneSupervisedMethod::new().hyperparameters(hyperparameters);
    let method = FineTuneMethod::new(FineTuneMethodType::Supervised).supervised(supervised);
    let request = client.fine_tuning().create_job("gpt-4o-mini", file);
    request.method(method).suffix("mine").validation_file(None).seed(7u32).await?;
    Ok(())
}

async fn thread_message(client: &Client, thread: &String) -> Sent {
    let attachment = CreateMessageRequestAttachment::new().file_id("file-1").tools([AssistantToolsCode::new().into()]);
    let role = CreateMessageRequestRole::User;
    let request = client.assistants().create_message(thread, role, "Read this");
    request.attachments([attachment]).metadata([("k", "v")]).await?;
    Ok(())
}
