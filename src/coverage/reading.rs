//! Everything that the overview of an area shows, read and counted at one moment.

use super::MONTHS;
use super::blocks::{self, BLOCKS};
use super::count::Count;
use super::demand::{Demand, Of, Searches};
use super::flow::{self, Month, Question, RECENT, Sums};
use super::money::{self, Money};
use super::past::trend::{self, Trend, Unkept};
use super::past::{self, Day};
use super::scope::{Atlas, Scope, Wish};
use super::supply::{Supply, Tally};
use crate::app::App;
use crate::db::Conn;
use crate::domain::schedule::local_day;
use crate::error::{Error, Result};
use crate::funding::store as funding;
use crate::geography::ground::{Ground, Patch};
use crate::geography::{Gazetteer, Outcode, Written};
use crate::search::Engine;
use crate::search::entry::TagKind;
use crate::search::survey::{Grounds, When};
use jiff::Timestamp;
use jiff::civil::Date;
use std::cmp::Reverse;
use std::sync::Arc;

/// A need: its id, and what people read.
pub type Need = (String, String);

/// What is asked of the overview, as it stands in an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Which areas.
    pub wish: Wish,
    /// The id of a need.
    pub need: Option<String>,
    /// The day at the end of which; now, if left out.
    pub on: Option<String>,
}

/// What an area has and lacks. Of a day in the past it says what there was and who waited, and nothing else.
#[derive(Debug, Default)]
pub struct Overview {
    /// Which areas are looked at.
    pub scope: Scope,
    /// The one need that is asked for.
    pub need: Option<Need>,
    /// The day in the past at the end of which all of it was so; none for now.
    pub on: Option<Day>,
    /// Every need that services of the area meet, by name.
    pub choices: Vec<Need>,
    /// All services.
    pub all: Count,
    /// The services for each need; where there are most comes first.
    pub needs: Vec<(Need, Count)>,
    /// The services of each part, by its name.
    pub parts: Vec<(Arc<Patch>, Count)>,
    /// Money that ends.
    pub money: Money,
    /// The first Monday that searches and signposts are counted from, and the one before which.
    pub weeks: (Date, Date),
    /// All searches that are told of.
    pub searches: Searches,
    /// The same by need; where most was not found comes first. A need without an id is none that was
    /// understood.
    pub searched: Vec<(Need, Searches)>,
    /// By need and outcode, where something was not found.
    pub unmet: Vec<(Need, String, Searches)>,
    /// The first and the last month of those who were sent.
    pub months: Option<(Month, Month)>,
    /// Those who were sent, by need; the most first. A need without an id is none that was said.
    pub sent: Vec<(Need, Sums)>,
    /// How it has changed, if that is kept.
    pub trend: Option<Result<Trend, Unkept>>,
}

/// The overview for somebody who may look at these areas (all, if there are none), at `now`.
///
/// # Errors
/// There is no such area or need, or they may not look at it; the day has not ended, or is too early; the database
/// fails, or the index is being built.
pub fn overview(
    app: &App,
    conn: &mut Conn,
    areas: &[String],
    asked: &Asked,
    now: Timestamp,
) -> Result<Overview> {
    let (engine, gazetteer) = (&app.engine, app.engine.gazetteer());
    let need = asked.need.as_deref().map(|id| named(engine, id));
    let need = need.transpose()?;
    let on = asked.on.as_deref().map(|day| past::day(conn, day, now));
    let on = on.transpose()?;
    let atlas = Atlas {
        conn,
        held: &app.areas,
        gazetteer: &gazetteer,
    };
    let scope = Scope::of(areas, &asked.wish, atlas)?;
    if let Some(day) = on {
        let then = past::then(conn, day.end()?)?;
        let supply = supply(engine, &scope, need.as_ref(), When::Then(&then))?;
        return Ok(Overview {
            need,
            on,
            ..counted(engine, scope, supply)
        });
    }
    let supply = supply(engine, &scope, need.as_ref(), When::Now(now))?;
    let beside = beside(app, conn, (&scope, need.as_ref()), &supply, now)?;
    Ok(Overview {
        need,
        ..with(counted(engine, scope, supply), beside)
    })
}

/// What stands beside what there is: money, searches, those who were sent, and how it has changed.
fn beside(
    app: &App,
    conn: &mut Conn,
    (scope, need): (&Scope, Option<&Need>),
    supply: &Supply,
    now: Timestamp,
) -> Result<Overview> {
    let (engine, gazetteer) = (&app.engine, app.engine.gazetteer());
    let today = local_day(now, 0);
    let blocks = blocks::passed(today, BLOCKS);
    let demand = Demand::read(conn, &blocks)?;
    let is_asked = |id: &str| need.is_none_or(|need| need.0 == id);
    let from = |outcode| lies_in(&gazetteer, scope.within.as_ref(), outcode);
    let of = Of {
        from: scope.is_limited().then_some(&from),
        need: &is_asked,
    };
    let sent_to = flow::Of {
        at: of.from,
        need: &is_asked,
    };
    let label = |id: String| label(engine, id);
    let searched = demand.by_need(&of).into_iter();
    let unmet = demand.unmet(&of).into_iter();
    let paid = funding::paid(conn, today)?;
    Ok(Overview {
        searches: demand.total(&of),
        searched: searched.map(|(id, all)| (label(id), all)).collect(),
        unmet: unmet
            .map(|(id, outcode, all)| (label(id), outcode, all))
            .collect(),
        sent: flow::recent(engine, conn, &sent_to, Month::of(now))?,
        months: Some(Question::lately(RECENT, now).months),
        trend: Some(trend::of(conn, (scope, need), (trend::DAYS, now))?),
        money: money::money(&paid, &supply.beside.places, today, MONTHS),
        weeks: blocks::span(&blocks),
        ..Overview::default()
    })
}

/// What there is, with what stands beside it.
fn with(there: Overview, beside: Overview) -> Overview {
    Overview {
        scope: there.scope,
        choices: there.choices,
        all: there.all,
        needs: there.needs,
        parts: there.parts,
        ..beside
    }
}

/// What a survey found, put in order.
fn counted(engine: &Engine, scope: Scope, supply: Supply) -> Overview {
    let tags = engine.need_tags();
    let name = |number: usize| {
        let tag = tags.get(number)?.as_ref()?;
        Some((tag.id.clone(), tag.label.clone()))
    };
    let mut choices: Vec<Need> = supply
        .beside
        .met
        .iter()
        .filter_map(|number| name(*number as usize))
        .collect();
    choices.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    let needs = supply.needs.into_iter().enumerate();
    let needs = needs.filter(|(_, count)| count.services > 0);
    let mut needs: Vec<(Need, Count)> = needs
        .filter_map(|(number, count)| Some((name(number)?, count)))
        .collect();
    needs.sort_by(|a, b| (Reverse(a.1.services), &a.0.1).cmp(&(Reverse(b.1.services), &b.0.1)));
    let parts = scope.parts.patches().iter().cloned();
    let mut parts: Vec<(Arc<Patch>, Count)> = parts.zip(supply.parts).collect();
    parts.sort_by(|a, b| (&a.0.name, &a.0.code).cmp(&(&b.0.name, &b.0.code)));
    Overview {
        scope,
        choices,
        needs,
        parts,
        all: supply.all,
        ..Overview::default()
    }
}

pub(super) fn supply(
    engine: &Engine,
    scope: &Scope,
    need: Option<&Need>,
    when: When,
) -> Result<Supply> {
    let is_need = engine.need_tags().iter().map(Option::is_some).collect();
    let number = |need: &Need| engine.need_number(&need.0).unwrap_or(u32::MAX);
    let parts = scope.parts.patches().len();
    let mut tally = Tally::new(is_need, parts, need.map(number));
    let grounds = Grounds {
        within: scope.within.as_ref(),
        parts: &scope.parts,
    };
    engine.survey_as(&grounds, when, |service| tally.add(service))?;
    Ok(tally.finish())
}

/// Every need that some listing meets, by what people read.
pub fn needs(engine: &Engine) -> Vec<Need> {
    let tags = engine.need_tags().into_iter().flatten();
    let mut needs: Vec<Need> = tags
        .map(|tag| (tag.id.clone(), tag.label.clone()))
        .collect();
    needs.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    needs
}

/// A need that is known here.
pub(super) fn named(engine: &Engine, id: &str) -> Result<Need> {
    let label = engine.label(TagKind::Need, id).ok_or_else(|| {
        let shown: String = id.chars().take(60).collect();
        Error::bad(
            "need",
            format!(
                "\"{shown}\" is no need that is known here: choose one of the list, such as debt"
            ),
        )
    })?;
    Ok((id.to_owned(), label))
}

/// A need as it was counted, with what people read.
pub(super) fn label(engine: &Engine, id: String) -> Need {
    let label = engine.label(TagKind::Need, &id);
    let label = label.unwrap_or_else(|| id.clone());
    (id, label)
}

pub(super) fn lies_in(gazetteer: &Gazetteer, within: Option<&Ground>, outcode: Outcode) -> bool {
    let middle = gazetteer.exact(Written::Outcode(outcode));
    let middle = middle.map(|place| place.point);
    within.is_none_or(|within| within.holds(middle, Some(outcode)))
}
