//! Figures for Prometheus: how many requests, how long they took, how far the follower is, how old what
//! providers said has grown, and what waits to be done.

mod waiting;

use super::problem::Problem;
use crate::app::App;
use crate::app::work::read;
use crate::domain::availability::Freshness;
use actix_web::HttpResponse;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;
use jiff::Timestamp;
use prometheus_client::encoding::{EncodeLabelSet, text::encode};
use prometheus_client::metrics::{family::Family, gauge::Gauge, histogram::Histogram};
use prometheus_client::registry::Registry;
use std::time::Instant;
use waiting::Waiting;

/// Bounds of the histogram, in seconds.
const SECONDS: [f64; 12] = [
    0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1.0, 5.0,
];

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Route {
    route: String,
    method: String,
    status: u16,
}

/// The figures that are counted as they happen.
#[derive(Clone)]
pub struct Counters {
    requests: Family<Route, Histogram, fn() -> Histogram>,
}

impl Default for Counters {
    fn default() -> Self {
        let histogram: fn() -> Histogram = || Histogram::new(SECONDS);
        Self {
            requests: Family::new_with_constructor(histogram),
        }
    }
}

/// Counts a request on its way through.
///
/// # Errors
/// What the request answers.
pub async fn count(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let begun = Instant::now();
    let counters = request.app_data::<Data<Counters>>().cloned();
    let response = next.call(request).await?;
    if let Some(counters) = counters {
        let asked = response.request();
        let route = Route {
            route: asked.match_pattern().unwrap_or_else(|| "other".into()),
            method: asked.method().to_string(),
            status: response.status().as_u16(),
        };
        let histogram = counters.requests.get_or_create(&route);
        histogram.observe(begun.elapsed().as_secs_f64());
    }
    Ok(response)
}

/// Figures for Prometheus
#[utoipa::path(get, path = "/metrics", tag = "Operations", responses((status = 200, description = "OpenMetrics text", content_type = "application/openmetrics-text", body = String)))]
pub async fn metrics(app: Data<App>, counters: Data<Counters>) -> Result<HttpResponse, Problem> {
    let mut registry = Registry::with_prefix("headroom");
    registry.register(
        "http_request_duration_seconds",
        "How long requests took",
        counters.requests.clone(),
    );
    gauge(
        &mut registry,
        "listings",
        "Listings that can be found",
        app.engine.listings() as i64,
    );
    gauge(
        &mut registry,
        "followed_seq",
        "The last change that searches show",
        app.engine.progress().seq(),
    );
    let now = Timestamp::now();
    statements(&mut registry, &app, now);
    // Figures are wanted most when the database fails: then all others are still given.
    match read(&app, Waiting::read).await {
        Ok(waiting) => waiting.register(&mut registry, now),
        Err(error) => tracing::warn!(%error, "what waits cannot be counted"),
    }
    let mut text = String::new();
    encode(&mut text, &registry).map_err(crate::error::Error::internal)?;
    Ok(HttpResponse::Ok()
        .content_type("application/openmetrics-text; version=1.0.0; charset=utf-8")
        .body(text))
}

fn gauge(registry: &mut Registry, name: &str, help: &str, value: i64) {
    let gauge = Gauge::<i64>::default();
    gauge.set(value);
    registry.register(name, help, gauge);
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Age {
    freshness: &'static str,
}

/// Staleness as a figure: how many capacity lines are how old.
fn statements(registry: &mut Registry, app: &App, now: Timestamp) {
    let lines = Family::<Age, Gauge>::default();
    for freshness in ["fresh", "ageing", "stale"] {
        drop(lines.get_or_create(&Age { freshness }));
    }
    let known = app.engine.board().lines();
    let said = known
        .iter()
        .filter_map(|(_, known)| known.statement.as_ref());
    for said in said {
        let freshness = match said.vitals.freshness(now) {
            Freshness::Fresh => "fresh",
            Freshness::Ageing => "ageing",
            Freshness::Stale | Freshness::Never => "stale",
        };
        lines.get_or_create(&Age { freshness }).inc();
    }
    registry.register(
        "capacity_lines",
        "Capacity lines by the age of what was said",
        lines,
    );
}
