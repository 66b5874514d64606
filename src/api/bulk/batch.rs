//! One batch of lines: in one transaction, each all or nothing.

use super::super::capacity::author;
use super::answer::LineAnswer;
use super::line::Line;
use super::targets::{Outcome, Services, ours_or_theirs};
use super::turns::TURNS;
use crate::accounts::Principal;
use crate::app::App;
use crate::capacity::{Report, store};
use crate::db::{Conn, Tx};
use crate::domain::availability::Availability;
use crate::error::Result;
use crate::search::truth::LineRow;
use jiff::Timestamp;
use std::sync::Arc;

/// What becomes of each line, in order.
type Outcomes = Vec<Outcome<Availability>>;

/// Says a batch; one answer for each line, in order.
pub fn say(app: &App, who: &Principal, batch: Vec<Line>) -> Vec<LineAnswer> {
    let batch = Arc::new(batch);
    let said = say_together(app, who, &batch);
    let lines = batch.iter();
    match said {
        Ok(outcomes) => {
            let answered = lines.zip(outcomes);
            let answers = answered.map(|(line, outcome)| LineAnswer::new(line, outcome));
            answers.collect()
        }
        Err(error) => {
            tracing::warn!(%error, "a batch of reports was not written");
            lines.map(|line| LineAnswer::failed(line, &error)).collect()
        }
    }
}

/// Whose room each line means is read before the transaction, so that nobody else who writes waits for
/// it: slots never change hands.
fn say_together(app: &App, who: &Principal, batch: &Arc<Vec<Line>>) -> Result<Outcomes> {
    let turn = TURNS.take();
    let targets = app.db.read(|conn| targets(conn, who, batch))?;
    // Whoever waits for the disk keeps no core busy.
    drop(turn);
    let (batch, who) = (Arc::clone(batch), who.clone());
    app.change_rooms(move |tx, changed| say_each(tx, changed, &who, &batch, &targets))
}

fn targets(conn: &mut Conn, who: &Principal, batch: &[Line]) -> Result<Vec<Outcome<LineRow>>> {
    let services = Services::of(conn, who, batch)?;
    let targets = batch
        .iter()
        .map(|line| ours_or_theirs(services.target(line)));
    targets.collect()
}

fn say_each(
    tx: &mut Tx,
    changed: &mut Vec<LineRow>,
    who: &Principal,
    batch: &[Line],
    targets: &[Outcome<LineRow>],
) -> Result<Outcomes> {
    // Lines are taken in the order of their slots, as everybody does, so that two who take many
    // never wait for each other. What is said of one slot keeps its order.
    let mut order: Vec<usize> = (0..batch.len()).collect();
    order.sort_by_key(|index| targets[*index].as_ref().map_or(0, |target| target.slot));
    let mut outcomes: Vec<Option<Outcome<Availability>>> = batch.iter().map(|_| None).collect();
    for index in order {
        let outcome = match (&targets[index], &batch[index].report) {
            (Ok(target), Ok(report)) => state(tx, changed, who, target, report)?,
            (_, Err(problem)) | (Err(problem), _) => Err(problem.clone()),
        };
        outcomes[index] = Some(outcome);
    }
    // Each index stood in the order once.
    Ok(outcomes.into_iter().flatten().collect())
}

fn state(
    tx: &mut Tx,
    changed: &mut Vec<LineRow>,
    who: &Principal,
    target: &LineRow,
    report: &Report,
) -> Result<Outcome<Availability>> {
    let now = Timestamp::now();
    // What is refused has changed nothing, so that the rest of the batch goes on.
    let row = store::state(tx, target.slot, report, &author(who), None, now);
    let closed = target.closed;
    Ok(ours_or_theirs(row)?.map(|row| {
        let line = LineRow { closed, ..row };
        let availability = line.availability(now);
        changed.push(line);
        availability
    }))
}
