//! Changing the secret of a webhook.

use super::own;
use crate::api::params;
use crate::api::problem::{Problem, ProblemDocument};
use crate::app::App;
use crate::app::work::write;
use crate::db::Tx;
use crate::domain::time::from_millis;
use crate::gate::Credential;
use crate::subscriptions::secret;
use crate::subscriptions::store::secrets;
use actix_web::HttpRequest;
use actix_web::web::{Data, Json, Path};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// A new secret, which is shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecretChanged {
    /// What messages are signed with from now on.
    secret: String,
    /// Until when they are signed with the old secret as well.
    #[serde(with = "crate::domain::time::required")]
    #[schema(value_type = String, format = DateTime)]
    old_secret_until: Timestamp,
}

/// Change the secret of a webhook
///
/// For 24 hours messages have two signatures, with the new secret and with the old one, so that no
/// message is lost while the receiver changes over. To be rid of a secret at once, make a new
/// subscription and end this one.
#[utoipa::path(
    post, path = "/api/v1/subscriptions/{id}/secret", tag = "Subscriptions",
    params(("id" = Uuid, Path, description = "The subscription")),
    security(("key" = [])),
    responses(
        (status = 200, description = "The new secret, shown this once", body = SecretChanged),
        (status = 404, description = "This key made no such subscription", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "It has ended, goes by e-mail, or its secret was changed four times within a day", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn change(
    request: HttpRequest,
    path: Path<String>,
    key: Credential,
    app: Data<App>,
) -> Result<Json<SecretChanged>, Problem> {
    params::known(&request, &[])?;
    let id = params::uuid("id", &path)?;
    let work = move |tx: &mut Tx| {
        own(tx, &key, &id)?;
        let fresh = secret::new()?;
        let until = secrets::change(tx, &id, &fresh, Timestamp::now().as_millisecond())?;
        Ok(SecretChanged {
            secret: fresh,
            old_secret_until: from_millis(until),
        })
    };
    Ok(Json(write(&app, work).await?))
}
