//! Organisations, terms and vocabularies of the older standard.

use super::super::asked::Asked;
use super::super::catalogue::Kept;
use super::super::fault::{Refusal, missing};
use super::super::format::id_of;
use super::super::page::skipped;
use super::super::taxonomies::of_terms;
use super::super::terms::{all, says};
use super::super::{organizations, store};
use super::shape::{organization as old_organization, taxonomy as old_taxonomy};
use super::{envelope, held, paging};
use crate::app::App;
use crate::app::work::read;
use crate::db::Conn;
use crate::directory::record::{Document, text};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::Value;

/// The organisations, a page at a time.
pub async fn organizations(request: HttpRequest, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let paging = paging(&Asked::lenient(&request)?)?;
    let load = move |conn: &mut Conn| {
        let (ids, total) = store::organizations(conn, skipped(paging), paging.1)?;
        let shown = organizations::own(conn, &ids)?;
        let shown = shown.iter().map(|one| Value::Object(old_organization(one)));
        Ok(envelope(shown.collect(), total, paging))
    };
    Ok(HttpResponse::Ok().json(read(&app, load).await?))
}

/// One organisation.
pub async fn organization(id: Path<String>, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let wanted = vec![id_of(&id).to_string()];
    let found = read(&app, move |conn| organizations::own(conn, &wanted)).await?;
    let found = found.first().ok_or_else(|| missing("organization", &id))?;
    Ok(HttpResponse::Ok().json(old_organization(found)))
}

/// The terms, which are called taxonomies there, a page at a time.
pub async fn taxonomies(
    request: HttpRequest,
    app: Data<App>,
    kept: Data<Kept>,
) -> Result<HttpResponse, Refusal> {
    let asked = Asked::lenient(&request)?;
    let root = asked.flag("root_only")?;
    let fits = |term: &Document| {
        let of = asked
            .text("vocabulary")
            .is_none_or(|words| text(term, "taxonomy") == Some(words));
        let under = asked
            .id("parent_id")
            .is_none_or(|id| text(term, "parent_id").map(id_of) == Some(id));
        of && under && !(root && term.contains_key("parent_id")) && says(term, asked.text("text"))
    };
    let found = all(&app, kept).await?;
    let found = found.iter().filter(|term| fits(term));
    held(
        &asked,
        found
            .map(|term| Value::Object(old_taxonomy(term)))
            .collect(),
    )
}

/// One term.
pub async fn taxonomy(
    id: Path<String>,
    app: Data<App>,
    kept: Data<Kept>,
) -> Result<HttpResponse, Refusal> {
    let wanted = id_of(&id).to_string();
    let found = all(&app, kept).await?;
    let found = found.iter().find(|term| text(term, "id") == Some(&wanted));
    let found = found.ok_or_else(|| missing("taxonomy", &id))?;
    Ok(HttpResponse::Ok().json(old_taxonomy(found)))
}

/// What the vocabularies are called.
pub async fn vocabularies(app: Data<App>, kept: Data<Kept>) -> Result<HttpResponse, Refusal> {
    let taxonomies = of_terms(&all(&app, kept).await?);
    let names: Vec<&str> = taxonomies
        .iter()
        .filter_map(|taxonomy| text(taxonomy, "name"))
        .collect();
    Ok(HttpResponse::Ok().json(names))
}
