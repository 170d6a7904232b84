//! A server that responds with the requested number. Occasionally it resets the connection,
//! responds that it is overloaded, or cuts the body off.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A server that counts its requests.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    counts: Arc<Counts>,
}

#[derive(Default)]
struct Counts {
    connections: AtomicU64,
    requests: AtomicU64,
    faults: AtomicU64,
}

impl Server {
    /// Describes the requests so far.
    pub(crate) fn reported(&self) -> String {
        let of = |count: &AtomicU64| count.load(Ordering::Relaxed);
        let Counts { connections, requests, faults } = &*self.counts;
        format!("{} connections, {} requests, {} faults", of(connections), of(requests), of(faults))
    }
}

/// Starts the server, with the percentage of requests that end with a fault.
pub(crate) async fn start(share: u64) -> std::io::Result<Server> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let counts = Arc::new(Counts::default());
    let ours = counts.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            ours.connections.fetch_add(1, Ordering::Relaxed);
            tokio::spawn(serve(stream, ours.clone(), share));
        }
    });
    Ok(Server { address, counts })
}

/// Serves the connection until either side closes it. A client that disconnects is not an error.
async fn serve(stream: TcpStream, counts: Arc<Counts>, share: u64) {
    let mut stream = BufReader::new(stream);
    while let Some(number) = asked(&mut stream).await {
        let request = counts.requests.fetch_add(1, Ordering::Relaxed);
        let chance = mixed(request);
        if chance % 100 >= share {
            if say(&mut stream, "200 OK", "", &number, number.len()).await.is_err() {
                return;
            }
            continue;
        }
        counts.faults.fetch_add(1, Ordering::Relaxed);
        match chance / 100 % 3 {
            0 => {
                if say(&mut stream, "503 Service Unavailable", "retry-after: 0\r\n", "", 0).await.is_err() {
                    return;
                }
            }
            1 => {
                let _ = say(&mut stream, "200 OK", "", "", number.len()).await;
                return;
            }
            _ => {
                let _ = socket2::SockRef::from(stream.get_ref()).set_linger(Some(Duration::ZERO));
                return;
            }
        }
    }
}

/// Reads the number that the next request asks for.
async fn asked(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut number = None;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        if line == "\r\n" {
            return number;
        }
        if let Some((_, rest)) = line.split_once("?n=") {
            number = rest.split(' ').next().map(str::to_owned);
        }
    }
}

async fn say(
    stream: &mut BufReader<TcpStream>,
    status: &str,
    headers: &str,
    body: &str,
    length: usize,
) -> std::io::Result<()> {
    let text = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\n{headers}content-length: {length}\r\n\r\n{body}"
    );
    stream.get_mut().write_all(text.as_bytes()).await
}

/// Returns a pseudo-random number for a counter, the same in every run (splitmix64).
fn mixed(number: u64) -> u64 {
    let mut x = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}
