//! What is the matter with which services, read from the state of things.

use super::reason::{Reason, Reasons};
use super::rules::{Ending, REST};
use super::store;
use crate::capacity;
use crate::db::Conn;
use crate::db::schema::{capacity_lines, capacity_statements, services};
use crate::domain::schedule::local_day;
use crate::error::Result;
use crate::funding::store::lapsed;
use crate::registers::store as registers;
use crate::reminders::store::{contacts, unanswered};
use diesel::prelude::*;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Rows asked for in one statement.
const AT_ONCE: usize = 500;

/// What is the matter with one service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matter {
    /// Each reason, with when there was last news of it, in milliseconds since 1970.
    pub reasons: BTreeMap<Reason, i64>,
    /// Reports, since the last word, that it is otherwise than shown.
    pub reports: i64,
    /// The day on which its charity was removed from the register, if that says it.
    pub removed_on: Option<Date>,
}

/// The services with which something is the matter.
pub type Causes = HashMap<String, Matter>;

impl Matter {
    /// The reasons alone.
    pub fn all(&self) -> Reasons {
        self.reasons.keys().copied().collect()
    }

    /// Since when something is the matter, in milliseconds since 1970.
    pub fn since(&self) -> i64 {
        self.reasons.values().copied().min().unwrap_or(0)
    }

    fn add(&mut self, reason: Reason, heard_at: i64) {
        let known = self.reasons.entry(reason).or_insert(heard_at);
        *known = heard_at.max(*known);
    }

    /// Lets rest what somebody who ended a task so has dealt with, unless there was news since.
    fn rest(&mut self, ending: Ending, done_at: i64) {
        self.reasons
            .retain(|reason, heard_at| *heard_at > done_at || !ending.settles(*reason));
        if !self.reasons.contains_key(&Reason::Disputed) {
            self.reports = 0;
        }
    }
}

/// What is the matter with which services at `now`.
///
/// # Errors
/// The database fails.
pub fn all(conn: &mut Conn, now: Timestamp) -> Result<Causes> {
    let mut causes = Causes::default();
    add_disputed(conn, &mut causes)?;
    add_unanswered(conn, &mut causes)?;
    for (service, last_day) in lapsed(conn, local_day(now, 0))? {
        let ended = capacity::end_of(last_day).map_or(0, Timestamp::as_millisecond);
        let matter: &mut Matter = causes.entry(service).or_default();
        matter.add(Reason::FundingLapsed, ended);
    }
    add_removed(conn, &mut causes)?;
    for (service, heard_at) in store::doubts::all(conn)? {
        let matter: &mut Matter = causes.entry(service).or_default();
        matter.add(Reason::DetailsWrong, heard_at);
    }
    let since = (now - REST).as_millisecond();
    for (service, ending, done_at) in store::dealt_with_since(conn, since)? {
        if let Some(matter) = causes.get_mut(&service) {
            matter.rest(ending, done_at);
        }
    }
    causes.retain(|_, matter| !matter.reasons.is_empty());
    Ok(causes)
}

/// Of several removals the last is told: until then there was a charity.
fn add_removed(conn: &mut Conn, causes: &mut Causes) -> Result<()> {
    for removal in registers::removals(conn)? {
        let matter = causes.entry(removal.service_id).or_default();
        matter.add(Reason::CharityRemoved, removal.heard_at);
        let day = removal.removed_on.and_then(|day| day.parse().ok());
        matter.removed_on = matter.removed_on.max(day);
    }
    Ok(())
}

fn add_disputed(conn: &mut Conn, causes: &mut Causes) -> Result<()> {
    let lines: Vec<(i64, String, Option<i64>)> = capacity_lines::table
        .inner_join(services::table.on(services::id.eq(capacity_lines::service_id)))
        .filter(capacity_lines::disputed)
        .filter(capacity_lines::listed)
        .filter(services::status.eq("active"))
        .select((
            capacity_lines::slot,
            capacity_lines::service_id,
            capacity_lines::confirmed_at,
        ))
        .load(conn)?;
    for lines in lines.chunks(AT_ONCE) {
        let reports = reports(conn, lines.iter().map(|line| line.0).collect())?;
        for (slot, service, heard_at) in lines {
            let told = reports.get(slot).map_or(&[][..], Vec::as_slice);
            let last_word = heard_at.unwrap_or(i64::MIN);
            let since = told.iter().filter(|at| **at >= last_word);
            let matter = causes.entry(service.clone()).or_default();
            matter.reports += i64::try_from(since.count()).unwrap_or(i64::MAX).max(1);
            matter.add(Reason::Disputed, told.iter().copied().max().unwrap_or(0));
        }
    }
    Ok(())
}

/// When somebody reported otherwise of each of these lines.
fn reports(conn: &mut Conn, slots: Vec<i64>) -> Result<HashMap<i64, Vec<i64>>> {
    let told: Vec<(i64, i64)> = capacity_statements::table
        .filter(capacity_statements::slot.eq_any(slots))
        .filter(capacity_statements::kind.eq("report"))
        .select((capacity_statements::slot, capacity_statements::recorded_at))
        .load(conn)?;
    let mut reports: HashMap<i64, Vec<i64>> = HashMap::new();
    for (slot, at) in told {
        reports.entry(slot).or_default().push(at);
    }
    Ok(reports)
}

fn add_unanswered(conn: &mut Conn, causes: &mut Causes) -> Result<()> {
    let lines = unanswered(conn)?;
    let ids: Vec<String> = lines.iter().map(|line| line.service_id.clone()).collect();
    let running = running(conn, &ids)?;
    let contacts = contacts::of_all(conn, &ids)?;
    for line in lines {
        if !running.contains(&line.service_id) {
            continue;
        }
        let known = contacts.get(&line.service_id);
        let is_known = known.is_some_and(|(_, contacts)| !contacts.is_empty());
        let since = line.since.as_millisecond();
        let matter = causes.entry(line.service_id).or_default();
        if !is_known {
            matter.add(Reason::NoContact, since);
        }
        if is_known || line.asked > 0 {
            matter.add(Reason::Unanswered, since);
        }
    }
    Ok(())
}

/// Which of these services run.
fn running(conn: &mut Conn, ids: &[String]) -> Result<HashSet<String>> {
    let mut running = HashSet::new();
    for ids in ids.chunks(AT_ONCE) {
        let found: Vec<String> = services::table
            .filter(services::id.eq_any(ids))
            .filter(services::status.eq("active"))
            .select(services::id)
            .load(conn)?;
        running.extend(found);
    }
    Ok(running)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_dealt_with_rests_and_news_does_not() {
        let matter = || {
            let mut matter = Matter::default();
            matter.add(Reason::Disputed, 10);
            matter.add(Reason::FundingLapsed, 5);
            matter
        };
        let rested = |ending, done_at| {
            let mut matter = matter();
            matter.rest(ending, done_at);
            matter.all()
        };
        let disputed = Reasons::from([Reason::Disputed]);
        assert_eq!(rested(Ending::Closed, 20), Reasons::new());
        assert_eq!(rested(Ending::Closed, 7), disputed);
        assert_eq!(rested(Ending::Reached, 20), disputed);
        assert_eq!(rested(Ending::Resolved, 20), matter().all());
    }
}
