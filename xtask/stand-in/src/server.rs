//! [`StandIn`]: the vendor's server, started and stopped.

use std::io::{self, BufReader};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::http;
use crate::vendor::{Door, Options, Vendor};

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

/// The vendor's server on loopback, and the store that takes the parts of uploads, which is another one; both stop when this is dropped.
#[derive(Debug)]
pub struct StandIn {
    address: String,
    store: String,
    vendor: Arc<Mutex<Vendor>>,
    seen: Arc<Mutex<Vec<Seen>>>,
    over: Arc<AtomicBool>,
}

impl StandIn {
    /// Starts both, each on a port of its own.
    ///
    /// # Errors
    /// Where there is no port.
    pub fn start(options: Options) -> io::Result<StandIn> {
        let (api, store) = (TcpListener::bind("127.0.0.1:0")?, TcpListener::bind("127.0.0.1:0")?);
        let (address, at) = (api.local_addr()?.to_string(), store.local_addr()?.to_string());
        let vendor = Arc::new(Mutex::new(Vendor::new(options, format!("http://{at}"))));
        let stand_in = StandIn { address, store: at, vendor, seen: Arc::default(), over: Arc::default() };
        stand_in.listen(api, Door::Api);
        stand_in.listen(store, Door::Store);
        Ok(stand_in)
    }

    fn listen(&self, listener: TcpListener, door: Door) {
        let (vendor, seen, over) = (self.vendor.clone(), self.seen.clone(), self.over.clone());
        thread::spawn(move || {
            for stream in listener.incoming() {
                if over.load(Ordering::SeqCst) {
                    break;
                }
                let Ok(stream) = stream else { break };
                let (vendor, seen) = (vendor.clone(), seen.clone());
                // Whoever is cut off sees the connection end; there is nobody else to tell.
                thread::spawn(move || drop(serve(stream, &vendor, &seen, door)));
            }
        });
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
        // Wakes the threads that wait for a connection; that one is gone already is as well.
        for address in [&self.address, &self.store] {
            let _ = TcpStream::connect(address);
        }
    }
}

fn serve(stream: TcpStream, vendor: &Mutex<Vendor>, seen: &Mutex<Vec<Seen>>, door: Door) -> io::Result<()> {
    let mut to = stream.try_clone()?;
    let mut from = BufReader::new(stream);
    while let Some(request) = http::read(&mut from)? {
        seen.lock().unwrap_or_else(PoisonError::into_inner).push(Seen {
            method: request.method.clone(),
            target: request.target.clone(),
            headers: request.headers.clone(),
            body: request.body.clone(),
        });
        let response = vendor.lock().unwrap_or_else(PoisonError::into_inner).answer(&request, door);
        response.write(&mut to)?;
        if request.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close")) {
            break;
        }
    }
    Ok(())
}
