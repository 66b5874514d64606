//! What is posted from the page of a task.

use super::Place;
use super::one::{self, Told};
use crate::accounts::Principal;
use crate::app::App;
use crate::app::work::read;
use crate::capacity::which::Which;
use crate::db::Conn;
use crate::domain::availability::{StatedState, Statement};
use crate::error::{Error, Result};
use crate::gate::Visitor;
use crate::gate::form::Typed as Form;
use crate::tasks::calls::{Answer as CameOf, Call};
use crate::tasks::desk::{self, Move};
use crate::tasks::store;
use crate::web::page::{self, Answer};
use crate::web::post::{id_of, or_problem, posted};
use crate::web::update::typed::{self, Tap, Typed};
use crate::web::view::update::Notice;
use actix_web::web::{Bytes, Data, Path, Query};
use jiff::Timestamp;

/// Takes a task: "I'll ring".
pub async fn claim(app: Data<App>, visitor: Visitor, path: Path<String>, body: Bytes) -> Answer {
    or_problem(simply(&app, &visitor, &path, &body, Move::Claim).await)
}

/// Gives a task back.
pub async fn release(app: Data<App>, visitor: Visitor, path: Path<String>, body: Bytes) -> Answer {
    or_problem(simply(&app, &visitor, &path, &body, Move::Release).await)
}

async fn simply(
    app: &Data<App>,
    visitor: &Visitor,
    path: &str,
    body: &[u8],
    what: Move,
) -> Result<Answer> {
    let (who, _) = posted(visitor, &[], body, &[])?;
    let id = id_of(path)?;
    let to = match what {
        Move::Claim => format!("/tasks/{id}"),
        _ => "/tasks?said=released".to_owned(),
    };
    desk::change(app, id, who, what).await?;
    Ok(page::lead_to(&to))
}

/// Puts a task off until a day.
pub async fn later(app: Data<App>, visitor: Visitor, path: Path<String>, body: Bytes) -> Answer {
    or_problem(put_off(&app, &visitor, &path, &body).await)
}

async fn put_off(app: &Data<App>, visitor: &Visitor, path: &str, body: &[u8]) -> Result<Answer> {
    let (who, form) = posted(visitor, &[], body, &["not_before"])?;
    let day = form.get("not_before").parse();
    let day = day.map_err(|_| Error::invalid("not_before", "write a day such as 2027-03-31"))?;
    let what = Move::Later(day).checked(Timestamp::now())?;
    desk::change(app, id_of(path)?, who, what).await?;
    Ok(page::lead_to("/tasks?said=later"))
}

/// Records what came of a call.
pub async fn done(
    app: Data<App>,
    visitor: Visitor,
    path: Path<String>,
    place: Query<Place>,
    body: Bytes,
) -> Answer {
    or_problem(rung(&app, &visitor, &path, place.into_inner().at, &body).await)
}

async fn rung(
    app: &Data<App>,
    visitor: &Visitor,
    path: &str,
    at: Option<String>,
    body: &[u8],
) -> Result<Answer> {
    let (who, form) = posted(visitor, &[], body, &typed::FIELDS)?;
    let id = id_of(path)?;
    match form.get("say") {
        "no_answer" => finish(app, id, who, call(CameOf::NoAnswer), "no_answer").await,
        "closed" => {
            let note = form.given("note").map(str::to_owned);
            let call = Call {
                note,
                ..call(CameOf::Closed)
            };
            finish(app, id, who, call, "closed").await
        }
        _ => spoken(app, id, who, at, &form).await,
    }
}

fn call(result: CameOf) -> Call {
    Call {
        result,
        location_id: None,
        capacity: None,
        note: None,
        seen: None,
    }
}

async fn finish(
    app: &Data<App>,
    id: String,
    who: Principal,
    call: Call,
    said: &str,
) -> Result<Answer> {
    let what = Move::Done(Box::new(call)).checked(Timestamp::now())?;
    desk::change(app, id, who, what).await?;
    Ok(page::lead_to(&format!("/tasks?said={said}")))
}

/// Somebody was reached, and said something of the room at one place.
async fn spoken(
    app: &Data<App>,
    id: String,
    who: Principal,
    at: Option<String>,
    form: &Form,
) -> Result<Answer> {
    let (tap, typed) = typed::of(form)?;
    let held = held(app, id.clone(), at.clone()).await?;
    let call = match tap {
        Tap::State(state) => reached(state, &typed, held.as_ref()),
        Tap::Same => Ok(Call {
            seen: typed.expected(),
            ..call(CameOf::Confirmed)
        }),
        Tap::Undo => Err(Error::invalid(
            "say",
            "must be one of the buttons of the page",
        )),
    };
    let done = match call {
        Ok(call) => {
            let location_id = at.clone().filter(|at| !at.is_empty());
            let call = Call {
                location_id,
                ..call
            };
            finish(app, id.clone(), who.clone(), call, "reached").await
        }
        Err(error) => Err(error),
    };
    let notice = match (done, tap) {
        (Err(Error::Invalid(faults)), Tap::State(state)) => Notice::Wrong(state, faults),
        (Err(Error::VersionMismatch { .. }), _) => Notice::Changed,
        (done, _) => return done,
    };
    let told = Told {
        typed,
        notice: Some(notice),
    };
    one::page(app, id, who.id, at, told).await
}

/// What is held of the place that is spoken of.
async fn held(app: &Data<App>, id: String, at: Option<String>) -> Result<Option<Statement>> {
    let load = move |conn: &mut Conn| {
        let which = Which {
            service: store::find(conn, &id)?.service_id,
            location: at,
        };
        Ok(which.line(conn)?.known.statement)
    };
    read(app, load).await
}

fn reached(state: StatedState, typed: &Typed, held: Option<&Statement>) -> Result<Call> {
    let report = typed.checked(state, held, Timestamp::now())?;
    Ok(Call {
        capacity: Some(report),
        ..call(CameOf::Reached)
    })
}
