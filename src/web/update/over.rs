//! Pages for links that do not work: why, and what to do.

use crate::links::store::Found;
use crate::web::page;
use crate::web::page::Answer;
use crate::web::tongue::filters;
use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use askama::Template;
use jiff::SignedDuration;

/// What such a page says.
#[derive(Template)]
#[template(path = "link_over.html")]
struct OverPage {
    title: &'static str,
    advice: &'static str,
    /// The page of the service that the link was for.
    service: Option<String>,
    /// Where one asks for a new link.
    renew: Option<String>,
}

/// The page for a link that does not work, and where a new one is asked for, if it can be.
pub fn of(found: &Found, renew: Option<String>) -> Answer {
    let (words, link) = match found {
        Found::Expired(link) => (EXPIRED, link),
        Found::Replaced(link) => (REPLACED, link),
        Found::Revoked(link) => (REVOKED, link),
        // What works and yet ends here speaks for a line that is no longer listed.
        Found::Good(link) => (UNLISTED, link),
        Found::Unknown => return show(StatusCode::NOT_FOUND, UNKNOWN, None, None),
    };
    let service = format!("/services/{}", link.service_id);
    show(StatusCode::GONE, words, Some(service), renew)
}

/// The page for whoever asked for a new link: the same whether or not one was sent.
pub fn asked() -> Answer {
    show(StatusCode::OK, ASKED, None, None)
}

const EXPIRED: (&str, &str) = (
    "This link is too old",
    "For safety, each link works for three weeks. Please open the newest message that you have \
     from us, or ask whoever sent you this one for a new link. Nothing was changed.",
);
const REPLACED: (&str, &str) = (
    "There is a newer link",
    "Please open the newest message that you have from us: its link works. Nothing was changed.",
);
const REVOKED: (&str, &str) = (
    "This link was taken back",
    "Please open the newest message that you have from us, or ask whoever sent you this one for a \
     new link. Nothing was changed.",
);
const UNLISTED: (&str, &str) = (
    "This place is no longer in the directory",
    "If the service still runs here, please tell whoever sent you this link. Nothing was changed.",
);
const UNKNOWN: (&str, &str) = (
    "This link does not work",
    "Part of it may have been lost on the way. Please tap the link in the message itself, or copy \
     all of it. If that does not help, ask whoever sent it to you for a new one.",
);
const ASKED: (&str, &str) = (
    "Please look at your messages",
    "If this link was ours, a new one is on its way to where the old one went. It may take a few \
     minutes, and there is one in ten minutes at most.",
);
const WAIT: (&str, &str) = (
    "One moment, please",
    "That was tried many times within a few minutes. Please wait ten minutes and try once more. \
     Nothing was changed.",
);

/// The page for too many tries; says to come again after this time.
pub fn wait(time: SignedDuration) -> Answer {
    let seconds = time.as_secs().saturating_add(1).max(1);
    show(StatusCode::TOO_MANY_REQUESTS, WAIT, None, None).with(RETRY_AFTER, seconds)
}

fn show(
    status: StatusCode,
    (title, advice): (&'static str, &'static str),
    service: Option<String>,
    renew: Option<String>,
) -> Answer {
    let page = OverPage {
        title,
        advice,
        service,
        renew,
    };
    page::respond(status, page)
}
