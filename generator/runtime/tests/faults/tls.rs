//! Valid and invalid certificates, and servers that use them.

use std::net::TcpStream;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::server::{Script, Server, Wire};

/// The certificate that a server presents for `localhost`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shows {
    /// A certificate for that name, signed by an authority that the client trusts.
    Trusted,
    /// A self-signed certificate.
    SelfSigned,
    /// A certificate for another name.
    OtherName,
    /// An expired certificate.
    Expired,
}

/// Returns the server, and the authority that the client has to trust.
pub(crate) fn server(shows: Shows, script: Script) -> (Server, Vec<u8>) {
    let mut params = CertificateParams::new(Vec::<String>::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let name = if shows == Shows::OtherName { "other.test" } else { "localhost" };
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    if shows == Shows::Expired {
        params.not_after = rcgen::date_time_ymd(2020, 1, 1);
    }
    let leaf = match shows {
        Shows::SelfSigned => params.self_signed(&key).unwrap(),
        Shows::Trusted | Shows::OtherName | Shows::Expired => params.signed_by(&key, &authority).unwrap(),
    };
    let config = config(leaf.der().clone(), &key);
    let wrap = move |stream: TcpStream| {
        let connection = rustls::ServerConnection::new(config.clone()).ok()?;
        // The server never sends `close_notify`, as if the connection were cut.
        Some(Box::new(rustls::StreamOwned::new(connection, stream)) as Box<dyn Wire>)
    };
    (Server::start("https://localhost", Arc::new(wrap), script), authority.der().to_vec())
}

fn config(leaf: CertificateDer<'static>, key: &KeyPair) -> Arc<rustls::ServerConfig> {
    let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    Arc::new(config.with_no_client_auth().with_single_cert(vec![leaf], private).unwrap())
}
