//! A server of raw bytes: it reads a request, and then does exactly what its script says, valid
//! HTTP or not.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use socket2::{Domain, SockRef, Socket, Type};

/// One action of a server on a connection. After the last one, it closes the connection.
#[derive(Clone)]
pub(crate) enum Do {
    /// Sends these bytes; `{base}` is the server's own address.
    Say(Vec<u8>),
    /// Gives the client time to read what was sent so far.
    Pause,
    /// Sends this repeatedly, with pauses, until the client disconnects.
    Drip(&'static str),
    /// Sends this repeatedly, as fast as it is read, until the client disconnects.
    Flood(&'static str),
    /// Sends nothing more, and waits until the client disconnects.
    Stall,
    /// Resets the connection (RST).
    Reset,
    /// Serves the next request on the same connection.
    Stay,
}

/// The scripts of the first request, the second, and so on. The last one is used for all further
/// requests.
pub(crate) type Script = Vec<Vec<Do>>;

/// A server that runs until the tests end.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    seen: Arc<Mutex<Vec<String>>>,
    connections: Arc<Mutex<usize>>,
}

/// A connection, plain or in TLS.
pub(crate) trait Wire: Read + Write {}
impl<T: Read + Write> Wire for T {}

/// Wraps a connection in TLS, or returns it unchanged.
pub(crate) type Wrap = Arc<dyn Fn(TcpStream) -> Option<Box<dyn Wire>> + Send + Sync>;

impl Server {
    /// Over plain TCP.
    pub(crate) fn plain(script: Script) -> Server {
        Server::start("http://127.0.0.1", Arc::new(|stream| Some(Box::new(stream))), script)
    }

    /// Starts a server on connections converted by `wrap`, whose base URL begins with `origin`.
    pub(crate) fn start(origin: &str, wrap: Wrap, script: Script) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let server = Server { address, seen: Arc::default(), connections: Arc::default() };
        let base = format!("{origin}:{}", address.port());
        let ours = server.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                *ours.connections.lock().unwrap() += 1;
                let (ours, wrap, script, base) = (ours.clone(), wrap.clone(), script.clone(), base.clone());
                std::thread::spawn(move || {
                    let raw = stream.try_clone().unwrap();
                    if let Some(wire) = wrap(stream) {
                        ours.serve(wire, &raw, &script, &base);
                    }
                });
            }
        });
        server
    }

    /// Returns the heads of the requests so far.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }

    /// Returns the number of connections.
    pub(crate) fn connections(&self) -> usize {
        *self.connections.lock().unwrap()
    }

    fn serve(&self, mut wire: Box<dyn Wire>, raw: &TcpStream, script: &Script, base: &str) {
        while let Some(head) = read_request(&mut *wire) {
            let number = {
                let mut seen = self.seen.lock().unwrap();
                seen.push(head);
                seen.len() - 1
            };
            let Some(acts) = script.get(number).or(script.last()) else { return };
            // A client that closes the connection early is not an error.
            match acts.iter().try_for_each(|act| perform(act, &mut *wire, raw, base)) {
                Ok(()) if matches!(acts.last(), Some(Do::Stay)) => {}
                Ok(()) | Err(_) => return,
            }
        }
    }
}

fn perform(act: &Do, wire: &mut dyn Wire, raw: &TcpStream, base: &str) -> std::io::Result<()> {
    match act {
        Do::Say(bytes) => say(wire, bytes, base),
        Do::Pause => {
            std::thread::sleep(Duration::from_millis(100));
            Ok(())
        }
        Do::Drip(text) => loop {
            say(wire, text.as_bytes(), base)?;
            std::thread::sleep(Duration::from_millis(20));
        },
        Do::Flood(text) => loop {
            say(wire, text.as_bytes(), base)?;
        },
        Do::Stall => {
            while wire.read(&mut [0; 1024])? > 0 {}
            Ok(())
        }
        Do::Reset => SockRef::from(raw).set_linger(Some(Duration::ZERO)),
        Do::Stay => Ok(()),
    }
}

fn say(wire: &mut dyn Wire, bytes: &[u8], base: &str) -> std::io::Result<()> {
    match std::str::from_utf8(bytes) {
        Ok(text) => wire.write_all(text.replace("{base}", base).as_bytes())?,
        Err(_) => wire.write_all(bytes)?,
    }
    wire.flush()
}

/// Reads the next request with its body and returns its head, or `None` if the client has
/// disconnected.
fn read_request(wire: &mut dyn Wire) -> Option<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if wire.read(&mut byte).ok()? == 0 {
            return None;
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let length = head.to_lowercase().lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    wire.read_exact(&mut vec![0; length.unwrap_or(0)]).ok()?;
    Some(head)
}

/// Returns an address on which nothing listens. The socket prevents others from using it.
pub(crate) fn nobody() -> (SocketAddr, Vec<Socket>) {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    socket.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into()).unwrap();
    (socket.local_addr().unwrap().as_socket().unwrap(), vec![socket])
}

/// Starts a server that resets every connection when the request starts to arrive, without reading
/// it.
pub(crate) fn deaf() -> SocketAddr {
    accepting(|stream| {
        let _ = stream.peek(&mut [0]);
        SockRef::from(&stream).set_linger(Some(Duration::ZERO)).unwrap();
    })
}

/// Starts a server that keeps every connection open and reads nothing.
pub(crate) fn silent() -> SocketAddr {
    let held = Mutex::new(Vec::new());
    accepting(move |stream| {
        // A request of several MB must not fit into the buffers of the system.
        SockRef::from(&stream).set_recv_buffer_size(1 << 14).unwrap();
        held.lock().unwrap().push(stream);
    })
}

/// Starts a server that sends plain HTTP on every connection.
pub(crate) fn impatient() -> SocketAddr {
    accepting(|mut stream| {
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    })
}

/// Starts a server that responds as soon as it has read the head, and then reads the body.
pub(crate) fn hasty() -> SocketAddr {
    accepting(|mut stream| {
        let _ = stream.peek(&mut [0]);
        let _ = stream.write_all(b"HTTP/1.1 413 Content Too Large\r\ncontent-length: 0\r\n\r\n");
        std::thread::spawn(move || std::io::copy(&mut stream, &mut std::io::sink()));
    })
}

fn accepting(each: impl Fn(TcpStream) + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || listener.incoming().flatten().for_each(each));
    address
}

/// Returns a server that accepts no further connection, so that clients wait, and the sockets that
/// keep it full.
pub(crate) fn full() -> (SocketAddr, Vec<Socket>) {
    let listener = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    listener.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into()).unwrap();
    listener.listen(0).unwrap();
    let address = listener.local_addr().unwrap();
    let mut held = vec![listener];
    for _ in 0..4 {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        socket.set_nonblocking(true).unwrap();
        // The connection is being established, and never completes.
        let _ = socket.connect(&address);
        held.push(socket);
    }
    (address.as_socket().unwrap(), held)
}
