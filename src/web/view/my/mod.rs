//! All that an organisation runs, at a glance: the room of each place, and one tap to say how it is.

pub mod hints;
mod near;
pub mod place;

use self::hints::Hint;
use self::near::LookedFor;
use self::place::{Here, Told};
use crate::capacity::store::Used;
use crate::coverage::near::Near;
use crate::directory::record::text;
use crate::domain::schedule::local_day;
use crate::funding::Award;
use crate::signposts::Signpost;
use crate::web::tongue::filters;
use crate::web::view::money;
use crate::web::view::service::Known;
use crate::web::view::update::{Choice, choices};
use crate::web::view::words::{count, day_of, short_day};
use askama::Template;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::HashMap;

/// The page.
#[derive(Debug, Template)]
#[template(path = "my.html")]
pub struct MyPage {
    /// Who runs all of it.
    pub organization: String,
    /// How many services there are, in words.
    pub lead: String,
    /// Whether whoever looks may do nothing else.
    pub room_only: bool,
    /// The services.
    pub services: Vec<Mine>,
    /// The buttons.
    pub choices: Vec<Choice>,
    /// The first day that can be the last of a statement.
    pub today: String,
    /// What people looked for near here.
    pub near: Option<LookedFor>,
    /// Which page it is.
    pub page: usize,
    /// Whether there is another after it.
    pub is_last: bool,
}

/// One service.
#[derive(Debug)]
pub struct Mine {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who runs it, where that is a part of the organisation.
    pub run_by: Option<String>,
    /// Whether the listing says that it does not run.
    pub closed: bool,
    /// What is doubtful about its money.
    pub money: Option<String>,
    /// What pays for it, a line each.
    pub awards: Vec<String>,
    /// What its listing does not say.
    pub missing: Vec<Hint>,
    /// How many changes of the listing wait for a steward.
    pub waiting: i64,
    /// Its places.
    pub places: Vec<Here>,
}

/// What is known of one service by those who run it.
#[derive(Debug)]
pub struct Own {
    /// What everybody knows.
    pub known: Known,
    /// Whether anybody can be asked about it.
    pub is_asked: bool,
    /// What pays for it.
    pub awards: Vec<Award>,
    /// How many changes of its listing wait for a steward.
    pub waiting: i64,
}

/// What is known of an organisation's services.
#[derive(Debug, Default)]
pub struct Loaded {
    /// What it is called.
    pub organization: String,
    /// The services of this page.
    pub services: Vec<Own>,
    /// What whoever looks tapped last, by slot.
    pub taps: HashMap<u32, Used>,
    /// Those who were sent lately.
    pub sent: Vec<Signpost>,
    /// Services in all.
    pub total: usize,
    /// What people looked for near them.
    pub near: Option<Near>,
}

/// Which page, and for whom.
#[derive(Debug, Clone, Copy)]
pub struct For {
    /// Whether they may do nothing else.
    pub room_only: bool,
    /// Which page.
    pub page: usize,
    /// How many there are.
    pub pages: usize,
}

impl MyPage {
    /// The page; `told` is what was just typed of one place, and what is wrong with it.
    pub fn view(loaded: Loaded, whom: For, told: Option<&Told>, now: Timestamp) -> Self {
        let total = i64::try_from(loaded.total).unwrap_or(i64::MAX);
        let services = loaded.services.iter();
        Self {
            lead: match total {
                0 => "No service of yours is in the directory yet. Ask whoever looks after it."
                    .into(),
                _ => format!("{}. Tap how it is today.", count(total, "service")),
            },
            room_only: whom.room_only,
            services: services.map(|one| mine(one, &loaded, told, now)).collect(),
            choices: choices(now),
            today: local_day(now, 0).to_string(),
            near: loaded.near.as_ref().map(|near| LookedFor::view(near, now)),
            page: whom.page,
            is_last: whom.page >= whom.pages,
            organization: loaded.organization,
        }
    }
}

fn mine(own: &Own, all: &Loaded, told: Option<&Told>, now: Timestamp) -> Mine {
    let known = &own.known;
    let service = &known.service;
    let run_by = service
        .get("organization")
        .and_then(|run_by| run_by.as_object());
    let run_by = run_by.and_then(|run_by| text(run_by, "name"));
    Mine {
        id: text(service, "id").unwrap_or_default().to_owned(),
        name: text(service, "name")
            .unwrap_or("A service without a name")
            .to_owned(),
        run_by: run_by
            .filter(|name| *name != all.organization)
            .map(str::to_owned),
        closed: known.lines.iter().any(|line| line.closed),
        money: money::words(&known.funding.summary(day_of(now)), day_of(now)),
        awards: own
            .awards
            .iter()
            .map(|award| paid(award, day_of(now)))
            .collect(),
        missing: hints::missing(service, own.is_asked),
        waiting: own.waiting,
        places: known
            .lines
            .iter()
            .map(|line| Here::view(known, line, all, told, now))
            .collect(),
    }
}

/// `Wythmere Fund, 12000 GBP, until 31 March 2027`.
fn paid(award: &Award, today: Date) -> String {
    let amount = award.amount.as_ref().map(|amount| {
        let currency = award.currency.as_deref().unwrap_or_default();
        format!("{amount} {currency}").trim().to_owned()
    });
    let ends = award.ends_on.as_ref().and_then(|day| day.parse().ok());
    let ends = ends.map(|day| format!("until {}", short_day(day, today)));
    let parts = [Some(award.funder.clone()), amount, ends];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
