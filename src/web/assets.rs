//! Style, script and icon, built into the program. Their addresses change with their content, so
//! that a browser may keep them for ever.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use actix_web::{HttpRequest, HttpResponse, Responder, web};
use rust_embed::{Embed, EmbeddedFile};

#[derive(Embed)]
#[folder = "assets/"]
struct Assets;

/// Letters of the hash in an address: enough to tell versions of one file apart.
const HASH: usize = 12;

/// The address of an asset, with the hash of its content.
pub fn url(name: &str) -> String {
    match Assets::get(name) {
        Some(file) => format!("/assets/{}-{name}", hash(&file)),
        None => format!("/assets/{name}"),
    }
}

/// Answers with an asset. An address with the hash of another version gives the current one, but
/// not to keep.
pub async fn serve(request: HttpRequest, path: web::Path<String>) -> HttpResponse {
    let (asked, name) = match path.split_once('-') {
        Some((hash, name)) => (hash, name),
        None => ("", path.as_str()),
    };
    let Some(file) = Assets::get(name) else {
        return super::error::not_found().respond_to(&request);
    };
    let hash = hash(&file);
    let tag = format!("\"{hash}\"");
    let keep = if asked == hash {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let held = is_held(&request, &tag);
    let status = if held {
        StatusCode::NOT_MODIFIED
    } else {
        StatusCode::OK
    };
    let mut response = HttpResponse::build(status);
    response
        .insert_header((CACHE_CONTROL, keep))
        .insert_header((ETAG, tag))
        .insert_header((CONTENT_TYPE, kind(&file)))
        .insert_header(("X-Content-Type-Options", "nosniff"));
    if held {
        response.finish()
    } else {
        response.body(file.data)
    }
}

fn is_held(request: &HttpRequest, tag: &str) -> bool {
    let held = request
        .headers()
        .get(IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok());
    held.is_some_and(|held| {
        held.split(',')
            .any(|one| one.trim().trim_start_matches("W/") == tag)
    })
}

fn kind(file: &EmbeddedFile) -> String {
    let kind = file.metadata.mimetype();
    let is_text = kind.starts_with("text/") || kind.contains("svg");
    if is_text {
        format!("{kind}; charset=utf-8")
    } else {
        kind.to_owned()
    }
}

fn hash(file: &EmbeddedFile) -> String {
    let bytes = file.metadata.sha256_hash();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    hex[..HASH].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hold_the_hash_of_the_content() {
        let address = url("headroom.css");
        assert!(
            address.starts_with("/assets/") && address.ends_with("-headroom.css"),
            "{address}"
        );
        assert_eq!(
            address.len(),
            "/assets/".len() + HASH + "-headroom.css".len()
        );
    }
}
