//! Editing a listing: a form, a look at what navigators will see, and sending it.

mod form;
mod preview;

use super::page::{self, Answer};
use super::post::{id_of, or_problem, sent};
use super::view::edit::{Filled, FormPage, Loaded, Said};
use crate::accounts::audit::Actor;
use crate::accounts::{Principal, Role};
use crate::app::App;
use crate::app::work::{read, write};
use crate::capacity::which::missing;
use crate::db::{Conn, Tx};
use crate::directory::store::{assemble, merged_into, owners};
use crate::edits::{self, Clash, Submitted, store};
use crate::error::{Error, Result};
use crate::funding::store::facts;
use crate::gate::Visitor;
use crate::gate::form::Typed;
use crate::web::view::service::Known;
use crate::{capacity, reminders};
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path, Query};
use form::Sheet;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

/// For how long it is shown what stewards decided.
const DECIDED_FOR: SignedDuration = SignedDuration::from_hours(24 * 30);

/// What may stand in the address of the form.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Wanted {
    /// What was just sent.
    said: Option<Said>,
}

/// Shows the form.
pub async fn show(
    app: Data<App>,
    visitor: Visitor,
    path: Path<String>,
    wanted: Query<Wanted>,
) -> Answer {
    or_problem(shown(&app, &visitor, &path, wanted.said).await)
}

async fn shown(app: &Data<App>, visitor: &Visitor, id: &str, said: Option<Said>) -> Result<Answer> {
    let loaded = loaded(app, visitor, id).await?;
    let filled = Filled {
        base: loaded.values.clone(),
        typed: loaded.values.clone(),
        said,
        ..Filled::default()
    };
    Ok(page::respond(
        StatusCode::OK,
        FormPage::view(&loaded, filled, Timestamp::now()),
    ))
}

/// Takes what was typed: shows it as navigators will see it, or sends it.
pub async fn send(app: Data<App>, visitor: Visitor, path: Path<String>, body: Bytes) -> Answer {
    or_problem(taken(&app, &visitor, &path, &body).await)
}

async fn taken(app: &Data<App>, visitor: &Visitor, id: &str, body: &[u8]) -> Result<Answer> {
    let loaded = loaded(app, visitor, id).await?;
    let names = form::names(&loaded.fields());
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let typed = sent(visitor, body, &names)?;
    let sheet = Sheet::read(&typed, &loaded.fields())?;
    if !sheet.problems.is_empty() {
        return Ok(again(
            &loaded,
            sheet.filled(),
            StatusCode::UNPROCESSABLE_ENTITY,
        ));
    }
    match typed.get("step") {
        "edit" => Ok(again(&loaded, sheet.filled(), StatusCode::OK)),
        "send" => submitted(app, loaded, sheet).await,
        _ => Ok(looked_at(app, &loaded, sheet, &typed)),
    }
}

/// The form once more, as it was filled.
fn again(loaded: &Loaded, filled: Filled, status: StatusCode) -> Answer {
    page::respond(status, FormPage::view(loaded, filled, Timestamp::now()))
}

fn looked_at(app: &Data<App>, loaded: &Loaded, sheet: Sheet, typed: &Typed) -> Answer {
    let clashes = sheet.clashes(&loaded.values);
    if !clashes.is_empty() {
        return clashed(loaded, sheet, clashes);
    }
    if sheet.changed().is_empty() {
        let filled = Filled {
            said: Some(Said::Nothing),
            ..sheet.filled()
        };
        return again(loaded, filled, StatusCode::OK);
    }
    let gazetteer = app.engine.gazetteer();
    let page = preview::page(loaded, &sheet, typed, &gazetteer, Timestamp::now());
    page::respond(StatusCode::OK, page)
}

/// The form with what others changed meanwhile: what was typed stays, and now begins from that.
fn clashed(loaded: &Loaded, sheet: Sheet, clashes: Vec<Clash>) -> Answer {
    let mut filled = sheet.filled();
    for clash in &clashes {
        filled.base.insert(clash.field.clone(), clash.now.clone());
    }
    let clashes = clashes.into_iter().map(|clash| (clash.field, clash.now));
    filled.clashes = clashes.collect();
    again(loaded, filled, StatusCode::CONFLICT)
}

async fn submitted(app: &Data<App>, loaded: Loaded, sheet: Sheet) -> Result<Answer> {
    let (who, id) = (loaded.who.clone(), loaded.id.clone());
    let (base, typed) = (sheet.base.clone(), sheet.typed.clone());
    let work = move |tx: &mut Tx| {
        may_edit(tx, &who, &id)?;
        edits::submit(tx, &who, &id, (&base, &typed), Timestamp::now())
    };
    match write(app, work).await? {
        Submitted::Clashes(clashes) => Ok(clashed(&loaded, sheet, clashes)),
        Submitted::Taken { live, waiting } => {
            let said = Said::of(live, waiting).as_str();
            let id = &loaded.id;
            Ok(page::lead_to(&format!(
                "/my/services/{id}/edit?said={said}"
            )))
        }
    }
}

/// Takes back what waits for a steward.
pub async fn withdraw(
    app: Data<App>,
    visitor: Visitor,
    path: Path<(String, String)>,
    body: Bytes,
) -> Answer {
    let (id, proposal) = path.into_inner();
    or_problem(withdrawn(&app, &visitor, (&id, &proposal), &body).await)
}

async fn withdrawn(
    app: &Data<App>,
    visitor: &Visitor,
    (id, proposal): (&str, &str),
    body: &[u8],
) -> Result<Answer> {
    let who = visitor.must_be(&[Role::Provider])?;
    sent(visitor, body, &[])?;
    let (id, proposal) = (id_of(id)?, id_of(proposal)?);
    let back = format!("/my/services/{id}/edit?said=back");
    let work = move |tx: &mut Tx| {
        may_edit(tx, &who, &id)?;
        edits::withdraw(tx, &id, &proposal, &Actor::from(&who), Timestamp::now())
    };
    write(app, work).await?;
    Ok(page::lead_to(&back))
}

/// Refuses everybody but stewards and those who run the service. One that was merged into another is not
/// edited any longer.
fn may_edit(conn: &mut Conn, who: &Principal, id: &str) -> Result<()> {
    let owners = owners(conn, id)?.ok_or_else(|| missing(id))?;
    who.must_speak_for(&owners)?;
    match merged_into(conn, id)? {
        None => Ok(()),
        Some(_) => Err(Error::Conflict(
            "this listing has become one with another: edit that one".into(),
        )),
    }
}

async fn loaded(app: &Data<App>, visitor: &Visitor, id: &str) -> Result<Loaded> {
    let who = visitor.must_be(&[Role::Provider])?;
    let id = id_of(id)?;
    read(app, move |conn| load(conn, who, id, Timestamp::now())).await
}

fn load(conn: &mut Conn, who: Principal, id: String, now: Timestamp) -> Result<Loaded> {
    may_edit(conn, &who, &id)?;
    let service = assemble(conn, &id)?.ok_or_else(|| missing(&id))?;
    let (_, contacts) = reminders::store::contacts::of(conn, &id)?;
    let known = Known {
        lines: capacity::store::lines_of(conn, &id)?,
        funding: facts(conn, std::slice::from_ref(&id))?
            .remove(&id)
            .unwrap_or_default(),
        service,
        reliability: None,
    };
    Ok(Loaded {
        is_asked: !contacts.is_empty(),
        standings: edits::standings(conn, &who, &known.service)?,
        values: edits::read(&known.service),
        open: store::open_of(conn, &id)?,
        decided: store::decided_since(conn, &id, now - DECIDED_FOR)?,
        known,
        who,
        id,
    })
}

/// What is said of a form without what it began from.
fn unread() -> Error {
    Error::invalid("base", "is missing from the form: load the page again")
}
