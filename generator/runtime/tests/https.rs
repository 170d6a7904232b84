//! HTTPS over both transports, with a private certificate authority that is passed to the builder.

mod api;
#[path = "api/tls.rs"]
mod tls;

use api::{BASE, builder, operation, request};
use clientwright_runtime::{Client, ErrorKind};
use tls::server;

async fn both(client: Client) -> [Result<bool, clientwright_runtime::Error>; 2] {
    let request = request::<bool>(&client, operation(BASE), |_| {});
    let blocking = request.clone();
    [request.await, tokio::task::spawn_blocking(move || blocking.send_blocking()).await.unwrap()]
}

#[tokio::test]
async fn an_authority_of_the_builder_is_trusted() {
    let server = server();
    for certificate in [server.authority_pem.as_bytes(), server.authority_der.as_slice()] {
        let client = builder().base_url(&server.base).root_certificate(certificate).build().unwrap();
        for response in both(client).await {
            assert!(response.unwrap());
        }
    }
}

#[tokio::test]
async fn an_authority_that_nobody_trusts_is_no_connection() {
    let (server, other) = (server(), server());
    let client = builder().base_url(&server.base).build().unwrap();
    let with_other = builder().base_url(&server.base).root_certificate(&other.authority_der).build().unwrap();
    for response in both(client).await.into_iter().chain(both(with_other).await) {
        let error = response.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 1), "{error}");
        assert!(error.to_string().contains("certificate"), "{error}");
    }
}
