//! Who said what a listing says: for each field, a person or a feed, and when.

use super::super::page::{self, Answer};
use super::super::post::{id_of, or_problem};
use super::super::view::feeds::sources::{Known, SourcesPage};
use crate::app::App;
use crate::app::work::read;
use crate::db::Conn;
use crate::directory::record::{location_ids, text};
use crate::directory::store::{Shelf, document, organization_of};
use crate::directory::{sources, store};
use crate::error::{Error, Result};
use crate::feeds::store::feeds;
use crate::gate::Visitor;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use jiff::Timestamp;

/// Shows where a listing comes from.
pub async fn show(app: Data<App>, visitor: Visitor, path: Path<String>) -> Answer {
    or_problem(shown(&app, &visitor, &path).await)
}

async fn shown(app: &Data<App>, visitor: &Visitor, path: &str) -> Result<Answer> {
    visitor.must_be(&[])?;
    let id = id_of(path)?;
    let page = read(app, move |conn| load(conn, &id)).await?;
    Ok(page::respond(StatusCode::OK, page))
}

fn load(conn: &mut Conn, id: &str) -> Result<SourcesPage> {
    let service = document(conn, Shelf::Services, id)?
        .ok_or_else(|| Error::NotFound(format!("there is no service {id}")))?;
    let organization = organization_of(&service).map(str::to_owned);
    let mut parts = vec![(Shelf::Services, id.to_owned())];
    parts.extend(organization.map(|id| (Shelf::Organizations, id)));
    let places = location_ids(&service).into_iter();
    parts.extend(places.map(|id| (Shelf::Locations, id)));
    let mut known = Vec::new();
    for (shelf, id) in parts {
        if let Some(document) = store::document(conn, shelf, &id)? {
            let said = sources::store::of(conn, shelf, std::slice::from_ref(&id))?;
            let said = said.into_values().next().unwrap_or_default();
            known.push(Known {
                shelf,
                document,
                said,
            });
        }
    }
    let name = text(&service, "name").unwrap_or_default().to_owned();
    let feeds = feeds::all(conn)?;
    Ok(SourcesPage::view(
        (id, &name),
        &known,
        &feeds,
        Timestamp::now(),
    ))
}
