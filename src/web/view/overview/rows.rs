//! The rows of the tables, and the bars beside them.

use super::bars::Bar;
use super::{Asked, MONEY, Part, SEARCHES, SENT, STATES, WAITING};
use crate::coverage::count::Count;
use crate::coverage::demand::Searches;
use crate::coverage::flow::{Became, Sums};
use crate::coverage::money::Ending;
use crate::coverage::{Need, Overview};
use crate::domain::availability::State;
use crate::web::overview::Names;
use crate::web::view::words::{short_day, thousands};
use jiff::civil::Date;

/// How many services there are of something, as a row.
#[derive(Debug, Clone)]
pub struct Supply {
    /// What of.
    pub name: String,
    /// Where the name leads.
    pub link: String,
    /// What was counted.
    pub count: Count,
}

/// One month of money.
#[derive(Debug)]
pub struct Month {
    /// Its name.
    pub name: String,
    /// Awards that end.
    pub awards: u32,
    /// Services without any after that.
    pub services: u32,
    /// Those of them on one funder.
    pub on_one_funder: u32,
    /// Their places.
    pub places: u64,
}

/// A service whose money ends.
#[derive(Debug)]
pub struct Ends {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who runs it.
    pub organization: Option<String>,
    /// The last day that is paid for.
    pub on: String,
    /// How many pay for it.
    pub funders: u32,
    /// Its places.
    pub places: Option<u32>,
}

/// Searches for one need.
#[derive(Debug)]
pub struct Searched {
    /// The need.
    pub name: String,
    /// Where it leads; nothing where none was understood.
    pub link: Option<String>,
    /// All, without room, not confirmed, with room.
    pub numbers: [String; 4],
}

/// What was not found somewhere.
#[derive(Debug)]
pub struct Unmet {
    /// The need.
    pub name: String,
    /// From where.
    pub outcode: String,
    /// How many.
    pub searches: Searches,
}

/// Those who were sent for one need.
#[derive(Debug)]
pub struct Sent {
    /// The need.
    pub name: String,
    /// As [`sent_numbers`] has them.
    pub numbers: [String; 5],
}

/// Services by need, where there are most first.
pub fn needs(all: &Overview, asked: &Asked, most: usize) -> Part<Supply> {
    let rows = all.needs.iter().map(|((id, label), count)| Supply {
        name: label.clone(),
        link: asked.with_need(id),
        count: count.clone(),
    });
    part(rows.collect(), most)
}

/// Services by area.
pub fn areas(all: &Overview, asked: &Asked, most: usize) -> Part<Supply> {
    let rows = all.parts.iter().map(|(patch, count)| Supply {
        name: patch.name.to_string(),
        link: asked.with_area(patch),
        count: count.clone(),
    });
    part(rows.collect(), most)
}

fn part(mut rows: Vec<Supply>, most: usize) -> Part<Supply> {
    let of = (rows.len() > most).then_some(rows.len());
    rows.truncate(most);
    let longest = rows.iter().map(|row| u64::from(row.count.services));
    let longest = longest.max().unwrap_or(0);
    let bars = rows.iter().map(|row| {
        let value = thousands(row.count.services.into());
        let bar = Bar::of(&row.name, STATES, &states(&row.count), longest, value);
        bar.leading_to(row.link.clone())
    });
    Part {
        bars: bars.collect(),
        key: STATES,
        rows,
        of,
    }
}

/// In the order of [`STATES`].
fn states(count: &Count) -> [u64; 6] {
    let shut = count.of(State::Paused) + count.of(State::Closed);
    [
        count.of(State::Open),
        count.of(State::Limited),
        count.of(State::Unconfirmed),
        count.of(State::WaitingList),
        count.of(State::Full),
        shut,
    ]
    .map(u64::from)
}

impl Supply {
    /// A number as people read it.
    pub fn n(&self, number: &u64) -> String {
        thousands(i64::try_from(*number).unwrap_or(i64::MAX))
    }

    /// Services of which one of these is shown, as in the bars.
    pub fn states(&self) -> [u64; 6] {
        states(&self.count)
    }
}

/// Areas that were looked at one by one.
pub fn side_by_side(all: &[Overview]) -> Part<Supply> {
    let rows = all.iter().filter_map(|all| {
        let patch = all.scope.area.as_ref()?;
        Some(Supply {
            name: patch.name.to_string(),
            link: Asked::default().with_area(patch),
            count: all.all.clone(),
        })
    });
    part(rows.collect(), usize::MAX)
}

/// Those where anybody waits, most first.
pub fn waits(rows: Vec<Supply>, most: usize) -> Part<Supply> {
    let waits = |row: &Supply| row.count.waiting > 0 || row.count.median_weeks.is_some();
    let mut rows: Vec<Supply> = rows.into_iter().filter(waits).collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.count.waiting, row.count.median_weeks)));
    let of = (rows.len() > most).then_some(rows.len());
    rows.truncate(most);
    let longest = rows.iter().map(|row| row.count.waiting).max().unwrap_or(0);
    let bars = rows.iter().map(|row| {
        let value = row.n(&row.count.waiting);
        let bar = Bar::of(&row.name, WAITING, &[row.count.waiting], longest, value);
        bar.leading_to(row.link.clone())
    });
    Part {
        bars: bars.collect(),
        key: WAITING,
        rows,
        of,
    }
}

/// Money by month.
pub fn money(all: &Overview) -> Part<Month> {
    let months = &all.money.months;
    let longest = months.iter().map(|month| u64::from(month.services)).max();
    let name = |first: Date| first.strftime("%B %Y").to_string();
    let bars = months.iter().map(|month| {
        let one = u64::from(month.on_one_funder);
        let numbers = [one, u64::from(month.services) - one];
        let value = thousands(month.services.into());
        Bar::of(
            &name(month.first),
            MONEY,
            &numbers,
            longest.unwrap_or(0),
            value,
        )
    });
    let rows = months.iter().map(|month| Month {
        name: name(month.first),
        awards: month.awards,
        services: month.services,
        on_one_funder: month.on_one_funder,
        places: month.places,
    });
    Part {
        bars: bars.collect(),
        key: MONEY,
        rows: rows.collect(),
        of: None,
    }
}

impl Ends {
    /// A service whose money ends.
    pub fn view(ending: &Ending, names: &Names, today: Date) -> Self {
        let named = names.get(&ending.id).cloned().unwrap_or_default();
        Self {
            id: ending.id.to_string(),
            name: named.service,
            organization: named.organization,
            on: short_day(ending.on, today),
            funders: ending.funders,
            places: ending.places,
        }
    }
}

/// What a need is called; one that was none says so.
fn called((id, label): &(String, String)) -> String {
    match id.is_empty() {
        true => "No need was understood".into(),
        false => label.clone(),
    }
}

/// A number of people or searches; a dash is none, or too few to tell.
fn told(number: i64) -> String {
    match number {
        0 => "–".into(),
        _ => thousands(number),
    }
}

/// Searches by need.
pub fn searched(all: &Overview, asked: &Asked, most: usize) -> Part<Searched> {
    let shown = || all.searched.iter().take(most);
    let longest = shown().map(|(_, searches)| whole(searches.all())).max();
    let bars = shown().map(|(need, searches)| {
        let numbers = [searches.without, searches.unsure, searches.room].map(whole);
        let value = thousands(searches.all());
        Bar::of(
            &called(need),
            SEARCHES,
            &numbers,
            longest.unwrap_or(0),
            value,
        )
    });
    let rows = shown().map(|(need, searches)| Searched {
        name: called(need),
        link: (!need.0.is_empty()).then(|| asked.with_need(&need.0)),
        numbers: [
            searches.all(),
            searches.without,
            searches.unsure,
            searches.room,
        ]
        .map(told),
    });
    Part {
        bars: bars.collect(),
        key: SEARCHES,
        rows: rows.collect(),
        of: (all.searched.len() > most).then_some(all.searched.len()),
    }
}

/// What was not found, by need and outcode.
pub fn unmet(all: &Overview, most: usize) -> Vec<Unmet> {
    let shown = all.unmet.iter().take(most);
    let rows = shown.map(|(need, outcode, searches)| Unmet {
        name: called(need),
        outcode: match outcode.is_empty() {
            true => "no postcode given".into(),
            false => outcode.clone(),
        },
        searches: *searches,
    });
    rows.collect()
}

/// Those who were sent, by need.
pub fn sent(rows: &[(Need, Sums)], most: usize) -> Part<Sent> {
    let shown = || rows.iter().take(most);
    let longest = shown().map(|(_, sums)| whole(sums.made())).max();
    let bars = shown().map(|(need, sums)| sent_bar(&said_for(need), sums, longest.unwrap_or(0)));
    let rows_of = shown().map(|(need, sums)| Sent {
        name: said_for(need),
        numbers: sent_numbers(sums),
    });
    Part {
        bars: bars.collect(),
        key: SENT,
        rows: rows_of.collect(),
        of: (rows.len() > most).then_some(rows.len()),
    }
}

/// What the need is called that somebody was sent for.
pub fn said_for((id, label): &Need) -> String {
    match id.is_empty() {
        true => "No need was said".to_owned(),
        false => label.clone(),
    }
}

/// A bar of those who were sent, where the longest is of so many.
pub fn sent_bar(name: &str, sums: &Sums, longest: u64) -> Bar {
    let numbers = Became::ALL.map(|became| whole(sums.of(became)));
    Bar::of(name, SENT, &numbers, longest, thousands(sums.made()))
}

/// All who were sent, and what became of them in the order of [`Became::ALL`].
pub fn sent_numbers(sums: &Sums) -> [String; 5] {
    let [taken_in, turned_away, not_taken, untold] = Became::ALL.map(|became| sums.of(became));
    [sums.made(), taken_in, turned_away, not_taken, untold].map(told)
}

/// A number for a bar.
pub fn whole(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
