//! Which language somebody reads: the one they chose, or else the one that their browser asks for.

use super::Tongue;
use crate::accounts::sign_in::local_path;
use crate::web::error::not_found;
use crate::web::page::{self, Answer};
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::http::header::ACCEPT_LANGUAGE;
use actix_web::{HttpRequest, web};
use serde::Deserialize;

/// The cookie that keeps the choice. It says nothing about anybody.
const COOKIE: &str = "tongue";
/// How long a choice is kept.
const KEPT_FOR: Duration = Duration::days(365);

impl Tongue {
    /// The language for whoever asks.
    pub fn of(request: &HttpRequest) -> Self {
        let chosen = request.cookie(COOKIE);
        let chosen = chosen.and_then(|cookie| Self::parse(cookie.value()));
        chosen.unwrap_or_else(|| preferred(request))
    }
}

/// The first of the languages that a browser asks for, if it is one of ours.
fn preferred(request: &HttpRequest) -> Tongue {
    let asked = request.headers().get(ACCEPT_LANGUAGE);
    let asked = asked.and_then(|asked| asked.to_str().ok()).unwrap_or_default();
    let first = asked.split([',', ';']).next().unwrap_or_default();
    let first = first.split('-').next().unwrap_or_default().trim();
    Tongue::parse(&first.to_ascii_lowercase()).unwrap_or_default()
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
    let word = match tongue {
        Tongue::English => "en",
        Tongue::Welsh => "cy",
    };
    let cookie = Cookie::build(COOKIE, word)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(KEPT_FOR)
        .finish();
    page::lead_to(to).with_cookie(cookie)
}
