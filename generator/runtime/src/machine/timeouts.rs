//! [`Timeouts`]: how long an attempt may take. The transport enforces them. Must not know clocks.

use std::time::Duration;

/// The timeouts of an attempt.
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// The timeout for establishing a connection.
    pub connect: Duration,
    /// The timeout of the attempt, from sending to the last byte of the response. If the response
    /// is streamed, it ends with the response headers.
    pub total: Duration,
    /// The timeout between two chunks of a streamed response; `None` if the response is not
    /// streamed.
    pub idle: Option<Duration>,
    /// The timeouts of a request body that is not in memory. If they are set, `total` starts after
    /// the body was sent.
    pub upload: Option<UploadTimeouts>,
}

/// The timeouts of a request body that is not in memory.
#[derive(Debug, Clone, Copy)]
pub struct UploadTimeouts {
    /// The timeout between two chunks of the body.
    pub idle: Duration,
    /// The rest of the call's deadline, which limits the attempt as a whole; `None` without a
    /// deadline.
    pub whole: Option<Duration>,
}

impl Timeouts {
    /// Shortens the timeouts by a delay before the attempt. Returns `None` if nothing is left.
    #[must_use]
    pub fn shortened(mut self, delay: Duration) -> Option<Timeouts> {
        self.total = self.total.checked_sub(delay).filter(|left| !left.is_zero())?;
        self.connect = self.connect.min(self.total);
        Some(self)
    }
}
