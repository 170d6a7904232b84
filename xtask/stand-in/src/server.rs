//! [`StandIn`]: the vendor's server, started and stopped.

use std::io::{self, BufReader};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::http;
use crate::vendor::{Options, Vendor};

/// A request that was seen.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The method.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// The headers, as they came.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// The vendor's server on loopback; it stops when it is dropped.
#[derive(Debug)]
pub struct StandIn {
    address: String,
    vendor: Arc<Mutex<Vendor>>,
    seen: Arc<Mutex<Vec<Seen>>>,
    over: Arc<AtomicBool>,
}

impl StandIn {
    /// Starts it on a port of its own.
    ///
    /// # Errors
    /// Where there is no port.
    pub fn start(options: Options) -> io::Result<StandIn> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?.to_string();
        let vendor = Arc::new(Mutex::new(Vendor::new(options, format!("http://{address}"))));
        let stand_in = StandIn { address, vendor, seen: Arc::default(), over: Arc::default() };
        let (vendor, seen, over) = (stand_in.vendor.clone(), stand_in.seen.clone(), stand_in.over.clone());
        thread::spawn(move || {
            for stream in listener.incoming() {
                if over.load(Ordering::SeqCst) {
                    break;
                }
                let Ok(stream) = stream else { break };
                let (vendor, seen) = (vendor.clone(), seen.clone());
                // Whoever is cut off sees the connection end; there is nobody else to tell.
                thread::spawn(move || drop(serve(stream, &vendor, &seen)));
            }
        });
        Ok(stand_in)
    }

    /// The base URL for a client.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// Every request so far.
    #[must_use]
    pub fn requests(&self) -> Vec<Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for a connection; that it is gone already is as well.
        let _ = TcpStream::connect(&self.address);
    }
}

fn serve(stream: TcpStream, vendor: &Mutex<Vendor>, seen: &Mutex<Vec<Seen>>) -> io::Result<()> {
    let mut to = stream.try_clone()?;
    let mut from = BufReader::new(stream);
    while let Some(request) = http::read(&mut from)? {
        seen.lock().unwrap_or_else(PoisonError::into_inner).push(Seen {
            method: request.method.clone(),
            target: request.target.clone(),
            headers: request.headers.clone(),
            body: request.body.clone(),
        });
        let response = vendor.lock().unwrap_or_else(PoisonError::into_inner).answer(&request);
        response.write(&mut to)?;
        if request.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close")) {
            break;
        }
    }
    Ok(())
}
