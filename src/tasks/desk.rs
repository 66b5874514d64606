//! What stewards do at their desk, over the API or on a page: they take a task, give it back, put it off,
//! and say what came of a call. Each is one transaction, with its entry in the audit.

use super::calls::{Call, record};
use super::causes::{self, Causes};
use super::rules::{LONGEST_PUT_OFF, can_be_put_off_until};
use super::store::{self, Row};
use super::sync;
use super::view::{self, Task};
use crate::accounts::Principal;
use crate::accounts::audit::{self, Actor, Deed};
use crate::app::App;
use crate::app::work::{change_rooms, read};
use crate::capacity::which::Which;
use crate::db::{Conn, Tx};
use crate::domain::schedule::local_day;
use crate::error::{Error, Result};
use crate::search::truth::LineRow;
use actix_web::web::{Data, block};
use jiff::Timestamp;
use jiff::civil::Date;

/// What is done with a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    /// Somebody takes it, for two hours.
    Claim,
    /// Whoever has it gives it back.
    Release,
    /// It is put off until this day.
    Later(Date),
    /// Somebody was rung.
    Done(Box<Call>),
}

impl Move {
    /// The same, with what came of a call as the database has it.
    ///
    /// # Errors
    /// What is wrong at `now`, field by field.
    pub fn checked(self, now: Timestamp) -> Result<Self> {
        match self {
            Move::Later(day) if !can_be_put_off_until(day, local_day(now, 0)) => {
                let why = format!("must be from tomorrow to {LONGEST_PUT_OFF} days from today");
                Err(Error::invalid("not_before", why))
            }
            Move::Done(call) => Ok(Move::Done(Box::new(call.checked(now)?))),
            other => Ok(other),
        }
    }

    /// The word in the audit.
    fn action(&self) -> &'static str {
        match self {
            Move::Claim => "task.claimed",
            Move::Release => "task.released",
            Move::Later(_) => "task.put_off",
            Move::Done(_) => "task.rung",
        }
    }

    /// Does it, and returns the line whose room was spoken of, if one was, as it then is.
    fn make(
        &self,
        tx: &mut Tx,
        id: &str,
        who: &Principal,
        now: Timestamp,
    ) -> Result<Option<LineRow>> {
        match self {
            Move::Claim => store::claim(tx, id, who, now).map(|_| None),
            Move::Release => store::release(tx, id, who, now).map(|()| None),
            Move::Later(day) => {
                let until = |row: &Row| (*day, row.attempts);
                store::put_off(tx, id, who, until, now).map(|()| None)
            }
            Move::Done(call) => {
                let line = line(tx, id, call)?;
                record(tx, id, call, line, who, now)
            }
        }
    }
}

/// The line that a call was about, if it was about room.
fn line(tx: &mut Tx, id: &str, call: &Call) -> Result<Option<LineRow>> {
    let which = Which {
        service: store::find(tx, id)?.service_id,
        location: call.location_id.clone(),
    };
    call.speaks_of_room().then(|| which.line(tx)).transpose()
}

/// Does this with a task, all of it or nothing; searches show what was said of room before it returns.
///
/// # Errors
/// There is no such task, it is closed, or somebody else has it; what is said cannot be recorded.
pub async fn change(app: &Data<App>, id: String, who: Principal, what: Move) -> Result<()> {
    if what == Move::Claim {
        // Nobody should ring where the provider has just spoken.
        in_step(app, Timestamp::now()).await?;
    }
    let write = move |tx: &mut Tx, changed: &mut Vec<LineRow>| {
        let (now, before) = (Timestamp::now(), store::find(tx, &id)?);
        changed.extend(what.make(tx, &id, &who, now)?);
        note(tx, &what, &before, &who, now)
    };
    change_rooms(app, write).await
}

fn note(tx: &mut Tx, what: &Move, before: &Row, who: &Principal, now: Timestamp) -> Result<()> {
    let after = store::find(tx, &before.id)?;
    let deed = Deed {
        action: what.action(),
        kind: "task",
        id: &before.id,
    };
    let change = (Some(before), Some(&after));
    audit::note(tx, &Actor::from(who), deed, change, now)
}

/// Brings the list in step with the state of things, which it returns.
///
/// # Errors
/// The database fails.
pub async fn in_step(app: &Data<App>, now: Timestamp) -> Result<Causes> {
    let app = Data::clone(app);
    let done = block(move || sync::in_step(&app.db, now)).await;
    done.map_err(Error::internal)?
}

/// One task as it now is, for whoever has this id.
///
/// # Errors
/// There is no such task.
pub fn shown(conn: &mut Conn, id: &str, who: &str, now: Timestamp) -> Result<Task> {
    let row = store::find(conn, id)?;
    let causes = causes::all(conn, now)?;
    let mut tasks = view::shown(conn, &causes, vec![row], who, now)?;
    tasks
        .pop()
        .ok_or_else(|| Error::internal("a task was lost"))
}

/// The same, away from the threads that take requests.
///
/// # Errors
/// There is no such task.
pub async fn show(app: &Data<App>, id: String, who: String) -> Result<Task> {
    read(app, move |conn| shown(conn, &id, &who, Timestamp::now())).await
}
