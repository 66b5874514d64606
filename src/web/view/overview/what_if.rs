//! What would be lost if a funder, an award or an organisation went.

use super::gaps::{Asked, Form, Offered, moment, people};
use crate::coverage::gaps::what_if::{Gone, Loss};
use crate::search::survey::Named;
use crate::web::tongue::filters;
use crate::web::view::words::thousands;
use askama::Template;
use jiff::Timestamp;
use uuid::Uuid;

/// Services that are named on the page.
const MOST: usize = 50;

/// The page.
#[derive(Debug, Template)]
#[template(path = "overview_what_if.html")]
pub struct WhatIfPage {
    /// The form.
    pub form: Form,
    /// The name that was written.
    pub who: String,
    /// What is wrong with what was written.
    pub problem: Option<String>,
    /// Everything that is called so: whether it is a funder, the name, and the page with what would be lost.
    pub called: Option<Vec<(bool, String, String)>>,
    /// What would be lost.
    pub shown: Option<Shown>,
}

/// What would be lost.
#[derive(Debug)]
pub struct Shown {
    /// Who goes.
    pub name: String,
    /// Whether only what nobody else pays for goes.
    pub is_money: bool,
    /// When, in words.
    pub as_of: String,
    /// How many services go.
    pub gone: usize,
    /// How many lose money and have other.
    pub weakened: usize,
    /// Their places, and those that are free.
    pub places: String,
    /// Places that are free.
    pub free: String,
    /// People who would lose room for the need for which most do.
    pub most_people: String,
    /// Need by need: its name, services, people, areas.
    pub needs: Vec<(String, u32, String, u32)>,
    /// Some of the services that go: id, name, organisation.
    pub services: Vec<(Uuid, Named)>,
    /// Some of those that are weakened.
    pub others: Vec<(Uuid, Named)>,
    /// How far people go.
    pub km: String,
    /// What stands after the address of the table.
    pub query: String,
}

/// What was found.
#[derive(Debug)]
pub enum Found {
    /// Nothing was asked yet.
    Nothing,
    /// What was asked is wrong.
    Problem(String),
    /// Everything that is called so.
    Called(Vec<(Gone, String)>),
    /// What would be lost.
    Loss(Box<Loss>),
}

impl WhatIfPage {
    /// The page.
    pub fn view(
        found: Found,
        offered: &Offered,
        (asked, kind): (&Asked, Option<&str>),
        now: Timestamp,
    ) -> Self {
        let form = Form::view(offered, asked, kind);
        let kind = kind.unwrap_or_default();
        let mut page = Self {
            who: asked.who.clone().unwrap_or_default(),
            problem: None,
            called: None,
            shown: None,
            form,
        };
        match found {
            Found::Nothing => {}
            Found::Problem(problem) => page.problem = Some(problem),
            Found::Called(all) => {
                let all = all.into_iter();
                page.called = Some(all.map(|one| called(one, (asked, kind))).collect());
            }
            Found::Loss(loss) => {
                page.who.clone_from(&loss.name);
                let km = page.form.within_km.clone();
                page.shown = Some(Shown::view(*loss, (asked, kind), km, now));
            }
        }
        page
    }
}

fn called((gone, name): (Gone, String), (asked, kind): (&Asked, &str)) -> (bool, String, String) {
    let mut asked = Asked {
        who: None,
        ..asked.clone()
    };
    let is_funder = matches!(gone, Gone::Funder(_));
    match gone {
        Gone::Funder(name) => asked.funder = Some(name),
        Gone::Award(id) => asked.award = Some(id.to_string()),
        Gone::Organization(id) => asked.organization = Some(id.to_string()),
    }
    let link = format!("/overview/what-if{}", asked.query(kind));
    (is_funder, name, link)
}

impl Shown {
    fn view(loss: Loss, (asked, kind): (&Asked, &str), km: String, now: Timestamp) -> Self {
        let most = loss.needs.iter().map(|lost| lost.people);
        let needs = loss.needs.iter().map(|lost| {
            let name = lost.need.1.clone();
            (name, lost.services, people(lost.people), lost.areas)
        });
        let number = |number: u64| thousands(i64::try_from(number).unwrap_or(i64::MAX));
        Self {
            is_money: asked.organization.is_none(),
            as_of: moment(now),
            gone: loss.services.len(),
            weakened: loss.weakened.len(),
            places: number(loss.places),
            free: number(loss.free),
            most_people: people(most.fold(0.0, f64::max)),
            needs: needs.collect(),
            services: loss.services.into_iter().take(MOST).collect(),
            others: loss.weakened.into_iter().take(MOST).collect(),
            name: loss.name,
            km,
            query: asked.query(kind),
        }
    }
}
