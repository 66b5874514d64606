//! Local knowledge: notes of professionals on a service, added and taken away from its page.

use crate::accounts::Principal;
use crate::app::App;
use crate::app::work::write;
use crate::db::Tx;
use crate::domain::id;
use crate::error::{Error, Result};
use crate::gate::Visitor;
use crate::gate::form::Typed;
use crate::notes::{checked, must_be_professional, store};
use crate::web::error::{no_service, problem};
use crate::web::page::{self, Answer};
use actix_web::web::{Bytes, Data, Path};
use jiff::Timestamp;

/// Adds a note, and leads back to the notes.
pub async fn add(app: Data<App>, visitor: Visitor, path: Path<String>, body: Bytes) -> Answer {
    let (who, service, text) = match typed(&visitor, &path, &body) {
        Ok(typed) => typed,
        Err(error) => return failed(&error),
    };
    let back = notes_of(&service);
    let work = move |tx: &mut Tx| store::add(tx, &service, &text, &who, Timestamp::now());
    done(write(&app, work).await, &back)
}

/// Takes a note away, and leads back to the others.
pub async fn remove(
    app: Data<App>,
    visitor: Visitor,
    path: Path<(String, String)>,
    body: Bytes,
) -> Answer {
    let (service, note) = path.into_inner();
    let (who, service) = match sent(&visitor, &service, &body) {
        Ok(sent) => sent,
        Err(error) => return failed(&error),
    };
    let back = notes_of(&service);
    let work = move |tx: &mut Tx| store::remove(tx, &service, &note, &who, Timestamp::now());
    done(write(&app, work).await, &back)
}

fn typed(visitor: &Visitor, service: &str, body: &[u8]) -> Result<(Principal, String, String)> {
    let (who, service) = somebody(visitor, service)?;
    let typed = Typed::read(body, &["body"])?;
    visitor.must_have_sent(&typed)?;
    Ok((who, service, checked(typed.get("body"))?))
}

fn sent(visitor: &Visitor, service: &str, body: &[u8]) -> Result<(Principal, String)> {
    let found = somebody(visitor, service)?;
    visitor.must_have_sent(&Typed::read(body, &[])?)?;
    Ok(found)
}

fn somebody(visitor: &Visitor, service: &str) -> Result<(Principal, String)> {
    let who = visitor.signed_in()?.account.principal();
    must_be_professional(&who)?;
    let service = id::parse(service).map_err(Error::NotFound)?;
    Ok((who, service.to_string()))
}

fn notes_of(service: &str) -> String {
    format!("/services/{service}#notes")
}

fn done(result: Result<()>, back: &str) -> Answer {
    match result {
        Ok(()) => page::lead_to(back),
        Err(error) => failed(&error),
    }
}

fn failed(error: &Error) -> Answer {
    match error {
        Error::NotFound(_) => no_service(),
        error => problem(error),
    }
}
