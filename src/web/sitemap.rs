//! The pages of all services, for search engines: an index, and lists of 50,000 addresses at most.

use super::error;
use crate::app::App;
use crate::app::work::read;
use crate::db::Conn;
use crate::directory::store::{dated, standing_count};
use crate::domain::time::from_millis;
use crate::error::Result;
use crate::web::view::words::day_of;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpRequest, HttpResponse, Responder, web};
use askama::Template;

/// Addresses in one list, as the protocol of sitemaps allows.
const MOST: i64 = 50_000;

#[derive(Template)]
#[template(path = "sitemap_index.xml")]
struct Index {
    lists: Vec<String>,
}

#[derive(Template)]
#[template(path = "sitemap.xml")]
struct List {
    /// Each address, with the day on which the listing last changed.
    pages: Vec<(String, String)>,
}

/// Sends the index of all lists.
pub async fn index(app: web::Data<App>, request: HttpRequest) -> HttpResponse {
    let services = read(&app, standing_count).await;
    let made = services.map(|services| Index {
        lists: (1..=(services.max(1) - 1) / MOST + 1)
            .map(|number| app.address.of(&format!("/sitemap/{number}.xml")))
            .collect(),
    });
    sent(&request, made)
}

/// Sends one list.
pub async fn list(
    app: web::Data<App>,
    request: HttpRequest,
    number: web::Path<String>,
) -> HttpResponse {
    let number = number
        .parse::<i64>()
        .ok()
        .filter(|number| (1..1_000_000).contains(number));
    let Some(number) = number else {
        return error::not_found().respond_to(&request);
    };
    let load = move |conn: &mut Conn| dated(conn, (number - 1) * MOST, MOST);
    let made = read(&app, load).await.map(|services| List {
        pages: services
            .into_iter()
            .map(|(id, at)| {
                let page = app.address.of(&format!("/services/{id}"));
                (page, day_of(from_millis(at)).to_string())
            })
            .collect(),
    });
    if made
        .as_ref()
        .is_ok_and(|list| list.pages.is_empty() && number > 1)
    {
        return error::not_found().respond_to(&request);
    }
    sent(&request, made)
}

/// Tells programs that gather pages where the map is; what they may not list says so itself.
pub async fn robots(app: web::Data<App>) -> HttpResponse {
    let map = app.address.of("/sitemap.xml");
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header((CACHE_CONTROL, "max-age=3600"))
        .body(format!("User-agent: *\nAllow: /\nSitemap: {map}\n"))
}

fn sent(request: &HttpRequest, made: Result<impl Template>) -> HttpResponse {
    let text = made.and_then(|page| page.render().map_err(crate::error::Error::internal));
    match text {
        Ok(text) => HttpResponse::Ok()
            .content_type("application/xml; charset=utf-8")
            .insert_header((CACHE_CONTROL, "max-age=3600"))
            .body(text),
        Err(error) => super::problem(&error).respond_to(request),
    }
}
