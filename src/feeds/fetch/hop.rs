//! From one address to the next: each is looked at before it is asked, the first as well as one that an
//! answer leads to.

use crate::subscriptions::reach;
use reqwest::header::LOCATION;
use reqwest::{Response, Url};

/// Why an address is not asked; none if it may be. What a name leads to is seen when the connection is
/// made; a number needs no name server, and so is looked at here.
pub fn refusal(address: &Url, private: bool) -> Option<String> {
    if !matches!(address.scheme(), "http" | "https") {
        return Some("it is not on the web".into());
    }
    (!private && reach::is_known_private(address)).then(|| format!("it {}", reach::REFUSED))
}

/// Where an answer leads; none if it is the answer itself.
pub fn next(from: &Url, answer: &Response) -> Option<Result<Url, String>> {
    if !matches!(answer.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let place = answer.headers().get(LOCATION);
    let place = place.and_then(|place| place.to_str().ok());
    let next = place.and_then(|place| from.join(place).ok());
    Some(next.ok_or_else(|| "it leads elsewhere, and does not say where".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_open_web_is_asked() {
        let refused = |text: &str| refusal(&text.parse().unwrap(), false).is_some();
        assert!(!refused("https://directory.example/services"));
        assert!(refused("ftp://directory.example/services"));
        assert!(refused("http://169.254.169.254/latest"));
        assert!(refused("http://localhost:8080/"));
        assert_eq!(refusal(&"http://127.0.0.1/".parse().unwrap(), true), None);
    }
}
