//! `/services` of the older standard.

use super::super::asked::Asked;
use super::super::catalogue::Kept;
use super::super::chosen::{Choice, Wish};
use super::super::fault::{Refusal, missing};
use super::super::format::id_of;
use super::super::page::skipped;
use super::super::record::whole;
use super::detail::detail;
use super::shape::service;
use super::{envelope, paging};
use crate::app::App;
use crate::app::work::read;
use crate::db::Conn;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use jiff::Timestamp;
use serde_json::Value;

/// The services, a page at a time.
pub async fn list(
    request: HttpRequest,
    app: Data<App>,
    kept: Data<Kept>,
) -> Result<HttpResponse, Refusal> {
    let asked = Asked::lenient(&request)?;
    let paging = paging(&asked)?;
    let whole_ones = asked.text("include").is_some();
    let choice = Choice {
        wish: Wish::of_old(&app, &asked).await?,
        app: app.clone(),
        kept,
    };
    let load = move |conn: &mut Conn| {
        let (ids, total) = choice.services(conn, skipped(paging), paging.1)?;
        let records = whole(conn, &ids, Timestamp::now())?;
        let shown = records.iter().map(|record| match whole_ones {
            true => detail(record),
            false => service(record),
        });
        let shown = shown.map(Value::Object).collect();
        Ok(envelope(shown, total, paging))
    };
    Ok(HttpResponse::Ok().json(read(&app, load).await?))
}

/// One service, whole.
pub async fn one(id: Path<String>, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let wanted = vec![id_of(&id).to_string()];
    let found = read(&app, move |conn| whole(conn, &wanted, Timestamp::now())).await?;
    let record = found.first().ok_or_else(|| missing("service", &id))?;
    Ok(HttpResponse::Ok().json(detail(record)))
}
