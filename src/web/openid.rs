//! Signing in with one's own organisation: the way there, and the way back.

use super::error::{not_found, problem};
use super::page::{self, Answer};
use crate::accounts::openid::store::{Entered, enter};
use crate::accounts::openid::{Failure, Flight, Identity, Provider};
use crate::accounts::sessions;
use crate::accounts::sign_in::{SignedIn, local_path};
use crate::app::App;
use crate::app::work::write;
use crate::error::{Error, Result};
use crate::gate::cookie;
use crate::web::tongue::filters;
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use askama::Template;
use jiff::Timestamp;
use serde::Deserialize;
use std::sync::Arc;

/// Where people come back to, and what a provider must be told.
const BACK: &str = "/sign-in/openid/back";

/// The page that says why somebody is not signed in, and what to do.
#[derive(Template)]
#[template(path = "sign_in_elsewhere.html")]
struct ElsewherePage {
    title: &'static str,
    name: String,
    why: Why,
}

/// Why somebody is not signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    Away,
    Refused,
    NoRole,
    NoAddress,
    Closed,
}

impl Why {
    fn title(self) -> &'static str {
        match self {
            Self::Away => "One moment, please",
            Self::Refused => "You are not signed in",
            Self::NoRole | Self::NoAddress | Self::Closed => "You may not come in yet",
        }
    }

    fn status(self) -> StatusCode {
        match self {
            Self::Away => StatusCode::SERVICE_UNAVAILABLE,
            Self::Refused => StatusCode::BAD_REQUEST,
            Self::NoRole | Self::NoAddress | Self::Closed => StatusCode::FORBIDDEN,
        }
    }
}

/// What may stand in the address of the way there.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    to: Option<String>,
}

/// What a provider sends somebody back with.
#[derive(Debug, Default, Deserialize)]
pub struct Brought {
    code: Option<String>,
    state: Option<String>,
    iss: Option<String>,
    error: Option<String>,
}

/// Leads to the provider. A link leads here and not a form: a browser lets no form of ours lead elsewhere.
pub async fn begin(app: Data<App>, wanted: Query<Wanted>) -> Answer {
    let Some(provider) = app.openid.clone() else {
        return not_found();
    };
    let to = wanted.to.as_deref().and_then(local_path);
    let back = app.address.of(BACK);
    let begun = provider.begin(to.unwrap_or_default(), &back, Timestamp::now());
    match begun.await {
        Ok((there, flight)) => page::lead_to(&there)
            .private()
            .with_cookie(cookie::under_way(&flight.written(), &app.address)),
        Err(failure) => failed(&provider, &failure),
    }
}

/// Signs somebody in who comes back, and leads where they wanted to go.
pub async fn finish(app: Data<App>, request: HttpRequest, brought: Query<Brought>) -> Answer {
    let Some(provider) = app.openid.clone() else {
        return not_found();
    };
    let answer = match identified(&app, &provider, &request, &brought).await {
        Ok((who, to)) => entered(&app, &provider, &request, who, to).await,
        Err(failure) => failed(&provider, &failure),
    };
    // However it ended, nobody comes back with it again.
    answer.with_cookie(cookie::landed(&app.address))
}

async fn identified(
    app: &App,
    provider: &Arc<Provider>,
    request: &HttpRequest,
    brought: &Brought,
) -> Result<(Identity, String), Failure> {
    let refused = |why: &str| Failure::Refused(why.to_owned());
    let flight = cookie::flight(request).and_then(|text| Flight::read(&text));
    let flight = flight.ok_or_else(|| refused("nobody of this browser was on the way"))?;
    if !flight.is_of(brought.state.as_deref().unwrap_or_default()) {
        return Err(refused("somebody came back with another state"));
    }
    if brought
        .iss
        .as_deref()
        .is_some_and(|iss| provider.is_other(iss))
    {
        return Err(refused("somebody came back from another issuer"));
    }
    if brought.error.is_some() {
        return Err(refused("the provider did not let somebody in"));
    }
    let code = brought.code.as_deref().filter(|code| !code.is_empty());
    let code = code.ok_or_else(|| refused("somebody came back without a code"))?;
    let back = app.address.of(BACK);
    let who = provider
        .finish(&flight, code, &back, Timestamp::now())
        .await?;
    Ok((who, flight.to))
}

async fn entered(
    app: &Data<App>,
    provider: &Provider,
    request: &HttpRequest,
    who: Identity,
    to: String,
) -> Answer {
    // Whoever was signed in here until now is not any more.
    let before = cookie::token(request);
    let now = Timestamp::now();
    let work = move |tx: &mut crate::db::Tx| {
        let entered = enter(tx, &who, &to, now)?;
        if let (Entered::In(_), Some(before)) = (&entered, &before) {
            sessions::end(tx, before)?;
        }
        Ok(entered)
    };
    match write(app, work).await {
        Ok(Entered::In(signed_in)) => led_in(app, &signed_in),
        Ok(Entered::NoRole) => said(provider, Why::NoRole),
        Ok(Entered::NoAddress) => said(provider, Why::NoAddress),
        Ok(Entered::Closed) => said(provider, Why::Closed),
        // What the operator has written of roles is wrong: nobody who signs in can mend it.
        Err(error @ Error::Invalid(_)) => {
            tracing::warn!(%error, "--oidc-role cannot be granted");
            said(provider, Why::NoRole)
        }
        Err(error) => problem(&error),
    }
}

fn led_in(app: &App, signed_in: &SignedIn) -> Answer {
    let to = match local_path(&signed_in.leads_to) {
        None | Some("/") => super::frame::home(signed_in.account.role),
        Some(to) => to,
    };
    page::lead_to(to).with_cookie(cookie::holding(&signed_in.token, &app.address))
}

fn failed(provider: &Provider, failure: &Failure) -> Answer {
    let (why, text) = match failure {
        Failure::Away(text) => (Why::Away, text),
        Failure::Refused(text) => (Why::Refused, text),
    };
    tracing::warn!(why = %text, "somebody could not be signed in");
    said(provider, why)
}

fn said(provider: &Provider, why: Why) -> Answer {
    let page = ElsewherePage {
        title: why.title(),
        name: provider.name().to_owned(),
        why,
    };
    page::respond(why.status(), page).private()
}
