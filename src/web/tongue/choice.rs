//! Which language somebody reads: the one they chose, or else the one that their browser asks for.

use super::{Tongue, pages};
use crate::accounts::sign_in::local_path;
use crate::web::error::not_found;
use crate::web::page::{self, Answer};
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::http::header::ACCEPT_LANGUAGE;
use actix_web::{HttpRequest, web};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

/// The cookie that keeps the choice. It says nothing about anybody.
const COOKIE: &str = "tongue";
/// How long a choice is kept.
const KEPT_FOR: Duration = Duration::days(365);
/// How long an address may be that is carried along.
const LONGEST: usize = 500;

impl Tongue {
    /// The language of the page that a request is for.
    pub fn of(request: &HttpRequest) -> Self {
        match pages::are_welsh(request.path()) {
            true => wanted(request),
            false => Tongue::English,
        }
    }
}

/// The language that somebody chose, or else asks for.
fn wanted(request: &HttpRequest) -> Tongue {
    let chosen = request.cookie(COOKIE);
    let chosen = chosen.and_then(|cookie| Tongue::parse(cookie.value()));
    let asked = request.headers().get(ACCEPT_LANGUAGE);
    let asked = asked.and_then(|asked| asked.to_str().ok());
    chosen.unwrap_or_else(|| preferred(asked.unwrap_or_default()))
}

/// The first of the languages that a browser asks for, if it is one of ours.
fn preferred(asked: &str) -> Tongue {
    let first = asked.split([',', ';', '-']).next().unwrap_or_default();
    Tongue::parse(&first.trim().to_ascii_lowercase()).unwrap_or_default()
}

/// The address that changes the language of the page that a request is for; none where there is only one.
pub fn link(request: &HttpRequest, tongue: Tongue) -> Option<String> {
    if !pages::are_welsh(request.path()) {
        return None;
    }
    let whole = request.uri().path_and_query().map(|here| here.as_str());
    // Where a sign-in leads to comes from elsewhere, and is not repeated.
    let here = match request.path() {
        path if path.starts_with("/sign-in") => path,
        path => whole.unwrap_or(path),
    };
    let is_kept = here.len() <= LONGEST && request.method().is_safe();
    let to = if is_kept { here } else { "/" };
    let to = utf8_percent_encode(to, NON_ALPHANUMERIC);
    Some(format!("/language/{}?to={to}", tongue.other().as_str()))
}

/// Where to go back to.
#[derive(Debug, Deserialize)]
pub struct Back {
    to: Option<String>,
}

/// Keeps a choice and leads back.
pub async fn choose(path: web::Path<String>, back: web::Query<Back>) -> Answer {
    let Some(tongue) = Tongue::parse(&path) else {
        return not_found();
    };
    let to = back.to.as_deref().and_then(local_path).unwrap_or("/");
    let cookie = Cookie::build(COOKIE, tongue.as_str())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(KEPT_FOR)
        .finish();
    page::lead_to(to).with_cookie(cookie)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_asks_by_its_first_language() {
        assert_eq!(preferred("cy-GB,cy;q=0.9,en;q=0.8"), Tongue::Welsh);
        assert_eq!(preferred("CY"), Tongue::Welsh);
        assert_eq!(preferred("en-GB,cy;q=0.9"), Tongue::English);
        assert_eq!(preferred("fr"), Tongue::English);
        assert_eq!(preferred(""), Tongue::English);
    }
}
