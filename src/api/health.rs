//! Whether the process lives, and whether it can do its work.

use crate::app::App;
use crate::db::changes;
use actix_web::HttpResponse;
use actix_web::web::{Data, block};
use serde::Serialize;
use utoipa::ToSchema;

/// What a probe is told.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// `ok`, or what is amiss.
    pub status: &'static str,
}

/// How ready the node is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Readiness {
    /// `ok`, or what is amiss.
    pub status: &'static str,
    /// Listings that can be found.
    pub listings: u64,
    /// Changes that searches do not show yet.
    pub behind: i64,
}

/// Whether the process lives
#[utoipa::path(get, path = "/health/live", tag = "Operations", responses((status = 200, description = "It does", body = Health)))]
pub async fn live() -> HttpResponse {
    HttpResponse::Ok().json(Health { status: "ok" })
}

/// Whether the node can do its work
#[utoipa::path(
    get, path = "/health/ready", tag = "Operations",
    responses((status = 200, description = "It can", body = Readiness), (status = 503, description = "It cannot", body = Readiness))
)]
pub async fn ready(app: Data<App>) -> HttpResponse {
    let progress = app.engine.progress();
    let (ready, shown, listings) = (progress.is_ready(), progress.seq(), app.engine.listings());
    let latest = block(move || app.db.read(changes::latest)).await;
    let (status, behind) = match latest {
        Ok(Ok(latest)) if ready => ("ok", latest - shown),
        Ok(Ok(latest)) => ("the index is being built", latest - shown),
        _ => ("the database does not answer", 0),
    };
    let body = Readiness {
        status,
        listings,
        behind,
    };
    if status == "ok" {
        HttpResponse::Ok().json(body)
    } else {
        HttpResponse::ServiceUnavailable().json(body)
    }
}
