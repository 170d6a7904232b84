//! Redirects (RFC 9110, section 15.4). Must not know retries.

use http::{HeaderName, HeaderValue, Method, StatusCode, header};

use super::call_plan::{CallPlan, Destination, RedirectPolicy};
use super::location::{is_downgrade, resolve, same_origin};
use super::now::Moment;
use super::step::Step;
use crate::ErrorKind;
use crate::call::Payload;

/// The largest number of redirects that are followed.
const MOST_REDIRECTS: u32 = 10;

impl CallPlan {
    /// Follows a redirect, or fails if that is not safe: 303 asks for GET, 307 and 308 repeat the
    /// request, and 301 and 302 repeat it only if its method is safe.
    pub(super) fn redirect(mut self: Box<Self>, status: StatusCode, location: &str, now: Moment<'_>) -> Step {
        let Some(target) = resolve(&self.target.uri, location) else {
            // Its query may be that of the request, with a key.
            let shown = location.split(['?', '#']).next().unwrap_or_default();
            return self.refuse(format!("{status} redirects to `{shown}`, which is not a valid URL"));
        };
        if let Err(what) = self.check_redirect(status, &target) {
            return self.refuse(what);
        }
        self.progress.redirects += 1;
        if self.progress.redirects > MOST_REDIRECTS {
            return self.refuse(format!("too many redirects ({MOST_REDIRECTS})"));
        }
        if status == StatusCode::SEE_OTHER && !self.is_safe() {
            self.target.method = Method::GET;
            self.target.body = Payload::default();
            self.target.headers.remove_if(|name, _| *name == header::CONTENT_TYPE);
        }
        if self.target.body.is_consumed() {
            return self.refuse(format!("{status} redirects the request, but its body can be sent only once"));
        }
        if !same_origin(&self.target.uri, &target) {
            self.progress.destination = Destination::Elsewhere;
            self.target.headers.remove_if(is_secret);
        }
        self.target.uri = target;
        self.send(now)
    }

    fn check_redirect(&self, status: StatusCode, target: &http::Uri) -> Result<(), String> {
        let method = &self.target.method;
        if !self.is_safe() && matches!(status.as_u16(), 301 | 302) {
            return Err(format!(
                "{status} redirects to {}, but {method} requests are not repeated there",
                shown(target)
            ));
        }
        if self.rules.redirects == RedirectPolicy::Refuse {
            return Err(format!("{status} redirects to {}, but the request contains secrets", shown(target)));
        }
        if is_downgrade(&self.target.uri, target) {
            return Err(format!("{status} redirects from https to plain http"));
        }
        Ok(())
    }

    fn is_safe(&self) -> bool {
        matches!(self.target.method, Method::GET | Method::HEAD)
    }

    fn refuse(&self, what: String) -> Step {
        Step::Done(Err(self.error(ErrorKind::Redirect, what)))
    }
}

/// Returns `true` if another server must not see a header: it is marked as a secret, or may contain
/// one.
fn is_secret(name: &HeaderName, value: &HeaderValue) -> bool {
    value.is_sensitive() || matches!(*name, header::AUTHORIZATION | header::COOKIE | header::PROXY_AUTHORIZATION)
}

/// Returns a URL without its query, which may contain a key.
fn shown(uri: &http::Uri) -> String {
    format!("{}://{}{}", uri.scheme_str().unwrap_or("http"), uri.authority().map_or("", |a| a.as_str()), uri.path())
}
