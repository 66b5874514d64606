//! Services side by side. Which ones stands in the address, so that it works without a script and nobody
//! keeps who compared what.

use super::address::kept::ids;
use super::error::problem;
use super::page::{self, Answer};
use super::service;
use super::view::compare::ComparePage;
use super::view::service::ServicePage;
use crate::app::App;
use crate::app::work::read;
use crate::db::Conn;
use crate::error::Result;
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use jiff::Timestamp;

/// Shows the services whose ids stand in the address.
pub async fn page(app: Data<App>, request: HttpRequest) -> Answer {
    let pairs = request.query_string().split('&');
    let ids = ids(pairs.filter_map(|pair| pair.strip_prefix("id=")));
    match read(&app, move |conn| load(conn, ids, Timestamp::now())).await {
        Ok(page) => page::respond(StatusCode::OK, page).private(),
        Err(error) => problem(&error),
    }
}

fn load(conn: &mut Conn, ids: Vec<String>, now: Timestamp) -> Result<ComparePage> {
    let wanted = ids.len();
    let mut services = Vec::with_capacity(wanted);
    for id in ids {
        if let Some(known) = service::load(conn, &id)? {
            services.push((id, ServicePage::view(&known, None, None, now)));
        }
    }
    let gone = services.len() < wanted;
    Ok(ComparePage::view(services, gone))
}
