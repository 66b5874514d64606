//! The tables of the overview, to download.

use super::{Names, Wanted, loaded};
use crate::app::App;
use crate::coverage::Overview;
use crate::coverage::by_area::{self, COUNTED, counted};
use crate::coverage::count::Count;
use crate::coverage::flow::Became;
use crate::error::{Error, Result};
use crate::gate::Visitor;
use crate::web::csv::{self, written};
use crate::web::error::problem;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse, Responder};
use jiff::Timestamp;

/// Sends one of the tables.
pub async fn send(
    request: HttpRequest,
    app: Data<App>,
    visitor: Visitor,
    path: Path<String>,
    wanted: Query<Wanted>,
) -> HttpResponse {
    let asked = wanted.into_inner().asked();
    let made = loaded(&app, &visitor, &asked, Timestamp::now()).await;
    let made = made.and_then(|(overview, names)| written(&rows(&path, &overview, &names)?));
    match made {
        Ok(bytes) => csv::answer(&format!("{path}.csv")).body(bytes),
        Err(error) => problem(&error).private().respond_to(&request),
    }
}

/// The rows of a table, its head first.
fn rows(table: &str, all: &Overview, names: &Names) -> Result<Vec<Vec<String>>> {
    if all.on.is_some() && !["needs", "areas"].contains(&table) {
        let says = "is for the tables needs and areas: of a day in the past nothing else is told";
        return Err(Error::bad("on", says));
    }
    let (head, rows): (Vec<&str>, Vec<Vec<String>>) = match table {
        "needs" => needs(all),
        "areas" => areas(all),
        "money" => money(all),
        "ending" => ending(all, names),
        "searches" => searches(all),
        "unmet" => unmet(all),
        "signposts" => signposts(all),
        _ => {
            let known = "there is no such table: it is one of needs, areas, money, ending, searches, unmet and signposts";
            return Err(Error::NotFound(known.into()));
        }
    };
    let head = head.into_iter().map(String::from).collect();
    Ok([vec![head], rows].concat())
}

type Table = (Vec<&'static str>, Vec<Vec<String>>);

fn needs(all: &Overview) -> Table {
    let row = |((id, label), count): &((String, String), Count)| {
        [vec![id.clone(), label.clone()], counted(count)].concat()
    };
    let head = [&["need_id", "need"][..], &COUNTED].concat();
    (head, all.needs.iter().map(row).collect())
}

fn areas(all: &Overview) -> Table {
    (
        by_area::head(),
        all.parts.iter().map(by_area::row).collect(),
    )
}

fn money(all: &Overview) -> Table {
    let rows = all.money.months.iter().map(|month| {
        let numbers = [month.awards, month.services, month.on_one_funder];
        let mut cells = vec![month.first.strftime("%Y-%m").to_string()];
        cells.extend(numbers.map(|number| number.to_string()));
        cells.push(month.places.to_string());
        cells
    });
    let head = vec![
        "month",
        "awards_ending",
        "services_without_money_after",
        "of_these_on_one_funder",
        "places_of_these",
    ];
    (head, rows.collect())
}

fn ending(all: &Overview, names: &Names) -> Table {
    let rows = all.money.ending.iter().map(|ending| {
        let named = names.get(&ending.id).cloned().unwrap_or_default();
        vec![
            ending.id.to_string(),
            named.service,
            named.organization.unwrap_or_default(),
            ending.on.to_string(),
            ending.funders.to_string(),
            ending
                .places
                .map(|places| places.to_string())
                .unwrap_or_default(),
        ]
    });
    let head = vec![
        "service_id",
        "service",
        "organization",
        "last_day",
        "funders",
        "places",
    ];
    (head, rows.collect())
}

fn searches(all: &Overview) -> Table {
    let rows = all.searched.iter().map(|((id, label), searches)| {
        let numbers = [
            searches.all(),
            searches.room,
            searches.unsure,
            searches.without,
        ];
        [vec![id.clone(), label.clone()], numbers.map(told).to_vec()].concat()
    });
    let head = vec![
        "need_id",
        "need",
        "searches",
        "found_room",
        "found_unconfirmed",
        "found_no_room",
    ];
    (head, rows.collect())
}

/// What is not told is left empty: it is none, or too little.
fn told(number: i64) -> String {
    match number {
        0 => String::new(),
        _ => number.to_string(),
    }
}

fn unmet(all: &Overview) -> Table {
    let rows = all.unmet.iter().map(|((id, label), outcode, searches)| {
        vec![
            id.clone(),
            label.clone(),
            outcode.clone(),
            searches.all().to_string(),
            searches.without.to_string(),
        ]
    });
    (
        vec!["need_id", "need", "outcode", "searches", "found_no_room"],
        rows.collect(),
    )
}

fn signposts(all: &Overview) -> Table {
    let rows = all.sent.iter().map(|((id, label), sums)| {
        let became = Became::ALL.map(|became| told(sums.of(became)));
        let numbers = [vec![told(sums.made())], became.to_vec()].concat();
        [vec![id.clone(), label.clone()], numbers].concat()
    });
    let head = vec![
        "need_id",
        "need",
        "sent",
        "taken_in",
        "turned_away",
        "not_taken",
        "not_told",
    ];
    (head, rows.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_a_head_and_an_unknown_one_is_not_there() {
        let (all, names) = (Overview::default(), Names::default());
        for table in [
            "needs",
            "areas",
            "money",
            "ending",
            "searches",
            "unmet",
            "signposts",
        ] {
            assert_eq!(rows(table, &all, &names).unwrap().len(), 1, "{table}");
        }
        assert!(matches!(
            rows("people", &all, &names),
            Err(Error::NotFound(_))
        ));
    }
}
