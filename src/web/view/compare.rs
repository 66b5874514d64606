//! A few services side by side.

use super::badge::Badge;
use super::service::{Phone, Place, ServicePage};
use crate::web::address::kept::{KEEP, compare};
use crate::web::tongue::filters;
use askama::Template;

/// What the page shows.
#[derive(Debug, Template)]
#[template(path = "compare.html")]
pub struct ComparePage {
    /// The services.
    pub columns: Vec<Column>,
    /// What of each is compared.
    pub rows: Vec<Row>,
    /// Whether one that was kept is no longer in the directory.
    pub gone: bool,
    /// The search, with these kept.
    pub search: String,
}

/// A service.
#[derive(Debug)]
pub struct Column {
    /// What it is called.
    pub name: String,
    /// Its page.
    pub link: String,
    /// The same page without it.
    pub without: String,
    /// The room there.
    pub badge: Option<Badge>,
    /// The number to ring.
    pub phone: Option<Phone>,
}

/// One matter, with what each service says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is about.
    pub name: &'static str,
    /// The lines of each service, in their order.
    pub cells: Vec<Vec<String>>,
}

impl ComparePage {
    /// The page of these services, each with its id; `gone` if there was another.
    pub fn view(services: Vec<(String, ServicePage)>, gone: bool) -> Self {
        let ids: Vec<String> = services.iter().map(|(id, _)| id.clone()).collect();
        let row = |name, cell: fn(&ServicePage) -> Vec<String>| Row {
            name,
            cells: services.iter().map(|(_, page)| cell(page)).collect(),
        };
        let rows = vec![
            row("Where", place),
            row("When", when),
            row("Cost", cost),
            row("Access", access),
            row("How to get in", |page| page.routes.clone()),
            row("Who it is for", |page| page.eligibility.clone()),
        ];
        let kept: Vec<String> = ids.iter().map(|id| format!("{KEEP}={id}")).collect();
        let columns = services
            .into_iter()
            .map(|(id, page)| column(&ids, id, page));
        Self {
            columns: columns.collect(),
            rows,
            gone,
            search: format!("/?{}", kept.join("&")),
        }
    }
}

fn column(ids: &[String], id: String, page: ServicePage) -> Column {
    let others: Vec<String> = ids.iter().filter(|other| **other != id).cloned().collect();
    Column {
        link: format!("/services/{id}"),
        without: compare(&others),
        phone: page.contacts.to_ring().cloned(),
        badge: page.places.into_iter().next().map(|place| place.badge),
        name: page.name,
    }
}

fn place(page: &ServicePage) -> Vec<String> {
    let first = page.places.first().and_then(Place::in_one_line);
    let others = page.places.len().saturating_sub(1);
    let more = (others > 0).then(|| match others {
        1 => "and at one other place".to_owned(),
        others => format!("and at {others} other places"),
    });
    first.into_iter().chain(more).collect()
}

fn when(page: &ServicePage) -> Vec<String> {
    let Some(place) = page.places.first() else {
        return Vec::new();
    };
    let next = place.next.iter().map(|next| format!("Next: {next}"));
    place.times.iter().cloned().chain(next).collect()
}

fn access(page: &ServicePage) -> Vec<String> {
    let place = page.places.first();
    let access = place.map_or(&[][..], |place| &place.access[..]);
    access.iter().map(|one| one.name.clone()).collect()
}

fn cost(page: &ServicePage) -> Vec<String> {
    let fact = page.facts.iter().find(|fact| fact.name == "Cost");
    fact.map_or_else(Vec::new, |fact| fact.lines.clone())
}
