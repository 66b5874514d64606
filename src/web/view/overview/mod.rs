//! The overview of an area: charts, each with its table, and how each number came about.

pub mod access;
pub mod bars;
mod choices;
pub mod flow;
pub mod gaps;
pub mod map;
pub mod overlap;
pub mod report;
mod rows;
mod trend;
pub mod what_if;

pub use choices::{Asked, said};

use self::bars::{Bar, Fill, Key};
use self::choices::{Choices, choices};
use self::map::Drawing;
use self::rows::{Ends, Month, Sent, Supply, Unmet};
use self::trend::{Trends, nothing};
use crate::coverage::count::{AGES, share};
use crate::coverage::picture::Picture;
use crate::coverage::{Overview, WEEKS};
use crate::domain::availability::Freshness;
use crate::domain::schedule::london;
use crate::error::Result;
use crate::web::overview::Names;
use crate::web::tongue::filters;
use crate::web::view::words::{day as day_words, day_of, short_day, thousands};
use askama::Template;
use jiff::{Timestamp, ToSpan};

/// Needs and outcodes that are shown on the page; the tables to download have all.
const MOST: usize = 15;
/// Areas that are shown on the page.
const MOST_AREAS: usize = 30;
/// Services of which the money ends that are shown on the page.
const MOST_ENDING: usize = 12;

/// What bars of services are made of.
pub const STATES: Key = &[
    (Fill::Solid, "has room"),
    (Fill::Stripes, "a little room"),
    (Fill::Dots, "not confirmed"),
    (Fill::Lines, "waiting list"),
    (Fill::Crossed, "full"),
    (Fill::Empty, "paused or closed"),
];
/// What bars of people who wait are made of.
pub const WAITING: Key = &[(Fill::Lines, "people on a list")];
/// What bars of words are made of.
pub const HEARD: Key = &[
    (Fill::Solid, "fresh"),
    (Fill::Stripes, "ageing"),
    (Fill::Dots, "stale"),
    (Fill::Empty, "never said"),
];
/// What bars of money are made of.
pub const MONEY: Key = &[
    (Fill::Crossed, "on one funder alone"),
    (Fill::Stripes, "on several funders"),
];
/// What bars of searches are made of.
pub const SEARCHES: Key = &[
    (Fill::Crossed, "found no room"),
    (Fill::Dots, "found only what is not confirmed"),
    (Fill::Solid, "found room"),
];
/// What bars of people who were sent are made of, in the order of `Became::ALL`.
pub const SENT: Key = &[
    (Fill::Solid, "taken in"),
    (Fill::Crossed, "turned away"),
    (Fill::Lines, "did not come or it did not suit"),
    (Fill::Dots, "not told yet"),
];

/// A chart, and the rows of its table.
#[derive(Debug)]
pub struct Part<R> {
    /// The bars.
    pub bars: Vec<Bar>,
    /// What they are made of.
    pub key: Key,
    /// The rows.
    pub rows: Vec<R>,
    /// How many there are, where some are left out.
    pub of: Option<usize>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "overview.html")]
pub struct OverviewPage {
    /// What is looked at.
    pub place: String,
    /// The one need that is asked for.
    pub need: Option<String>,
    /// When.
    pub as_of: String,
    /// The day in the past; none for now.
    pub on: Option<String>,
    /// Where the same as it is now is.
    pub now_link: String,
    /// How it has changed.
    pub trends: Option<Trends>,
    /// Why that is not shown.
    pub no_trend: &'static str,
    /// What can be chosen.
    pub choices: Choices,
    /// What stands after the addresses of the tables.
    pub query: String,
    /// Whether some areas only are looked at.
    pub is_limited: bool,
    /// Areas of the account that are not known here.
    pub unknown: Vec<String>,
    /// Services, organisations, places, places free.
    pub services: String,
    /// Organisations that run them.
    pub organizations: String,
    /// Services that count their places.
    pub counting: String,
    /// Their places.
    pub places: String,
    /// Places free now.
    pub free: String,
    /// Services with room.
    pub with_room: String,
    /// People waiting, where somebody counts them.
    pub waiting: String,
    /// The median wait in weeks.
    pub median_weeks: Option<u32>,
    /// The longest wait.
    pub longest_weeks: Option<u32>,
    /// How many say how long.
    pub saying_how_long: String,
    /// The share of what is said that is believed, in per cent.
    pub believed: u32,
    /// How old the last words are: name, how many, per cent.
    pub heard: Part<(&'static str, String, u32)>,
    /// Services by need.
    pub needs: Part<Supply>,
    /// Services by area.
    pub parts: Part<Supply>,
    /// The same areas on a map.
    pub map: Drawing,
    /// What is asked to be on it.
    pub on_map: Option<String>,
    /// What the areas are.
    pub by: String,
    /// Who waits, by need.
    pub waits: Part<Supply>,
    /// Who waits, by area.
    pub waits_by_area: Part<Supply>,
    /// Money by month.
    pub money: Part<Month>,
    /// Services whose money ends.
    pub ending: Vec<Ends>,
    /// How many there are.
    pub ending_in_all: usize,
    /// Services of which any money is known.
    pub paid: String,
    /// Those of them that hang on one funder.
    pub on_one_funder: String,
    /// The first and the last day of the weeks that are counted, and how many they are.
    pub weeks: (String, String, i64),
    /// All searches, and those that found no room.
    pub searches: (String, String),
    /// Searches by need.
    pub searched: Part<rows::Searched>,
    /// What was not found, by need and outcode.
    pub unmet: Vec<Unmet>,
    /// The first and the last month of those who were sent.
    pub months: (String, String),
    /// Those who were sent, by need.
    pub sent: Part<Sent>,
}

impl OverviewPage {
    /// The page.
    ///
    /// # Errors
    /// The map cannot show what is asked for.
    pub fn view(
        (all, names): (&Overview, &Names),
        picture: Option<&Picture>,
        asked: &Asked,
        now: Timestamp,
    ) -> Result<Self> {
        let today = day_of(now);
        let last = all.weeks.1.saturating_sub(1.days());
        let number = |number: u32| thousands(number.into());
        let large = |number: u64| thousands(i64::try_from(number).unwrap_or(i64::MAX));
        let count = &all.all;
        let at = now.to_zoned(london().clone());
        let kept = all.trend.as_ref().and_then(|trend| trend.as_ref().ok());
        let ending = all.money.ending.iter().take(MOST_ENDING);
        Ok(Self {
            place: choices::place(&all.scope),
            need: all.need.as_ref().map(|(_, label)| label.clone()),
            as_of: at.strftime("%A %-d %B %Y, %H:%M").to_string(),
            on: all.on.map(|day| day_words(day.date(), today)),
            now_link: asked.now(),
            trends: kept.and_then(|kept| Trends::view(kept, asked.of_trend(), today)),
            no_trend: nothing(all.trend.as_ref()),
            choices: choices(all, asked, now),
            query: asked.query(),
            is_limited: all.scope.is_limited(),
            unknown: all.scope.unknown.clone(),
            services: number(count.services),
            organizations: number(count.organizations),
            counting: number(count.counting),
            places: large(count.places),
            free: large(count.free),
            with_room: number(count.with_room()),
            waiting: large(count.waiting),
            median_weeks: count.median_weeks,
            longest_weeks: count.longest_weeks,
            saying_how_long: number(count.saying_how_long),
            believed: count.believed_share(),
            heard: heard(all),
            needs: rows::needs(all, asked, MOST),
            parts: rows::areas(all, asked, MOST_AREAS),
            map: map::supply::map(all, picture, asked)?,
            on_map: asked.map.clone(),
            by: choices::kind_words(&all.scope.by).to_lowercase(),
            waits: rows::waits(rows::needs(all, asked, usize::MAX).rows, MOST),
            waits_by_area: rows::waits(rows::areas(all, asked, usize::MAX).rows, MOST),
            money: rows::money(all),
            ending: ending.map(|one| Ends::view(one, names, today)).collect(),
            ending_in_all: all.money.ending.len(),
            paid: number(all.money.paid),
            on_one_funder: number(all.money.on_one_funder),
            weeks: (short_day(all.weeks.0, today), short_day(last, today), WEEKS),
            searches: (
                thousands(all.searches.all()),
                thousands(all.searches.without),
            ),
            searched: rows::searched(all, asked, MOST),
            unmet: rows::unmet(all, MOST),
            sent: rows::sent(&all.sent, MOST),
            months: all.months.map(flow::months_words).unwrap_or_default(),
        })
    }
}

fn heard(all: &Overview) -> Part<(&'static str, String, u32)> {
    let count = &all.all;
    let rows = AGES.iter().map(|age| {
        let words = match age {
            Freshness::Fresh => "Fresh: confirmed within the service’s own interval",
            Freshness::Ageing => "Ageing: older than that, and still believed",
            Freshness::Stale => "Stale: older than two intervals, and no longer believed",
            Freshness::Never => "Never said",
        };
        let services = count.heard(*age);
        let share = share(services.into(), count.services.into());
        (words, thousands(services.into()), share)
    });
    let numbers = count.heard.map(u64::from);
    let services = u64::from(count.services);
    let value = format!("{}%", count.believed_share());
    Part {
        bars: vec![Bar::of("All services", HEARD, &numbers, services, value)],
        key: HEARD,
        rows: rows.collect(),
        of: None,
    }
}
