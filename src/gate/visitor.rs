//! Who looks at a page, if they signed in; and keeping their session fresh while they do.

use super::{Credential, cookie, form};
use crate::accounts::sessions::{self, Session};
use crate::accounts::{Principal, Role};
use crate::app::App;
use crate::error::{Error, Result};
use actix_web::body::MessageBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::{Data, block};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use jiff::Timestamp;
use std::convert::Infallible;
use std::future::{Ready, ready};

/// Whoever looks at a page; nobody in particular, if they have not signed in.
#[derive(Debug, Clone, Default)]
pub struct Visitor(Option<Session>);

impl FromRequest for Visitor {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

impl Visitor {
    /// Whoever looks at the page that a request is for.
    pub fn of(request: &HttpRequest) -> Self {
        request.extensions().get().cloned().unwrap_or_default()
    }

    /// Their session, if they signed in.
    pub fn session(&self) -> Option<&Session> {
        self.0.as_ref()
    }

    /// Their session.
    ///
    /// # Errors
    /// They have not signed in.
    pub fn signed_in(&self) -> Result<&Session> {
        let none = || Error::Unauthorized("Sign in, then open this page again.".into());
        self.0.as_ref().ok_or_else(none)
    }

    /// Whoever has signed in and has one of these roles, or is a steward.
    ///
    /// # Errors
    /// They have not signed in, or have another role.
    pub fn must_be(&self, roles: &[Role]) -> Result<Principal> {
        let who = self.signed_in()?.account.principal();
        who.must_be(roles)?;
        Ok(who)
    }

    /// Refuses a form that did not come from a page of theirs.
    ///
    /// # Errors
    /// They have not signed in, or another site sent it.
    pub fn must_have_sent(&self, typed: &form::Typed) -> Result<()> {
        form::check(&self.signed_in()?.form, typed.get(form::FIELD))
    }
}

/// Finds out who looks at a page, before it is made; and gives them a new token where that is due.
///
/// # Errors
/// What comes after it answers.
pub async fn recognise(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    // What other sites frame knows nobody, whatever a browser sends along.
    if request.path().starts_with("/widget/") {
        return next.call(request).await;
    }
    let app = request.app_data::<Data<App>>().cloned();
    let token = match Credential::of(request.request()) {
        Some(Credential::Session { token, .. }) => Some(token),
        _ => None,
    };
    let (Some(app), Some(token)) = (app, token) else {
        return next.call(request).await;
    };
    let known = block({
        let (app, token) = (app.clone(), token.clone());
        move || recognised(&app, &token, Timestamp::now())
    });
    let (session, fresh) = match known.await {
        Ok(Ok(known)) => known,
        // A page that anybody may see is shown all the same.
        Ok(Err(error)) => {
            tracing::warn!(%error, "who looks at a page could not be found out");
            (None, None)
        }
        Err(_) => (None, None),
    };
    request.extensions_mut().insert(Visitor(session));
    let mut response = next.call(request).await?;
    // Whoever signs in or out at this moment has another cookie set.
    if let Some(fresh) = fresh.filter(|_| response.response().cookies().next().is_none()) {
        let cookie = cookie::holding(&fresh, &app.address);
        response.response_mut().add_cookie(&cookie)?;
    }
    Ok(response)
}

/// The session of a token, and its next token if it was changed.
fn recognised(app: &App, token: &str, now: Timestamp) -> Result<(Option<Session>, Option<String>)> {
    let session = app.db.read(|conn| sessions::find(conn, token, now))?;
    let due = session.as_ref().is_some_and(|session| {
        session.is_current && (session.times.wants_note(now) || session.times.wants_change(now))
    });
    let fresh = match due {
        true => {
            let token = token.to_owned();
            app.db.write(move |tx| sessions::seen(tx, &token, now))?
        }
        false => None,
    };
    Ok((session, fresh))
}
