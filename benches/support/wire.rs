//! What a browser gets over the wire: packed, in chunks, and with the time at which it begins.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// One connection of a browser, which stays open.
pub struct Wire(BufReader<TcpStream>);

/// An answer.
#[derive(Debug, Clone)]
pub struct Got {
    /// From the request to the first byte of the body.
    pub first_byte: Duration,
    /// Bytes of head and body, as they were sent.
    pub bytes: usize,
    /// The head.
    pub head: String,
    /// The body, packed as it came if it was packed.
    pub body: Vec<u8>,
}

impl Wire {
    /// Connects.
    pub fn new(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("the server listens");
        stream.set_nodelay(true).expect("an option of the socket");
        Self(BufReader::with_capacity(1 << 16, stream))
    }

    /// Asks for something that may come packed or not.
    pub fn get(&mut self, path: &str, packed: bool) -> Got {
        let encoding = if packed { "gzip" } else { "identity" };
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: {encoding}\r\n\
             Accept-Language: en-GB\r\n\r\n"
        );
        let begun = Instant::now();
        let sent = self.0.get_mut().write_all(request.as_bytes());
        sent.expect("the connection stays open");
        let head = self.head();
        assert!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
        self.0.fill_buf().expect("the connection stays open");
        let first_byte = begun.elapsed();
        let (body, around) = match value(&head, "content-length") {
            Some(length) => (self.exactly(length.parse().expect("a length")), 0),
            None => self.chunks(),
        };
        Got {
            first_byte,
            bytes: head.len() + body.len() + around,
            head,
            body,
        }
    }

    fn head(&mut self) -> String {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            let read = self.0.read_line(&mut head).expect("headers are ASCII");
            assert!(read > 0, "the server closed the connection");
        }
        head
    }

    fn exactly(&mut self, length: usize) -> Vec<u8> {
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).expect("the whole body");
        body
    }

    /// The body, and how many bytes its division takes.
    fn chunks(&mut self) -> (Vec<u8>, usize) {
        let (mut body, mut around) = (Vec::new(), 0);
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line).expect("the size of a chunk");
            let size = usize::from_str_radix(line.trim(), 16).expect("the size of a chunk");
            body.extend(self.exactly(size));
            self.exactly(2);
            around += line.len() + 2;
            if size == 0 {
                return (body, around);
            }
        }
    }
}

/// What a header of this name says.
pub fn value<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = head.lines().filter_map(|line| line.split_once(':'));
    let found = lines.find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.trim())
}
