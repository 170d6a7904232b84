//! The TLS configuration of both transports: rustls with aws-lc, the platform's root certificates,
//! and those of the builder. Must not know proxies or timeouts.

#[cfg(any(feature = "async", feature = "blocking"))]
use std::sync::Arc;

#[cfg(any(feature = "async", feature = "blocking"))]
use crate::Error;
#[cfg(feature = "async")]
use crate::ErrorKind;

#[cfg(any(feature = "async", feature = "blocking"))]
fn provider() -> Arc<rustls::crypto::CryptoProvider> {
    Arc::new(rustls::crypto::aws_lc_rs::default_provider())
}

/// The protocols offered to a server, best first (RFC 7301, section 3.1). A server without ALPN
/// gets HTTP/1.1. reqwest offers nothing by itself if it receives a configuration.
#[cfg(feature = "async")]
const PROTOCOLS: &[&[u8]] = if cfg!(feature = "http2") { &[b"h2", b"http/1.1"] } else { &[b"http/1.1"] };

/// Returns the configuration for reqwest.
#[cfg(feature = "async")]
pub(super) fn client_config(roots: &[Vec<u8>]) -> Result<rustls::ClientConfig, Error> {
    let provider = provider();
    let roots: Vec<_> = roots.iter().map(|root| rustls::pki_types::CertificateDer::from(root.clone())).collect();
    let failed = |error: rustls::Error| Error::new(ErrorKind::Config, "HTTPS cannot be set up").with_source(error);
    let verifier = rustls_platform_verifier::Verifier::new_with_extra_roots(roots, provider.clone()).map_err(failed)?;
    let builder =
        rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(failed)?;
    // The method is called dangerous, but the verifier is the platform's own.
    let mut config = builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth();
    config.alpn_protocols = PROTOCOLS.iter().map(|name| name.to_vec()).collect();
    Ok(config)
}

/// Returns the configuration for ureq. It accepts either the platform's verifier or a list. With
/// root certificates of the builder, those of the platform are read into the list.
#[cfg(feature = "blocking")]
pub(super) fn ureq_config(roots: &[Vec<u8>]) -> Result<ureq::tls::TlsConfig, Error> {
    use ureq::tls::{Certificate, RootCerts, TlsConfig, TlsProvider};
    let trusted = if roots.is_empty() {
        RootCerts::PlatformVerifier
    } else {
        let native = rustls_native_certs::load_native_certs().certs;
        let native = native.iter().map(|root| Certificate::from_der(root).to_owned());
        let own = roots.iter().map(|root| Certificate::from_der(root).to_owned());
        let all: Vec<Certificate<'static>> = native.chain(own).collect();
        RootCerts::new_with_certs(&all)
    };
    let builder = TlsConfig::builder().provider(TlsProvider::Rustls).root_certs(trusted);
    Ok(builder.unversioned_rustls_crypto_provider(provider()).build())
}
