//! The sessions of a service as a calendar that telephones and computers subscribe to (RFC 5545).

mod events;
mod lines;

use super::error;
use crate::app::App;
use crate::app::work::read;
use crate::db::Conn;
use crate::directory::record::text;
use crate::domain::id;
use crate::domain::schedule::local_day;
use crate::oruk::whole;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::{HttpRequest, HttpResponse, Responder, web};
use jiff::Timestamp;

/// Sends the calendar of a service.
pub async fn send(
    app: web::Data<App>,
    request: HttpRequest,
    path: web::Path<String>,
) -> HttpResponse {
    let Ok(id) = id::parse(&path) else {
        return error::no_service().respond_to(&request);
    };
    let (now, wanted) = (Timestamp::now(), id.to_string());
    let page = app.address.of(&format!("/services/{id}"));
    let load = move |conn: &mut Conn| whole(conn, &[wanted], now);
    match read(&app, load).await {
        Ok(found) => match found.first() {
            Some(service) => {
                let events = events::of(service, &page, local_day(now, 0));
                let name = text(service, "name").unwrap_or_default();
                HttpResponse::Ok()
                    .content_type("text/calendar; charset=utf-8")
                    .insert_header((CONTENT_DISPOSITION, "inline; filename=\"sessions.ics\""))
                    .insert_header((CACHE_CONTROL, "max-age=3600"))
                    .body(lines::calendar(name, &events))
            }
            None => error::no_service().respond_to(&request),
        },
        Err(error) => super::problem(&error).respond_to(&request),
    }
}
