//! Where people reach this server, for links that are sent to them.

use crate::config::PublicUrl;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

/// The public address: what the configuration says, or else where the server listens, which is known
/// once it does.
#[derive(Debug, Clone, Default)]
pub struct Address(Arc<OnceLock<String>>);

impl Address {
    /// As configured, if it is.
    pub fn new(configured: Option<&PublicUrl>) -> Self {
        let address = Self::default();
        if let Some(url) = configured {
            address.settle(url.to_string());
        }
        address
    }

    /// Says where the server listens; without effect if the address was configured.
    pub fn listening(&self, socket: SocketAddr) {
        self.settle(format!("http://{socket}"));
    }

    /// The whole address of a path, which begins with a slash.
    pub fn of(&self, path: &str) -> String {
        let base = self.0.get().map_or("", String::as_str);
        format!("{base}{path}")
    }

    /// Whether people reach it by TLS.
    pub fn is_secure(&self) -> bool {
        self.0.get().is_some_and(|base| base.starts_with("https:"))
    }

    fn settle(&self, base: String) {
        // Whoever comes second is not heard.
        let _ = self.0.set(base);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_configured_counts_before_where_the_server_listens() {
        let socket: SocketAddr = "127.0.0.1:8080".parse().unwrap();
        let listening = Address::new(None);
        listening.listening(socket);
        assert_eq!(listening.of("/u/x"), "http://127.0.0.1:8080/u/x");
        let url: PublicUrl = "https://room.example".parse().unwrap();
        let configured = Address::new(Some(&url));
        configured.listening(socket);
        assert_eq!(configured.of("/u/x"), "https://room.example/u/x");
    }
}
