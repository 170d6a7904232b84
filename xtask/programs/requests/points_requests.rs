// Ten requests with nested filters, as a user who knows the API would write them.
// points.yaml as points-client: async, rustls

use std::collections::HashMap;

use points_client::types::*;
use points_client::{Client, Error};
use serde_json::json;

type Sent = Result<(), Error>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().build()?;
    create_collection(&client).await?;
    create_collection_of_named_vectors(&client).await?;
    store_points(&client).await?;
    store_points_of_rows(&client, vec![vec![0.1, 0.2]]).await?;
    search_near_a_vector(&client, &[0.1, 0.2]).await?;
    search_with_a_filter(&client).await?;
    search_with_nested_filters(&client).await?;
    delete_by_filter(&client).await?;
    retrieve_by_ids(&client, &[1, 2], "6f9619ff-8b86-d011-b42d-00c04fc964ff").await?;
    set_payload(&client, 7).await?;
    Ok(())
}

async fn create_collection(client: &Client) -> Sent {
    let vectors = VectorParams::new(768, VectorParamsDistance::Cosine).on_disk(true);
    client.collections().create("docs", vectors).shards(2).await?;
    Ok(())
}

async fn create_collection_of_named_vectors(client: &Client) -> Sent {
    let text = VectorParams::new(768, VectorParamsDistance::Dot);
    let image = VectorParams::new(512, VectorParamsDistance::Euclid);
    client.collections().create("docs", [("text", text), ("image", image)]).shards(None).await?;
    Ok(())
}

async fn store_points(client: &Client) -> Sent {
    let point = Point::new(1, [0.1, 0.2]).payload([("city", json!("Paris"))]);
    let other = Point::new("6f9619ff-8b86-d011-b42d-00c04fc964ff", vec![0.3, 0.4]);
    client.points().upsert("docs", [point, other]).await?;
    Ok(())
}

async fn store_points_of_rows(client: &Client, rows: Vec<Vec<f32>>) -> Sent {
    let named = HashMap::from([("text", vec![0.1, 0.2])]);
    let points = vec![Point::new(1, rows), Point::new(2, [[0.1, 0.2], [0.3, 0.4]]), Point::new(3, named)];
    client.points().upsert("docs", points).await?;
    Ok(())
}

async fn search_near_a_vector(client: &Client, vector: &[f32]) -> Sent {
    let request = client.points().search("docs", vector, 10).with_payload(["city", "year"]);
    request.score_threshold(0.5).offset(5).await?;
    client.points().search("docs", 42, 10).with_payload(true).score_threshold(None).await?;
    Ok(())
}

async fn search_with_a_filter(client: &Client) -> Sent {
    let city = FieldCondition::new("city").match_(MatchValue::new("Paris"));
    let year = FieldCondition::new("year").range(Range::new().gte(2020).lt(2025.5));
    let filter = Filter::new().must([city.into(), year.into()]).must_not(HasId::new([1, 2]));
    client.points().search("docs", [0.1, 0.2], 10).filter(filter).await?;
    Ok(())
}

async fn search_with_nested_filters(client: &Client) -> Sent {
    let cities = FieldCondition::new("city").match_(MatchAny::new(["Paris", "Rome"]));
    let years = FieldCondition::new("year").match_(MatchAny::new([2023, 2024]));
    let either = Filter::new().should([cities.into(), years.into()]);
    let open = FieldCondition::new("open").match_(MatchValue::new(true));
    let filter = Filter::new().must(vec![either.into(), open.into()]);
    client.points().search("docs", vec![0.1, 0.2], 10).filter(filter).await?;
    Ok(())
}

async fn delete_by_filter(client: &Client) -> Sent {
    let old = FieldCondition::new("year").range(Range::new().lt(2000));
    client.points().delete("docs", SelectorFilter::new(Filter::new().must(old))).await?;
    client.points().delete("docs", SelectorPoints::new([1, 2, 3])).await?;
    Ok(())
}

async fn retrieve_by_ids(client: &Client, ids: &[u64], uuid: &str) -> Sent {
    client.points().retrieve("docs", ids.iter().map(|id| PointId::from(*id))).with_payload(true).await?;
    client.points().retrieve("docs", [uuid]).await?;
    client.points().scroll("docs").ids([PointId::from(1), uuid.into()]).fields(["city"]).limit(10).await?;
    Ok(())
}

async fn set_payload(client: &Client, id: u64) -> Sent {
    let payload = HashMap::from([("city", json!("Paris")), ("year", json!(2024))]);
    client.points().set_payload("docs", payload, vec![id.into()]).await?;
    Ok(())
}
