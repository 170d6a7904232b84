//! Checks the bytes that are sent and the values that are read, over loopback, async and blocking.

use std::time::Duration;

use scenario_client::types::{UploadAction, UploadKind, UploadProvider, UploadResponse, UploadSource, UploadStatus};
use scenario_client::{Client, Error, ErrorKind};
use stand_in::{Reply, Script};

/// The documented example of a response.
const EXAMPLE: &str = r#"{"upload":{"id":"id","authorId":"authorId","createdAt":"createdAt","fileName":"fileName","kind":"3d","ownerId":"ownerId","source":"civitai","status":"complete","updatedAt":"updatedAt","assetOptions":{"collectionIds":["string"],"hide":true,"parentId":"parentId"},"config":{},"contentType":"contentType","entityId":"entityId","errorMessage":"errorMessage","fileSize":0,"jobId":"jobId","originalFileName":"originalFileName","parts":[{"expires":"expires","number":0,"url":"url"}],"partsCount":0,"provider":"civitai","url":"url"}}"#;

fn response(status: &str, content_type: &str, body: &str) -> Reply {
    let head = format!("HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\n", body.len());
    // The script closes the connection after each response, and says so. Otherwise a second request
    // might use a connection that is about to close.
    Reply::Bytes(format!("{head}connection: close\r\nx-request-id: req-1\r\n\r\n{body}").into_bytes())
}

fn ok(body: &str) -> Reply {
    response("200 OK", "application/json; charset=utf-8", body)
}

fn client(script: &Script) -> Client {
    Client::builder().base_url(format!("{}/v1/", script.base_url())).basic("key", "secret").build().unwrap()
}

/// Sends the same request async and blocking, each to a server of its own. Returns the results and
/// the requests.
async fn both(reply: Reply) -> Vec<(Result<UploadResponse, Error>, Vec<u8>)> {
    let script = Script::start(vec![reply.clone()]).unwrap();
    let request = client(&script).uploads().trigger_action("upload_123", UploadAction::Complete);
    let request = request.with_timeout(Duration::from_secs(2));
    let asynchronous = (request.send().await, script.requests().pop().unwrap_or_default());
    let script = Script::start(vec![reply]).unwrap();
    let request = client(&script).uploads().trigger_action("upload_123", UploadAction::Complete);
    let request = request.with_timeout(Duration::from_secs(2));
    let response = tokio::task::spawn_blocking(move || request.send_blocking()).await.unwrap();
    vec![asynchronous, (response, script.requests().pop().unwrap_or_default())]
}

async fn both_fail(reply: Reply) -> Vec<Error> {
    both(reply).await.into_iter().map(|(response, _)| response.expect_err("an error")).collect()
}

/// Splits a request into its first line, its sorted headers in lower case, and its body.
fn parts(raw: &[u8]) -> (String, Vec<String>, String) {
    let text = String::from_utf8(raw.to_vec()).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let mut lines = head.split("\r\n");
    let first = lines.next().unwrap().to_owned();
    let mut headers: Vec<String> = lines
        .map(|line| line.split_once(": ").map(|(name, value)| format!("{}: {value}", name.to_lowercase())).unwrap())
        // Another client in the same build may enable the feature `gzip` of the runtime.
        .filter(|line| !line.starts_with("host: ") && line != "accept-encoding: gzip")
        .collect();
    headers.sort();
    (first, headers, body.to_owned())
}

#[tokio::test]
async fn trigger_action_sends_exactly_this_and_reads_the_documented_example() {
    for (response, sent) in both(ok(EXAMPLE)).await {
        let (first, headers, body) = parts(&sent);
        assert_eq!(first, "POST /v1/uploads/upload_123/action HTTP/1.1");
        assert_eq!(body, r#"{"action":"complete"}"#);
        assert_eq!(
            headers,
            [
                "accept: application/json",
                "authorization: Basic a2V5OnNlY3JldA==",
                "content-length: 21",
                "content-type: application/json",
                &format!("user-agent: scenario-client/{}", env!("CARGO_PKG_VERSION")),
            ]
        );
        every_field_is_there(response.unwrap());
    }
}

fn every_field_is_there(response: UploadResponse) {
    let upload = &response.upload;
    assert_eq!(
        (upload.id.as_str(), upload.author_id.as_str(), upload.owner_id.as_str()),
        ("id", "authorId", "ownerId")
    );
    assert_eq!((upload.created_at.as_str(), upload.updated_at.as_str()), ("createdAt", "updatedAt"));
    assert_eq!(
        (upload.file_name.as_str(), upload.original_file_name.as_deref()),
        ("fileName", Some("originalFileName"))
    );
    assert_eq!((&upload.kind, &upload.source), (&UploadKind::ThreeD, &UploadSource::Civitai));
    assert_eq!((&upload.status, upload.provider.as_ref()), (&UploadStatus::Complete, Some(&UploadProvider::Civitai)));
    let options = upload.asset_options.as_ref().unwrap();
    assert_eq!(options.collection_ids.as_deref(), Some(&["string".to_owned()][..]));
    assert_eq!((options.hide, options.parent_id.as_deref()), (Some(true), Some("parentId")));
    assert_eq!(upload.config, Some(serde_json::json!({})));
    assert_eq!((upload.content_type.as_deref(), upload.entity_id.as_deref()), (Some("contentType"), Some("entityId")));
    assert_eq!((upload.error_message.as_deref(), upload.job_id.as_deref()), (Some("errorMessage"), Some("jobId")));
    assert_eq!((upload.file_size.as_ref().unwrap(), upload.parts_count.as_ref().unwrap()), (&0.into(), &0.into()));
    let part = &upload.parts.as_ref().unwrap()[0];
    assert_eq!((part.expires.as_str(), &part.number, part.url.as_str()), ("expires", &0.into(), "url"));
    assert_eq!(upload.url.as_deref(), Some("url"));
    assert!(response.extra.is_empty() && upload.extra.is_empty() && options.extra.is_empty() && part.extra.is_empty());
    assert!(upload.kind.is_known() && upload.source.is_known() && upload.status.is_known());
    let back: serde_json::Value = serde_json::to_value(&response).unwrap();
    assert_eq!(back, serde_json::from_str::<serde_json::Value>(EXAMPLE).unwrap());
}

#[tokio::test]
async fn a_hostile_id_stays_one_segment_of_the_path_or_is_refused() {
    let encoded =
        [("a/b", "a%2Fb"), ("../x", "..%2Fx"), ("%2F", "%252F"), ("a b?c#d", "a%20b%3Fc%23d"), ("ü\n", "%C3%BC%0A")];
    for (id, expected) in encoded {
        let script = Script::start(vec![ok(EXAMPLE)]).unwrap();
        client(&script).uploads().retrieve(id).project_id("p&q=1").await.unwrap();
        let (first, _, _) = parts(&script.requests()[0]);
        assert_eq!(first, format!("GET /v1/uploads/{expected}?projectId=p%26q%3D1 HTTP/1.1"));
    }
    for id in ["", ".", ".."] {
        let script = Script::start(vec![ok(EXAMPLE)]).unwrap();
        let error = client(&script).uploads().retrieve(id).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains("`uploadId`"), "{error}");
        assert!(script.requests().is_empty());
    }
}

#[tokio::test]
async fn the_message_of_an_error_is_found_in_every_shape() {
    let shapes = [
        (r#"{"status":"error","code":"x","message":"first"}"#, "first"),
        (r#"{"statusCode":400,"error":"Bad Request","message":"second"}"#, "second"),
        (r#"{"reason":"third","trace_id":"t","name":"n","details":{}}"#, "third"),
        (r#"{"reason":"fourth","traceId":"t","name":"n","details":{}}"#, "fourth"),
        (r#"{"message":"fifth"}"#, "fifth"),
    ];
    for (body, message) in shapes {
        for error in both_fail(response("400 Bad Request", "application/json", body)).await {
            assert_eq!(error.kind(), ErrorKind::Status);
            assert_eq!(error.status().unwrap(), 400);
            assert_eq!(error.message().as_deref(), Some(message));
            assert_eq!(error.body().unwrap().as_ref(), body.as_bytes());
            assert_eq!(error.request_id(), Some("req-1"));
            assert_eq!(
                error.to_string(),
                format!("uploads.trigger_action: 400 Bad Request: {message} (request ID req-1)")
            );
            assert_eq!(format!("{error:?}"), error.to_string());
        }
    }
}

#[tokio::test]
async fn error_statuses_keep_the_response() {
    for status in ["403 Forbidden", "404 Not Found", "429 Too Many Requests", "500 Internal Server Error"] {
        for error in both_fail(response(status, "application/json", r#"{"message":"no"}"#)).await {
            assert_eq!(error.status().unwrap().as_str(), &status[..3]);
            assert_eq!(error.operation(), Some("uploads.trigger_action"));
        }
    }
    for error in both_fail(response("502 Bad Gateway", "text/html", "<html>\n bad gateway</html>")).await {
        assert_eq!((error.kind(), error.message()), (ErrorKind::Status, None));
        assert!(error.to_string().contains("502 Bad Gateway: <html> bad gateway</html>"), "{error}");
    }
}

#[tokio::test]
async fn a_response_that_does_not_match_the_description_names_the_path() {
    let bad = EXAMPLE.replace(r#""number":0"#, r#""number":"one""#);
    for error in both_fail(ok(&bad)).await {
        assert_eq!((error.kind(), error.path()), (ErrorKind::Decode, Some("upload.parts[0].number")));
        assert_eq!(error.body().unwrap().as_ref(), bad.as_bytes());
    }
    for (body, content_type, says) in [
        ("", "application/json", "has no body"),
        ("{\"upload\":", "application/json", "EOF"),
        ("<html>", "text/html", "expected JSON, but the server sent `text/html`"),
        ("{}", "application/json; charset=utf-16", "`utf-16`"),
        ("{}", "application/json", "upload: required, but missing"),
    ] {
        for error in both_fail(response("200 OK", content_type, body)).await {
            assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
            assert!(error.to_string().contains(says), "{error}");
        }
    }
}

#[tokio::test]
async fn a_newer_server_is_understood() {
    let newer = EXAMPLE
        .replace(r#""kind":"3d""#, r#""kind":"text","shelf":{"row":1}"#)
        .replace(r#""entityId":"entityId""#, r#""entityId":null"#);
    for (response, _) in both(ok(&newer)).await {
        let upload = response.unwrap().upload;
        assert!(!upload.kind.is_known() && upload.kind == "text");
        assert_eq!(upload.entity_id, None);
        assert_eq!(upload.extra["shelf"]["row"], 1);
        assert!(serde_json::to_string(&upload).unwrap().contains(r#""shelf":{"row":1}"#));
    }
}

#[tokio::test]
async fn network_failures_have_the_right_kind() {
    let cut = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{{\"upload\"", EXAMPLE.len());
    for error in both_fail(Reply::Bytes(cut.into_bytes())).await {
        assert_eq!(error.kind(), ErrorKind::Body, "{error}");
    }
    for error in both_fail(Reply::Close).await {
        assert_eq!(error.kind(), ErrorKind::Interrupted, "{error}");
    }
    for error in both_fail(Reply::Reset(Vec::new())).await {
        assert_eq!(error.kind(), ErrorKind::Interrupted, "{error}");
    }
    for error in both_fail(Reply::Stall).await {
        assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    }
}

#[tokio::test]
async fn a_failed_connection_is_reported() {
    // A port below 1024 that nobody serves. A port that was free a moment ago may be in use now.
    let client = Client::builder().base_url("http://127.0.0.1:1").basic("key", "secret").retries(0).build().unwrap();
    let request = client.uploads().retrieve("id");
    let error = request.send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    let error = tokio::task::spawn_blocking(move || request.send_blocking()).await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
}

#[tokio::test]
async fn a_request_is_a_value() {
    let script = Script::start(vec![ok(EXAMPLE)]).unwrap();
    let client = client(&script);
    let request =
        client.uploads().create().file_name("a.png").file_size("text".len()).kind(UploadKind::Image).file_name("b.png");
    let full = request.with_response().with_header("x-a", "b").with_query("q", "ü").await.unwrap();
    assert_eq!((full.status().as_u16(), full.request_id(), full.upload.id.as_str()), (200, Some("req-1"), "id"));
    assert_eq!(full.raw().as_ref(), EXAMPLE.as_bytes());
    let spawned = tokio::spawn(request.clone().send()).await.unwrap().unwrap();
    assert_eq!(spawned.upload, full.upload);
    let (first, headers, body) = parts(&script.requests()[0]);
    assert_eq!(first, "POST /v1/uploads?q=%C3%BC HTTP/1.1");
    assert!(headers.contains(&"x-a: b".to_owned()));
    assert_eq!(body, r#"{"fileName":"b.png","fileSize":4,"kind":"image"}"#);
    assert_eq!(
        request.curl().unwrap(),
        format!(
            "curl -X POST '{}/v1/uploads' -H 'user-agent: scenario-client/{}' -H 'accept: application/json' \
             -H 'content-type: application/json' -u \"$SCENARIO_SDK_API_KEY:$SCENARIO_SDK_API_SECRET\" \
             --data-binary '{{\"fileName\":\"b.png\",\"fileSize\":4,\"kind\":\"image\"}}'",
            script.base_url(),
            env!("CARGO_PKG_VERSION")
        )
    );
    assert!(!format!("{client:?} {request:?}").contains("secret"));
}
