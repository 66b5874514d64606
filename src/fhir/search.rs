//! Reading resources by their ids, and searching them.

use super::outcome::{Outcome, missing};
use super::query::Query;
use super::{
    MEDIA, bundle, location as locations_, organization as organizations_, service as services_,
};
use crate::app::App;
use crate::app::work::read;
use crate::capacity::store::lines_of_all;
use crate::db::Conn;
use crate::directory::record::text;
use crate::directory::store::{Shelf, services_at_location};
use crate::domain::time::{from_millis, rfc3339};
use crate::error::Result;
use crate::oruk::store::{self, Row};
use crate::oruk::{Kind, changed, id_of, tidy, whole};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use jiff::Timestamp;
use serde_json::Value;
use std::collections::BTreeSet;

/// What a search found: a page, and how many there are on all.
type Found = (Vec<Value>, usize);

/// Searches services.
pub async fn services(request: HttpRequest, app: Data<App>) -> Result<HttpResponse, Outcome> {
    answer(&request, &app, "HealthcareService", |conn, query| {
        let (ids, total) = chosen_services(conn, query)?;
        Ok((services_with(conn, &ids)?, total))
    })
    .await
}

/// One service.
pub async fn service(id: Path<String>, app: Data<App>) -> Result<HttpResponse, Outcome> {
    let wanted = vec![id_of(&id).to_string()];
    let found = read(&app, move |conn| services_with(conn, &wanted)).await?;
    one("HealthcareService", &id, found)
}

/// Searches organisations.
pub async fn organizations(request: HttpRequest, app: Data<App>) -> Result<HttpResponse, Outcome> {
    answer(&request, &app, "Organization", |conn, query| {
        rows(conn, Shelf::Organizations, query)
    })
    .await
}

/// One organisation.
pub async fn organization(id: Path<String>, app: Data<App>) -> Result<HttpResponse, Outcome> {
    let found = by_id(&app, Shelf::Organizations, &id).await?;
    one("Organization", &id, found)
}

/// Searches locations.
pub async fn locations(request: HttpRequest, app: Data<App>) -> Result<HttpResponse, Outcome> {
    answer(&request, &app, "Location", |conn, query| {
        rows(conn, Shelf::Locations, query)
    })
    .await
}

/// One location.
pub async fn location(id: Path<String>, app: Data<App>) -> Result<HttpResponse, Outcome> {
    let found = by_id(&app, Shelf::Locations, &id).await?;
    one("Location", &id, found)
}

async fn answer<F>(
    request: &HttpRequest,
    app: &Data<App>,
    kind: &str,
    load: F,
) -> Result<HttpResponse, Outcome>
where
    F: FnOnce(&mut Conn, &Query) -> Result<Found> + Send + 'static,
{
    let query = Query::read(request)?;
    let (query, found) = read(app, move |conn| {
        let found = load(conn, &query)?;
        Ok((query, found))
    })
    .await?;
    Ok(bundle::answer(&app.address, kind, &query, found))
}

fn one(kind: &str, id: &str, found: Vec<Value>) -> Result<HttpResponse, Outcome> {
    let resource = found.into_iter().next().ok_or_else(|| missing(kind, id))?;
    Ok(HttpResponse::Ok().content_type(MEDIA).json(resource))
}

fn skip(query: &Query) -> usize {
    (query.paging.0 - 1).saturating_mul(query.paging.1)
}

/// The ids of a page of the services that are asked for: what is asked must all hold.
fn chosen_services(conn: &mut Conn, query: &Query) -> Result<(Vec<String>, usize)> {
    let mut found: Vec<BTreeSet<String>> = Vec::new();
    if let Some(name) = &query.name {
        found.push(store::services_like(conn, name)?);
    }
    if let Some(id) = &query.id {
        let known = store::names(conn, std::slice::from_ref(id))?;
        found.push(known.into_iter().map(|(id, _, _)| id).collect());
    }
    if let Some(location) = &query.location {
        found.push(services_at_location(conn, location)?.into_iter().collect());
    }
    if let Some(organization) = &query.organization {
        found.push(store::services_of(conn, organization)?);
    }
    if let Some(since) = query.since {
        found.push(changed::since(conn, since)?);
    }
    let both = |one: BTreeSet<String>, other: BTreeSet<String>| {
        one.intersection(&other).cloned().collect()
    };
    let Some(mut found) = found.into_iter().reduce(both) else {
        return store::services(conn, skip(query), query.paging.1);
    };
    store::merged(conn)?.iter().for_each(|gone| {
        found.remove(gone);
    });
    let total = found.len();
    Ok((
        found
            .into_iter()
            .skip(skip(query))
            .take(query.paging.1)
            .collect(),
        total,
    ))
}

fn services_with(conn: &mut Conn, ids: &[String]) -> Result<Vec<Value>> {
    let now = Timestamp::now();
    let lines = lines_of_all(conn, ids)?;
    let records = whole(conn, ids, now)?;
    let resources = records.iter().map(|record| {
        let lines = text(record, "id").and_then(|id| lines.get(id));
        let rooms = lines
            .into_iter()
            .flat_map(|known| &known.lines)
            .map(|line| line.availability(now));
        services_::resource(record, rooms.min_by_key(|room| room.state).as_ref())
    });
    Ok(resources.collect())
}

async fn by_id(app: &Data<App>, shelf: Shelf, id: &str) -> Result<Vec<Value>, Outcome> {
    let query = Query::of_one(id);
    Ok(read(app, move |conn| rows(conn, shelf, &query)).await?.0)
}

/// A page of the organisations, or locations, that are asked for.
fn rows(conn: &mut Conn, shelf: Shelf, query: &Query) -> Result<Found> {
    let filter = store::Filter {
        id: query.id.as_deref(),
        like: query.name.as_deref(),
        since: query.since,
    };
    let (rows, total) = match shelf {
        Shelf::Locations => store::location_rows(conn, &filter, skip(query), query.paging.1)?,
        _ => store::organization_rows(conn, &filter, skip(query), query.paging.1)?,
    };
    let resources = rows
        .into_iter()
        .filter_map(|row| resource(shelf, row).transpose());
    Ok((resources.collect::<Result<_>>()?, total))
}

fn resource(shelf: Shelf, row: Row) -> Result<Option<Value>> {
    let document = crate::directory::store::parse(&row.document)?;
    let at = rfc3339(from_millis(row.modified_at));
    let kind = match shelf {
        Shelf::Locations => Kind::Location,
        _ => Kind::Organization,
    };
    let made = tidy(kind, document, &row.id).map(|record| match shelf {
        Shelf::Locations => locations_::resource(&record, &at),
        _ => organizations_::resource(&record, &at),
    });
    Ok(made)
}
