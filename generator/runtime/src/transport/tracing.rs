//! [`Tracing`]: a middleware that creates a span for each attempt, by the conventions of
//! OpenTelemetry for HTTP clients (semantic conventions 1.23 and later, "HTTP client span"). Must
//! not record bodies or secrets.

use std::sync::Arc;

use http::{HeaderMap, Method};
use tracing::field::Empty;
use tracing::{Instrument, Span, info_span};

use super::{
    Attempt, BlockingTransport, BlockingTransportResponse, BoxFuture, Fault, FaultKind, Middleware, Transport,
    TransportResponse,
};
use crate::call::masked_url;

/// Creates a `tracing` span for each attempt.
///
/// It has the operation, the URL without secrets, the status, and the number of the attempt. It
/// ends with the headers of the response. Headers and bodies are not recorded.
///
/// Available with feature `tracing`.
#[derive(Clone, Default)]
pub struct Tracing {
    propagate: Option<InjectContext>,
}

/// Writes the context of the current span into headers.
type InjectContext = Arc<dyn Fn(&mut HeaderMap) + Send + Sync>;

impl Tracing {
    /// Creates a middleware that does not propagate the context.
    #[must_use]
    pub fn new() -> Tracing {
        Tracing::default()
    }

    /// Calls `inject` inside of the span, to write its context into the headers.
    ///
    /// With any version of the crates `opentelemetry` and `tracing-opentelemetry`:
    ///
    /// ```text
    /// |headers| get_text_map_propagator(|propagator| {
    ///     propagator.inject_context(&Span::current().context(), &mut HeaderInjector(headers))
    /// })
    /// ```
    #[must_use]
    pub fn propagate(mut self, inject: impl Fn(&mut HeaderMap) + Send + Sync + 'static) -> Tracing {
        self.propagate = Some(Arc::new(inject));
        self
    }

    fn begin(&self, attempt: &mut Attempt) -> Span {
        let span = span(attempt);
        if let Some(inject) = &self.propagate {
            span.in_scope(|| inject(attempt.request.headers_mut()));
        }
        span
    }
}

impl Middleware for Tracing {
    fn handle(
        self: Arc<Self>,
        mut attempt: Attempt,
        next: Arc<dyn Transport>,
    ) -> BoxFuture<'static, Result<TransportResponse, Fault>> {
        let span = self.begin(&mut attempt);
        let inside = span.clone();
        let sent = async move {
            let outcome = next.send(attempt).await;
            finish(&inside, &outcome);
            outcome
        };
        Box::pin(sent.instrument(span))
    }

    fn handle_blocking(
        &self,
        mut attempt: Attempt,
        next: &dyn BlockingTransport,
    ) -> Result<BlockingTransportResponse, Fault> {
        let span = self.begin(&mut attempt);
        let outcome = span.in_scope(|| next.send(attempt));
        finish(&span, &outcome);
        outcome
    }
}

fn span(attempt: &Attempt) -> Span {
    let (request, operation) = (&attempt.request, attempt.operation);
    let method = known_method(request.method());
    let uri = request.uri();
    let span = info_span!(
        "http.client",
        otel.kind = "client",
        otel.name = format!("{method} {}", operation.path),
        otel.status_code = Empty,
        http.request.method = method,
        http.request.method_original = Empty,
        http.request.resend_count = Empty,
        http.response.status_code = Empty,
        server.address = uri.host().unwrap_or_default(),
        server.port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("https") { 443 } else { 80 }),
        url.full = masked_url(&uri.to_string(), attempt.api, "REDACTED"),
        url.template = operation.path,
        rpc.method = operation.name,
        error.type = Empty,
    );
    if method == "_OTHER" {
        span.record("http.request.method_original", request.method().as_str());
    }
    if attempt.number > 1 {
        span.record("http.request.resend_count", attempt.number - 1);
    }
    span
}

fn finish<B>(span: &Span, outcome: &Result<http::Response<B>, Fault>) {
    match outcome {
        Ok(response) => {
            let status = response.status();
            span.record("http.response.status_code", status.as_u16());
            if status.is_client_error() || status.is_server_error() {
                span.record("otel.status_code", "ERROR");
                span.record("error.type", status.as_str());
            }
        }
        Err(fault) => {
            span.record("otel.status_code", "ERROR");
            span.record("error.type", fault_name(fault.kind));
        }
    }
}

fn fault_name(kind: FaultKind) -> &'static str {
    match kind {
        FaultKind::Connect => "connect",
        FaultKind::Untrusted => "untrusted",
        FaultKind::Timeout => "timeout",
        FaultKind::Interrupted => "interrupted",
        FaultKind::Refused => "refused",
        FaultKind::Unreadable => "unreadable",
        FaultKind::Malformed => "malformed",
    }
}

/// Returns a method that the conventions define, or `_OTHER`.
fn known_method(method: &Method) -> &'static str {
    const KNOWN: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("_OTHER")
}
