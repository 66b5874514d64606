//! A plain blocking HTTP/1.1 client over one connection that stays open: it costs as little as it
//! can, so that what is measured is the server.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

/// Bytes read at once.
const CHUNK: usize = 1 << 16;

/// One connection.
pub struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
    key: String,
}

/// What came back; the body stays in the client until the next request.
#[derive(Debug, Clone, Copy)]
pub struct Reply<'a> {
    /// The status code.
    pub status: u16,
    /// The body.
    pub body: &'a [u8],
}

impl Client {
    /// Connects, without a key.
    pub fn new(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("the server listens");
        stream.set_nodelay(true).expect("an option of the socket");
        Self {
            stream,
            buffer: Vec::with_capacity(CHUNK),
            key: String::new(),
        }
    }

    /// Connects, with a key for the API.
    pub fn with_key(address: SocketAddr, key: &str) -> Self {
        let key = format!("Authorization: Bearer {key}\r\n");
        Self {
            key,
            ..Self::new(address)
        }
    }

    /// Connects, with one more header in each request.
    pub fn with_header(address: SocketAddr, header: &str) -> Self {
        let key = format!("{header}\r\n");
        Self {
            key,
            ..Self::new(address)
        }
    }

    /// `GET path`.
    pub fn get(&mut self, path: &str) -> Reply<'_> {
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{}\r\n", self.key);
        self.exchange(&request)
    }

    /// `PUT path` with a JSON body.
    pub fn put(&mut self, path: &str, body: &str) -> Reply<'_> {
        self.send("PUT", path, "application/json", body)
    }

    /// `POST path` with a body of this kind.
    pub fn post(&mut self, path: &str, kind: &str, body: &str) -> Reply<'_> {
        self.send("POST", path, kind, body)
    }

    fn send(&mut self, method: &str, path: &str, kind: &str, body: &str) -> Reply<'_> {
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\n\
             Content-Length: {length}\r\n{}\r\n{body}",
            self.key
        );
        self.exchange(&request)
    }

    fn exchange(&mut self, request: &str) -> Reply<'_> {
        self.stream
            .write_all(request.as_bytes())
            .expect("the connection stays open");
        self.buffer.clear();
        let head = self.read_head();
        let text = std::str::from_utf8(&self.buffer[..head]).expect("headers are ASCII");
        let (status, length) = (status(text), content_length(text));
        self.read_until(head + length);
        Reply {
            status,
            body: &self.buffer[head..head + length],
        }
    }

    /// Reads until the headers are whole; where they end.
    fn read_head(&mut self) -> usize {
        let mut searched = 0;
        loop {
            self.read_more();
            let found = self.buffer[searched..]
                .windows(4)
                .position(|four| four == b"\r\n\r\n");
            if let Some(at) = found {
                return searched + at + 4;
            }
            searched = self.buffer.len().saturating_sub(3);
        }
    }

    fn read_until(&mut self, length: usize) {
        while self.buffer.len() < length {
            self.read_more();
        }
    }

    fn read_more(&mut self) {
        let start = self.buffer.len();
        self.buffer.resize(start + CHUNK, 0);
        let read = self.stream.read(&mut self.buffer[start..]);
        let read = read.expect("the connection stays open");
        assert!(read > 0, "the server closed the connection");
        self.buffer.truncate(start + read);
    }
}

fn status(head: &str) -> u16 {
    let code = head.split(' ').nth(1).and_then(|code| code.parse().ok());
    code.expect("a status line")
}

fn content_length(head: &str) -> usize {
    let mut lines = head.lines().filter_map(|line| line.split_once(':'));
    let length = lines.find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let length = length.and_then(|(_, value)| value.trim().parse().ok());
    length.expect("an answer with a content-length")
}
