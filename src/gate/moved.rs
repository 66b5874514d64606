//! Addresses of services that were merged into others lead to those for good, whatever is asked of them.

use crate::app::App;
use crate::error::Result;
use crate::matching;
use actix_web::HttpResponse;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::LOCATION;
use actix_web::middleware::Next;
use actix_web::web::{Data, block};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// For how long it is remembered what was merged; another node may have merged more since.
const REMEMBERED: Duration = Duration::from_secs(1);
/// What stands before the id of a service.
const STARTS: [&str; 5] = [
    "/services/",
    "/api/v1/services/",
    "/oruk/v3/services/",
    "/oruk/v1/services/",
    "/fhir/r4/HealthcareService/",
];

/// Which listing stands for which.
type Known = Arc<HashMap<String, String>>;

/// What was merged, remembered for a moment.
#[derive(Debug, Default)]
pub struct Moves(Mutex<Option<(Instant, Known)>>);

impl Moves {
    /// Forgets it: somebody has merged just now.
    pub fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn remembered(&self) -> Option<Known> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, known) = held.as_ref()?;
        (at.elapsed() < REMEMBERED).then(|| Arc::clone(known))
    }

    fn keep(&self, known: &Known) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *held = Some((Instant::now(), Arc::clone(known)));
    }
}

/// Leads whoever asks for a service that was merged to the one that stands for it, at the same address but
/// for the id.
///
/// # Errors
/// What comes after it answers.
pub async fn follow(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let leads_to = match id_in(request.path()) {
        Some(id) => moved(&request, id.to_owned()).await,
        None => None,
    };
    match leads_to {
        Some(address) => {
            let (request, _) = request.into_parts();
            let answer = HttpResponse::PermanentRedirect()
                .insert_header((LOCATION, address))
                .finish();
            Ok(ServiceResponse::new(request, answer))
        }
        None => Ok(next.call(request).await?.map_into_boxed_body()),
    }
}

/// The id of a service in an address.
fn id_in(path: &str) -> Option<&str> {
    let rest = STARTS.iter().find_map(|start| path.strip_prefix(start))?;
    rest.split('/').next().filter(|id| !id.is_empty())
}

/// Where an address leads, if the service in it was merged. What is not known is served as it stands.
async fn moved(request: &ServiceRequest, written: String) -> Option<String> {
    let moves = request.app_data::<Data<Moves>>()?;
    let id = crate::domain::id::parse(&written).ok()?.to_string();
    let known = match moves.remembered() {
        Some(known) => known,
        None => {
            let app = request.app_data::<Data<App>>()?.clone();
            let read = block(move || app.db.read(matching::moves)).await;
            let known = Arc::new(read.ok()?.ok()?);
            moves.keep(&known);
            known
        }
    };
    let to = known.get(&id)?;
    let query = request.query_string();
    let mark = if query.is_empty() { "" } else { "?" };
    let path = request.path().replacen(&written, to, 1);
    Some(format!("{path}{mark}{query}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_a_service_stands_in_its_addresses() {
        assert_eq!(id_in("/services/a"), Some("a"));
        assert_eq!(id_in("/api/v1/services/a/capacity"), Some("a"));
        assert_eq!(id_in("/oruk/v3/services/a"), Some("a"));
        for other in [
            "/",
            "/services/",
            "/services",
            "/my/services/a/edit",
            "/assets/services/a",
        ] {
            assert_eq!(id_in(other), None, "{other}");
        }
    }
}
