//! Bytes on a connection that no client would send.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(10);

/// Requests that are wrong below HTTP, or that break off.
pub fn requests(id: &str) -> Vec<Vec<u8>> {
    let put = |headers: &str| {
        format!("PUT /api/v1/services/{id}/capacity HTTP/1.1\r\nHost: x\r\n{headers}\r\n")
            .into_bytes()
    };
    let get = |address: &[u8]| {
        [
            b"GET ",
            address,
            b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        ]
        .concat()
    };
    let mut requests = vec![
        b"\r\n\r\n".to_vec(),
        b"\x16\x03\x01\x02\x00\x01\x00\x01".to_vec(),
        b"GET\r\n\r\n".to_vec(),
        b"GET / HTTP/9.9\r\n\r\n".to_vec(),
        get(b"/api/v1/search?q=\xff\xfe"),
        get(b"/api/v1/services/\xc3\x28"),
        get(b"/api/v1/search?q=\0"),
        get(b"//api//v1//search"),
        get(b"/../../../../etc/passwd"),
        get(b"/assets/../../Cargo.toml"),
        get(b"/assets/%2e%2e%2fCargo.toml"),
        get(b"http://elsewhere.example/api/v1/search"),
        get(b"*"),
        put("Content-Length: 1000\r\n"),
        put("Content-Length: -1\r\n"),
        put("Content-Length: 5\r\nContent-Length: 6\r\n"),
        put("Transfer-Encoding: chunked\r\n"),
        put("Transfer-Encoding: nonsense\r\n"),
        put("Content-Encoding: gzip\r\nContent-Length: 4\r\n"),
        put(&format!("X-Long: {}\r\n", "x".repeat(200_000))),
        put(&"X-Many: 1\r\n".repeat(500)),
    ];
    requests.push([put("Transfer-Encoding: chunked\r\n"), b"zz\r\n{}".to_vec()].concat());
    requests.push(
        [
            put("Content-Encoding: gzip\r\nContent-Length: 4\r\n"),
            b"\x1f\x8b\x08\x00".to_vec(),
        ]
        .concat(),
    );
    requests
}

/// Sends the bytes, ends, and reads the status of the answer, if there is one.
pub fn status_of(url: &str, request: &[u8]) -> Option<u16> {
    let address = url
        .strip_prefix("http://")
        .expect("an address of this machine");
    let mut connection = TcpStream::connect(address).expect("the server listens");
    connection
        .set_read_timeout(Some(PATIENCE))
        .expect("a time-out can be set");
    // The server may hang up before all is sent or said: that is an answer too.
    let _ = connection.write_all(request);
    let _ = connection.shutdown(Shutdown::Write);
    let mut answer = Vec::new();
    let _ = connection.read_to_end(&mut answer);
    let line = String::from_utf8_lossy(&answer[..answer.len().min(20)]).into_owned();
    line.split(' ').nth(1)?.parse().ok()
}
