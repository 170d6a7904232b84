//! A token that ran out is renewed: the vendor says 403 with a header of its own, where others say
//! 401.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use scenario_client::types::UploadKind;
use scenario_client::{Client, ErrorKind, Token, TokenError, blocking_token_source};
use stand_in::{Options, StandIn};

/// The vendor, a client that asks for tokens which are good for two requests each, and how often it
/// asked.
fn set_up() -> (StandIn, Client, Arc<AtomicU32>) {
    let vendor = StandIn::start(Options { jwt_uses: Some(2), ..Options::default() }).unwrap();
    let asked = Arc::new(AtomicU32::new(0));
    let asks = asked.clone();
    let source = blocking_token_source(move || {
        let number = asks.fetch_add(1, Ordering::SeqCst) + 1;
        Ok::<_, TokenError>(Token::new(format!("jwt-{number}")))
    });
    let client = Client::builder().base_url(vendor.base_url()).bearer_from(source).build().unwrap();
    (vendor, client, asked)
}

#[test]
fn a_token_that_ran_out_is_renewed_blocking() {
    let (vendor, client, asked) = set_up();
    let create = client.uploads().create().file_name("a").content_type("a/b").kind(UploadKind::Image);
    let upload = create.file_size(1).parts(1).send_blocking().unwrap().upload;
    for _ in 0..4 {
        client.uploads().retrieve(upload.id.as_str()).send_blocking().unwrap();
    }
    assert_eq!(asked.load(Ordering::SeqCst), 3, "for five requests");
    assert_eq!(vendor.requests().len(), 5 + 2, "two were refused");
}

#[tokio::test]
async fn a_token_that_ran_out_is_renewed_async() {
    let (vendor, client, asked) = set_up();
    let create = client.uploads().create().file_name("a").content_type("a/b").kind(UploadKind::Image);
    let upload = create.file_size(1).parts(1).await.unwrap().upload;
    for _ in 0..4 {
        client.uploads().retrieve(upload.id.as_str()).await.unwrap();
    }
    assert_eq!((asked.load(Ordering::SeqCst), vendor.requests().len()), (3, 7));
}

/// One that does not live at all is asked for once more, and then the refusal stands.
#[tokio::test]
async fn a_token_that_never_is_good_is_an_error() {
    let vendor = StandIn::start(Options { jwt_uses: Some(0), ..Options::default() }).unwrap();
    let source = || async { Ok::<_, TokenError>(Token::new("jwt-1")) };
    let client = Client::builder().base_url(vendor.base_url()).bearer_from(source).build().unwrap();
    let error = client.uploads().retrieve("upload_1").await.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 403));
    assert_eq!((error.message().as_deref(), vendor.requests().len()), (Some("the token has expired"), 2));
}
