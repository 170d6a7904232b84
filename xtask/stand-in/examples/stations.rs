//! Serves the API of the guide on port 8080 until it is stopped: `cargo run -p stand-in --example
//! stations`.

use std::net::TcpListener;

fn main() -> std::io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:8080")?;
    println!("listening on http://{}/v1", listener.local_addr()?);
    stand_in::serve_stations(&listener)
}
