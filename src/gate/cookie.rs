//! The cookie that a session is kept in.

use crate::accounts::sessions::LONGEST;
use crate::app::Address;
use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite, time::Duration};

/// Its name where the server is reached by TLS: browsers see to it that no other server has set it.
const SECURE_NAME: &str = "__Host-headroom";
/// Its name elsewhere, as on a machine where somebody tries it out.
const PLAIN_NAME: &str = "headroom";
/// Letters in a token at most.
const LONGEST_TOKEN: usize = 128;

/// The token that came with a request, if one did.
pub fn token(request: &HttpRequest) -> Option<String> {
    let found = [SECURE_NAME, PLAIN_NAME].iter();
    let cookie = found.filter_map(|name| request.cookie(name)).next()?;
    let token = cookie.value();
    (!token.is_empty() && token.len() <= LONGEST_TOKEN).then(|| token.to_owned())
}

/// The cookie for a token. No script can read it, and no other site has it sent along when it posts
/// something.
pub fn holding(token: &str, address: &Address) -> Cookie<'static> {
    let secure = address.is_secure();
    let name = if secure { SECURE_NAME } else { PLAIN_NAME };
    Cookie::build(name, token.to_owned())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(secure)
        .max_age(Duration::seconds(LONGEST.as_secs()))
        .finish()
}

/// How somebody who signs in with their own organisation is known again when they come back: the name
/// where the server is reached by TLS, and elsewhere.
const UNDER_WAY: [&str; 2] = ["__Host-headroom-way", "headroom-way"];
/// How long they may take there.
const AWAY_FOR: Duration = Duration::minutes(10);

/// What was remembered of somebody who was led to their own organisation, if it came with a request.
pub fn flight(request: &HttpRequest) -> Option<String> {
    let mut found = UNDER_WAY.iter().filter_map(|name| request.cookie(name));
    found.next().map(|cookie| cookie.value().to_owned())
}

/// The cookie that remembers it. It comes along when another site leads back here, and no script reads it.
pub fn under_way(text: &str, address: &Address) -> Cookie<'static> {
    let secure = address.is_secure();
    let [by_tls, plain] = UNDER_WAY;
    let name = if secure { by_tls } else { plain };
    Cookie::build(name, text.to_owned())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(secure)
        .max_age(AWAY_FOR)
        .finish()
}

/// The cookie that takes its place and is gone at once.
pub fn landed(address: &Address) -> Cookie<'static> {
    let mut cookie = under_way("", address);
    cookie.set_max_age(Duration::ZERO);
    cookie
}

/// The cookie that takes the place of a session's and is gone at once.
pub fn gone(address: &Address) -> Cookie<'static> {
    let mut cookie = holding("", address);
    cookie.set_max_age(Duration::ZERO);
    cookie
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::PublicUrl;

    #[test]
    fn behind_tls_it_is_bound_to_this_server_and_to_tls() {
        let url: PublicUrl = "https://room.example".parse().unwrap();
        let text = holding("abc", &Address::new(Some(&url))).to_string();
        assert_eq!(
            text,
            "__Host-headroom=abc; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=43200"
        );
    }

    #[test]
    fn without_tls_it_works_too_and_goes_when_it_is_told_to() {
        let text = gone(&Address::default()).to_string();
        assert_eq!(text, "headroom=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0");
    }
}
