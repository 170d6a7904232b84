//! [`Script`]: a server that answers each connection with what it was told, byte by byte, and keeps what it was sent.

use std::io::{self, BufReader, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::http;

/// What one connection is answered with.
#[derive(Debug, Clone)]
pub enum Reply {
    /// These bytes, then the end of the connection.
    Bytes(Vec<u8>),
    /// The end of the connection, without an answer.
    Close,
    /// Some bytes, then a reset: what was sent is left unread.
    Reset(Vec<u8>),
    /// Nothing, until the script is dropped.
    Stall,
}

/// A server that follows a script: one reply a connection, in order; the last one again where there are more.
#[derive(Debug)]
pub struct Script {
    address: String,
    seen: Arc<Mutex<Vec<Vec<u8>>>>,
    over: Arc<AtomicBool>,
}

impl Script {
    /// Starts it on a port of its own.
    ///
    /// # Errors
    /// Where there is no port.
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
                thread::spawn(move || answer(stream, &reply, &seen, &over));
            }
        });
        Ok(script)
    }

    /// `http://127.0.0.1:PORT`
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// `127.0.0.1:PORT`
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Every request so far, with all its bytes.
    #[must_use]
    pub fn requests(&self) -> Vec<Vec<u8>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for a connection; that it is gone already is as well.
        let _ = TcpStream::connect(&self.address);
    }
}

/// A test that hangs has nobody to tell of an error here: the other side sees the connection end.
fn answer(stream: TcpStream, reply: &Reply, seen: &Mutex<Vec<Vec<u8>>>, over: &AtomicBool) {
    let Ok(mut to) = stream.try_clone() else { return };
    let mut from = BufReader::new(stream);
    if matches!(reply, Reply::Reset(_)) {
        let Reply::Reset(bytes) = reply else { return };
        let _ = to.write_all(bytes);
        // Closed with bytes that were not read: the kernel answers the rest with a reset.
        thread::sleep(Duration::from_millis(20));
        return;
    }
    if let Ok(Some(request)) = http::read(&mut from) {
        seen.lock().unwrap_or_else(PoisonError::into_inner).push(request.raw);
    }
    match reply {
        Reply::Bytes(bytes) => {
            let _ = to.write_all(bytes);
        }
        Reply::Stall => {
            while !over.load(Ordering::SeqCst) {
                thread::sleep(Duration::from_millis(10));
            }
        }
        Reply::Close | Reply::Reset(_) => {}
    }
    let _ = to.shutdown(Shutdown::Both);
}
