//! Where else somebody could be sent, by itself or because there is no room.

use crate::accounts::Role;
use crate::app::App;
use crate::app::work::read;
use crate::db::Conn;
use crate::directory::record::text;
use crate::directory::store::{Shelf, document};
use crate::error::{Error, Result};
use crate::gate::Visitor;
use crate::search::answer::Found;
use crate::signposts::Wish;
use crate::web::error::{no_service, problem};
use crate::web::page::{self, Answer};
use crate::web::service::desk;
use crate::web::view::signposts::ElsewherePage;
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, block};
use jiff::Timestamp;

/// Shows where else there is room, for somebody who sends people.
pub async fn show(
    app: Data<App>,
    visitor: Visitor,
    request: HttpRequest,
    path: Path<String>,
) -> Answer {
    if let Err(error) = visitor.must_be(&[Role::Navigator]) {
        return problem(&error);
    }
    let mut pairs = request.query_string().split('&');
    let at = pairs.find_map(|pair| pair.strip_prefix("at="));
    let wish = Wish {
        service_id: path.into_inner(),
        location_id: at.map(str::to_owned).filter(|at| !at.is_empty()),
        hold: false,
        need: None,
        outcode: None,
    };
    match wish.checked() {
        Ok(wish) => answer(app, &visitor, wish, false).await,
        Err(_) => no_service(),
    }
}

/// Says that there is no room where somebody was to be sent, and where there is.
pub async fn refused(app: Data<App>, visitor: &Visitor, wish: Wish) -> Answer {
    answer(app, visitor, wish, true).await
}

async fn answer(app: Data<App>, visitor: &Visitor, wish: Wish, refused: bool) -> Answer {
    match made(app, visitor, wish, refused).await {
        Ok(Some(page)) => {
            let status = match refused {
                true => StatusCode::CONFLICT,
                false => StatusCode::OK,
            };
            page::respond(status, page).private()
        }
        Ok(None) => no_service(),
        Err(error) => problem(&error),
    }
}

async fn made(
    app: Data<App>,
    visitor: &Visitor,
    wish: Wish,
    refused: bool,
) -> Result<Option<ElsewherePage>> {
    let now = Timestamp::now();
    let Some(desk) = desk::of(visitor, &wish.service_id, app.kept_for)? else {
        return Err(Error::Forbidden("this is for those who send people".into()));
    };
    let id = wish.service_id.clone();
    let name = read(&app, move |conn| name(conn, &id)).await?;
    let found: Vec<Found> = block(move || app.alternatives(&wish, now))
        .await
        .map_err(Error::internal)??;
    Ok(name.map(|name| ElsewherePage::view(name, refused, &found, desk, now)))
}

/// What a service is called, if there is one.
fn name(conn: &mut Conn, id: &str) -> Result<Option<String>> {
    let service = document(conn, Shelf::Services, id)?;
    let name = |service| text(&service, "name").unwrap_or("this service").to_owned();
    Ok(service.map(name))
}
