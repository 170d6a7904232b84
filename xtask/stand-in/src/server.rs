//! [`StandIn`]: starts and stops the vendor's server. Must not know the API.

use std::io::{self, BufReader};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::http;
use crate::vendor::{Endpoint, Options, Vendor};

/// A received request.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The method.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// The vendor's server on the loopback interface, and its store for the parts of uploads, which is
/// another server. Both stop when this is dropped.
#[derive(Debug)]
pub struct StandIn {
    address: String,
    store: String,
    vendor: Arc<Mutex<Vendor>>,
    seen: Arc<Mutex<Vec<Seen>>>,
    over: Arc<AtomicBool>,
}

impl StandIn {
    /// Starts both on free ports.
    ///
    /// # Errors
    /// Returns an error if no port is available.
    pub fn start(options: Options) -> io::Result<StandIn> {
        let (api, store) = (TcpListener::bind("127.0.0.1:0")?, TcpListener::bind("127.0.0.1:0")?);
        let (address, at) = (api.local_addr()?.to_string(), store.local_addr()?.to_string());
        let vendor = Arc::new(Mutex::new(Vendor::new(options, format!("http://{at}"))));
        let stand_in = StandIn { address, store: at, vendor, seen: Arc::default(), over: Arc::default() };
        stand_in.listen(api, Endpoint::Api);
        stand_in.listen(store, Endpoint::Store);
        Ok(stand_in)
    }

    fn listen(&self, listener: TcpListener, door: Endpoint) {
        let (vendor, seen, over) = (self.vendor.clone(), self.seen.clone(), self.over.clone());
        thread::spawn(move || {
            for stream in listener.incoming() {
                if over.load(Ordering::SeqCst) {
                    break;
                }
                let Ok(stream) = stream else { break };
                let (vendor, seen) = (vendor.clone(), seen.clone());
                // Errors are ignored: the client sees that the connection ends.
                thread::spawn(move || drop(serve(stream, &vendor, &seen, door)));
            }
        });
    }

    /// Returns the base URL for clients.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// Returns all requests.
    #[must_use]
    pub fn requests(&self) -> Vec<Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        // Wakes the threads that wait for connections, unless they have ended.
        for address in [&self.address, &self.store] {
            let _ = TcpStream::connect(address);
        }
    }
}

fn serve(stream: TcpStream, vendor: &Mutex<Vendor>, seen: &Mutex<Vec<Seen>>, door: Endpoint) -> io::Result<()> {
    let mut to = stream.try_clone()?;
    let mut from = BufReader::new(stream);
    while let Some(request) = http::read(&mut from)? {
        seen.lock().unwrap_or_else(PoisonError::into_inner).push(Seen {
            method: request.method.clone(),
            target: request.target.clone(),
            headers: request.headers.clone(),
            body: request.body.clone(),
        });
        let response = vendor.lock().unwrap_or_else(PoisonError::into_inner).respond(&request, door);
        response.write(&mut to)?;
        if request.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close")) {
            break;
        }
    }
    Ok(())
}
