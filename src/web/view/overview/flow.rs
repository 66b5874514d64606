//! Who was sent and what became of them: by month, need and place, and the appointments that this may have saved.

use super::bars::{Bar, Key};
use super::choices::{Choice, areas, everywhere, needs, place, query, said};
use super::rows::{said_for, sent_bar, sent_numbers, whole};
use super::{Part, SENT};
use crate::coverage::Need;
use crate::coverage::flow::{Became, Flow, Month, Sums, Wish};
use crate::geography::ground::OUTCODE;
use crate::web::tongue::filters;
use crate::web::view::words::thousands;
use askama::Template;
use serde::Deserialize;

/// Needs and outcodes that are shown on the page; the table to download has all needs.
const MOST: usize = 20;

/// What is asked for, as it stands in the address.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    /// The area, as `kind/code`.
    pub area: Option<String>,
    /// The id of a need.
    pub need: Option<String>,
    /// The first month.
    pub from: Option<String>,
    /// The last month.
    pub to: Option<String>,
    /// How many appointments one person saves.
    pub saved_per: Option<String>,
}

impl Asked {
    /// The same, of which what is empty asks for nothing.
    pub fn tidy(self) -> Self {
        Self {
            area: said(self.area),
            need: said(self.need),
            from: said(self.from),
            to: said(self.to),
            saved_per: said(self.saved_per),
        }
    }

    /// What it asks.
    pub fn wish(&self) -> Wish<'_> {
        Wish {
            area: self.area.as_deref(),
            need: self.need.as_deref(),
            from: self.from.as_deref(),
            to: self.to.as_deref(),
            saved_per: self.saved_per.as_deref(),
        }
    }

    fn query(&self) -> String {
        query(&[
            ("area", &self.area),
            ("need", &self.need),
            ("from", &self.from),
            ("to", &self.to),
            ("saved_per", &self.saved_per),
        ])
    }

    fn at_outcode(&self, outcode: &str) -> String {
        let area = Some(format!("{OUTCODE}/{outcode}"));
        let asked = Self {
            area,
            ..self.clone()
        };
        format!("/overview/flow{}", asked.query())
    }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "overview_flow.html")]
pub struct FlowPage {
    /// What is looked at.
    pub place: String,
    /// The one need that is asked for.
    pub need: Option<String>,
    /// What is said where no area is chosen.
    pub everywhere: &'static str,
    /// Areas that can be chosen, by what they are.
    pub areas: Vec<(String, Vec<Choice>)>,
    /// Needs that can be chosen.
    pub needs: Vec<Choice>,
    /// The first month and the last, as the form has them.
    pub months: (String, String),
    /// The same as people read them.
    pub between: (String, String),
    /// What the estimate assumes.
    pub saved_per: String,
    /// The day before which it was told.
    pub told_before: String,
    /// Whether some areas only are looked at.
    pub is_limited: bool,
    /// All of it.
    pub all: Line,
    /// Appointments saved: fewest, as assumed, most.
    pub saved: (String, String, String),
    /// By month.
    pub by_month: Part<Line>,
    /// By need.
    pub by_need: Part<Line>,
    /// By outcode.
    pub by_outcode: Vec<Line>,
    /// How many outcodes there are.
    pub outcodes: usize,
    /// What stands after the address of the table.
    pub query: String,
}

/// A line of a table.
#[derive(Debug)]
pub struct Line {
    /// What of.
    pub name: String,
    /// Where that leads, if anywhere.
    pub link: Option<String>,
    /// As [`sent_numbers`] has them.
    pub numbers: [String; 5],
    /// The share that was turned away, in per cent; empty of none.
    pub turned_away: String,
    /// The days within which half were heard of; empty where that is not told.
    pub heard: &'static str,
    /// The weeks that half of the services name at most; empty where none does, or it is not kept.
    pub weeks: String,
}

impl Line {
    fn of(name: String, sums: &Sums) -> Self {
        let share = sums.turned_away_share();
        Self {
            name,
            link: None,
            numbers: sent_numbers(sums),
            turned_away: share.map(|share| format!("{share}%")).unwrap_or_default(),
            heard: sums.heard_within().unwrap_or_default(),
            weeks: String::new(),
        }
    }

    fn leading_to(self, link: String) -> Self {
        Self {
            link: Some(link),
            ..self
        }
    }

    fn waiting(self, weeks: Option<u32>) -> Self {
        let weeks = weeks.map(|weeks| weeks.to_string()).unwrap_or_default();
        Self { weeks, ..self }
    }
}

impl FlowPage {
    /// The page.
    pub fn view(flow: &Flow, offered: &[Need], asked: &Asked) -> Self {
        let (first, last) = flow.asked.months;
        let saved = flow.asked.saved_per.of(flow.all.of(Became::TakenIn));
        let outcodes = flow.outcodes.iter().take(MOST);
        Self {
            place: place(&flow.scope),
            need: flow.need.as_ref().map(|(_, label)| label.clone()),
            everywhere: everywhere(&flow.scope),
            areas: areas(&flow.scope),
            needs: needs(offered, flow.need.as_ref()),
            months: (first.to_string(), last.to_string()),
            between: months_words(flow.asked.months),
            saved_per: flow.asked.saved_per.to_string(),
            told_before: flow.told_before.strftime("%-d %B %Y").to_string(),
            is_limited: flow.scope.is_limited(),
            all: Line::of(String::new(), &flow.all),
            saved: (
                thousands(saved.low),
                thousands(saved.middle),
                thousands(saved.high),
            ),
            by_month: by_month(flow),
            by_need: by_need(flow),
            by_outcode: outcodes.map(|one| by_outcode(one, asked)).collect(),
            outcodes: flow.outcodes.len(),
            query: asked.query(),
        }
    }
}

/// The first month and the last, as people read them.
pub fn months_words((first, last): (Month, Month)) -> (String, String) {
    (month_words(first), month_words(last))
}

fn month_words(month: Month) -> String {
    month.first_day().strftime("%B %Y").to_string()
}

fn part(rows: Vec<Line>, bars: Vec<Bar>, key: Key, of: Option<usize>) -> Part<Line> {
    Part {
        bars,
        key,
        rows,
        of,
    }
}

fn by_month(flow: &Flow) -> Part<Line> {
    let months = || flow.months.iter();
    let longest = months().map(|month| whole(month.sums.made())).max();
    let bars = months().map(|month| {
        let name = month_words(month.month);
        sent_bar(&name, &month.sums, longest.unwrap_or(0))
    });
    let rows = months().map(|month| {
        let name = month_words(month.month);
        Line::of(name, &month.sums).waiting(month.wait_weeks)
    });
    part(rows.collect(), bars.collect(), SENT, None)
}

fn by_need(flow: &Flow) -> Part<Line> {
    let needs = || flow.needs.iter().take(MOST);
    let longest = needs().map(|(_, sums)| whole(sums.made())).max();
    let bars = needs().map(|(need, sums)| sent_bar(&said_for(need), sums, longest.unwrap_or(0)));
    let rows = needs().map(|(need, sums)| Line::of(said_for(need), sums));
    let of = (flow.needs.len() > MOST).then_some(flow.needs.len());
    part(rows.collect(), bars.collect(), SENT, of)
}

fn by_outcode((outcode, sums): &(String, Sums), asked: &Asked) -> Line {
    match outcode.is_empty() {
        true => Line::of("places without a postcode".into(), sums),
        false => Line::of(outcode.clone(), sums).leading_to(asked.at_outcode(outcode)),
    }
}
