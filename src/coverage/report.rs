//! Everything about some areas and needs at one moment, for one document: each area by itself, then what all of
//! them lack and who can get at what.

use super::access::{self, Access, Decay, Reach, kinds_with_people};
use super::gaps::{self, Gaps};
use super::reading::{Asked, Need, Overview, named, overview};
use super::scope::Wish;
use crate::app::App;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::geography::people::ALL;
use jiff::Timestamp;

/// Areas of one report at most.
pub const MOST_AREAS: usize = 50;
/// Needs of one report at most.
pub const MOST_NEEDS: usize = 50;

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Question {
    /// The areas, each as `kind/code`.
    pub areas: Vec<String>,
    /// The ids of the needs; all, if there are none.
    pub needs: Vec<String>,
    /// As far as people go, in metres.
    pub farthest_m: f64,
}

/// A report.
#[derive(Debug, Default)]
pub struct Report {
    /// Each area.
    pub areas: Vec<Overview>,
    /// The needs that were asked for.
    pub needs: Vec<Need>,
    /// What the areas lack together, where it is known who lives there.
    pub gaps: Option<Gaps>,
    /// Who can get at what in all of them, where it is known who lives there.
    pub access: Option<Access>,
    /// The kind of areas that these two are told of.
    pub kind: Option<String>,
}

/// A report for somebody who may look at these areas (all, if there are none), at `now`.
///
/// # Errors
/// There is no such area or need, there are too many of them, or they may not look at one; the database fails, or
/// the index is being built.
pub fn report(
    app: &App,
    conn: &mut Conn,
    own: &[String],
    question: &Question,
    now: Timestamp,
) -> Result<Report> {
    let limits = [
        ("area", question.areas.len(), MOST_AREAS),
        ("need", question.needs.len(), MOST_NEEDS),
    ];
    if let Some((name, _, most)) = limits.into_iter().find(|(_, len, most)| len > most) {
        let message = format!("choose {most} of them at most");
        return Err(Error::bad(name, message));
    }
    let needs = question.needs.iter().map(|id| named(&app.engine, id));
    let needs: Vec<Need> = needs.collect::<Result<_>>()?;
    let one = match needs.as_slice() {
        [(id, _)] => Some(id.as_str()),
        _ => None,
    };
    let mut areas = Vec::new();
    for id in &question.areas {
        let asked = Asked {
            wish: Wish {
                area: Some(id.clone()),
                by: None,
            },
            need: one.map(String::from),
            on: None,
        };
        let mut found = overview(app, conn, own, &asked, now)?;
        narrow(&mut found, &needs);
        areas.push(found);
    }
    let kind = kinds_with_people(app, conn)?.into_iter().next();
    let (gaps, access) = match kind.as_deref().filter(|_| !question.areas.is_empty()) {
        Some(kind) => beyond(app, conn, (question, kind, one), now)?,
        None => (None, None),
    };
    let is_asked = |need: &Need| needs.is_empty() || needs.contains(need);
    let gaps = gaps.map(|mut gaps| {
        gaps.needs.retain(|gap| is_asked(&gap.need));
        gaps
    });
    Ok(Report {
        areas,
        gaps,
        access,
        kind,
        needs,
    })
}

/// Leaves what was asked for in the tables by need.
fn narrow(all: &mut Overview, needs: &[Need]) {
    let is_asked = |need: &Need| needs.is_empty() || needs.contains(need);
    all.needs.retain(|(need, _)| is_asked(need));
    all.searched.retain(|(need, _)| is_asked(need));
    all.unmet.retain(|(need, ..)| is_asked(need));
}

/// What the areas lack, and who can get at what. That they may be looked at was seen before.
fn beyond(
    app: &App,
    conn: &mut Conn,
    (question, kind, need): (&Question, &str, Option<&str>),
    now: Timestamp,
) -> Result<(Option<Gaps>, Option<Access>)> {
    let lacking = gaps::Question {
        kind,
        need,
        ages: ALL,
        farthest_m: question.farthest_m,
        access: None,
    };
    let gaps = gaps::gaps(app, conn, &question.areas, &lacking, now)?;
    let reaching = access::Question {
        kind,
        need,
        ages: ALL,
        reach: Reach {
            decay: Decay::default(),
            farthest_m: question.farthest_m,
        },
    };
    let access = access::access(app, conn, &question.areas, &reaching, now)?;
    Ok((Some(gaps), Some(access)))
}
