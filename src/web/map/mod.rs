//! Maps of our own, drawn from the areas and places that were imported: nothing is asked of another
//! server, and they work where there is no network at all.

mod labels;
mod lines;
mod sheet;
pub mod window;

use super::error::not_found;
use crate::app::App;
use crate::error::Error;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, Responder, web};
use window::Sheet;

/// Areas change a few times a year, and a map of last hour's is no worse for it.
const KEPT: &str = "public, max-age=3600";

/// The background of a map, as an image: borders and names, without anything of an answer.
pub async fn draw(
    app: web::Data<App>,
    request: HttpRequest,
    path: web::Path<(u8, u32, u32)>,
) -> HttpResponse {
    let (level, x, y) = path.into_inner();
    let Some(sheet) = Sheet::new(level, x, y) else {
        return not_found().respond_to(&request);
    };
    let drawn = web::block(move || Ok(sheet::draw(&sheet, &*app.atlas()?)))
        .await
        .unwrap_or_else(|_| Err(Error::Busy("too much to do".into())));
    match drawn {
        Ok(svg) => HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, "image/svg+xml; charset=utf-8"))
            .insert_header((CACHE_CONTROL, KEPT))
            .insert_header(("X-Content-Type-Options", "nosniff"))
            .body(svg),
        Err(error) => super::problem(&error).respond_to(&request),
    }
}
