//! [`Script`]: a server that replies to each connection with fixed bytes and records the requests. Must not know HTTP
//! beyond the end of a request.

use std::io::{self, BufReader, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::http;

/// The reply to a connection.
#[derive(Debug, Clone)]
pub enum Reply {
    /// Sends bytes and closes the connection.
    Bytes(Vec<u8>),
    /// Closes the connection without a response.
    Close,
    /// Sends bytes and resets the connection without reading the request.
    Reset(Vec<u8>),
    /// Sends nothing until the script is dropped.
    Stall,
}

/// A server that follows a script: one reply for each connection, in order. The last one is
/// repeated.
#[derive(Debug)]
pub struct Script {
    address: String,
    seen: Arc<Mutex<Vec<Vec<u8>>>>,
    over: Arc<AtomicBool>,
}

impl Script {
    /// Starts the server on a free port.
    ///
    /// # Errors
    /// Returns an error if no port is available.
    pub fn start(replies: Vec<Reply>) -> io::Result<Script> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let script = Script { address: listener.local_addr()?.to_string(), seen: Arc::default(), over: Arc::default() };
        let (seen, over) = (script.seen.clone(), script.over.clone());
        thread::spawn(move || {
            for (number, stream) in listener.incoming().enumerate() {
                if over.load(Ordering::SeqCst) {
                    break;
                }
                let reply = replies.get(number).or(replies.last()).cloned();
                let (Ok(stream), Some(reply)) = (stream, reply) else { break };
                let (seen, over) = (seen.clone(), over.clone());
                thread::spawn(move || reply_to(stream, &reply, &seen, &over));
            }
        });
        Ok(script)
    }

    /// Returns the base URL, `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns host and port, `127.0.0.1:PORT`.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Returns the bytes of all requests.
    #[must_use]
    pub fn requests(&self) -> Vec<Vec<u8>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for a connection, unless it has ended.
        let _ = TcpStream::connect(&self.address);
    }
}

/// Sends a reply. Errors are ignored: the client sees that the connection ends.
fn reply_to(stream: TcpStream, reply: &Reply, seen: &Mutex<Vec<Vec<u8>>>, over: &AtomicBool) {
    let Ok(mut writer) = stream.try_clone() else { return };
    let mut reader = BufReader::new(stream);
    if matches!(reply, Reply::Reset(_)) {
        let Reply::Reset(bytes) = reply else { return };
        let _ = writer.write_all(bytes);
        // The kernel resets connections that are closed with unread bytes.
        thread::sleep(Duration::from_millis(20));
        return;
    }
    if let Ok(Some(request)) = http::read(&mut reader) {
        seen.lock().unwrap_or_else(PoisonError::into_inner).push(request.raw);
    }
    match reply {
        Reply::Bytes(bytes) => {
            let _ = writer.write_all(bytes);
        }
        Reply::Stall => {
            while !over.load(Ordering::SeqCst) {
                thread::sleep(Duration::from_millis(10));
            }
        }
        Reply::Close | Reply::Reset(_) => {}
    }
    let _ = writer.shutdown(Shutdown::Both);
}
