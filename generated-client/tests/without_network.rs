//! Tests of a program that uses the client, without a network.

use scenario_client::testing::{FaultKind, MockResponse, MockTransport};
use scenario_client::types::{Upload, UploadKind, UploadRequired, UploadResponse, UploadSource, UploadStatus};
use scenario_client::{Client, Error};
use serde_json::json;

/// The function under test: returns the status of an upload, or `None` if it does not exist.
async fn status(client: &Client, id: &str) -> Result<Option<UploadStatus>, Error> {
    match client.uploads().retrieve(id).await {
        Ok(response) => Ok(Some(response.upload.status.clone())),
        Err(error) if error.status().is_some_and(|status| status == 404) => Ok(None),
        Err(error) => Err(error),
    }
}

fn upload(status: UploadStatus) -> UploadResponse {
    let text = || "any".to_owned();
    UploadResponse::new(Upload::new(UploadRequired {
        id: text(),
        author_id: text(),
        created_at: text(),
        file_name: text(),
        kind: UploadKind::Image,
        owner_id: text(),
        source: UploadSource::Multipart,
        status,
        updated_at: text(),
    }))
}

#[tokio::test]
async fn a_deleted_upload_has_no_status() {
    let mock = MockTransport::new();
    let client = Client::builder().bearer("any").transport(mock.clone()).build().unwrap();
    let retrieve = client.uploads().retrieve("any");
    mock.on(&retrieve)
        .respond(upload(UploadStatus::Complete))
        .then(MockResponse::fault(FaultKind::Connect))
        .then(MockResponse::status(404, json!({"reason": "no such upload"})));

    assert_eq!(status(&client, "u1").await.unwrap(), Some(UploadStatus::Complete));
    assert_eq!(status(&client, "u2").await.unwrap(), None, "at the second attempt");
    assert_eq!(mock.requests_for(&retrieve).last().unwrap().path, "/uploads/u2");
}
