//! One row for each area: what it has, as a list and as a table.

use super::count::Count;
use super::picture::finer;
use super::reading::{named, supply};
use super::scope::{Atlas, Scope, Wish};
use crate::app::App;
use crate::coverage::past;
use crate::db::Conn;
use crate::error::Result;
use crate::geography::ground::Patch;
use crate::search::survey::When;
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// An area, and what it has.
pub type Row = (Arc<Patch>, Count);

/// What is said of every count of services.
pub const COUNTED: [&str; 19] = [
    "services",
    "given_there",
    "organizations",
    "places",
    "places_free",
    "open",
    "limited",
    "unconfirmed",
    "waiting_list",
    "paused",
    "full",
    "closed",
    "people_waiting",
    "median_wait_weeks",
    "longest_wait_weeks",
    "fresh",
    "ageing",
    "stale",
    "never_said",
];

/// What every area of a kind has for a need, or for all, as far as somebody may look at these areas (all, if
/// there are none), at `now` or at the end of the day `on`.
///
/// # Errors
/// There is no such kind or need; the day has not ended, or is too early; the database fails, or the index is
/// being built.
pub fn by_area(
    app: &App,
    conn: &mut Conn,
    areas: &[String],
    (kind, need, on): (&str, Option<&str>, Option<&str>),
    now: Timestamp,
) -> Result<Vec<Row>> {
    let gazetteer = app.engine.gazetteer();
    let need = need.map(|id| named(&app.engine, id)).transpose()?;
    let on = on.map(|day| past::day(conn, day, now)).transpose()?;
    let wish = Wish {
        area: None,
        by: Some(kind.to_owned()),
    };
    let atlas = Atlas {
        conn,
        held: &app.areas,
        gazetteer: &gazetteer,
    };
    let scope = Scope::of(areas, &wish, atlas)?;
    let then = match on {
        Some(day) => Some(past::then(conn, day.end()?)?),
        None => None,
    };
    let when = then.as_ref().map_or(When::Now(now), When::Then);
    let supply = supply(&app.engine, &scope, need.as_ref(), when)?;
    let patches = scope.parts.patches().iter().cloned();
    let mut rows: Vec<Row> = patches.zip(supply.parts).collect();
    rows.sort_by(|a, b| (&a.0.name, &a.0.code).cmp(&(&b.0.name, &b.0.code)));
    Ok(rows)
}

/// The head of the table.
pub fn head() -> Vec<&'static str> {
    [&["kind", "code", "area"][..], &COUNTED].concat()
}

/// A row of the table.
pub fn row((patch, count): &Row) -> Vec<String> {
    let called = [&patch.kind, &patch.code, &patch.name].map(|text| text.to_string());
    [called.to_vec(), counted(count)].concat()
}

/// The same areas with their shapes, as GeoJSON; those without a shape are left out.
///
/// # Errors
/// The database fails.
pub fn drawn(app: &App, conn: &mut Conn, rows: &[Row]) -> Result<Value> {
    let gazetteer = app.engine.gazetteer();
    let atlas = Atlas {
        conn,
        held: &app.areas,
        gazetteer: &gazetteer,
    };
    let areas: Vec<Arc<Patch>> = rows.iter().map(|(patch, _)| Arc::clone(patch)).collect();
    let mosaic = finer(&atlas, &areas);
    let drawn = mosaic.iter().flat_map(|mosaic| {
        let shapes = mosaic.shapes.iter().zip(rows);
        let shapes = shapes.filter(|(shape, _)| !shape.0.is_empty());
        shapes.map(|(shape, row)| {
            let cells = head().into_iter().zip(self::row(row));
            let said: Map<String, Value> = cells
                .map(|(head, cell)| (head.to_owned(), told(head, cell)))
                .collect();
            json!({
                "type": "Feature",
                "id": row.0.code,
                "properties": said,
                "geometry": { "type": "MultiPolygon", "coordinates": shape.positions(&mosaic.frame) },
            })
        })
    });
    let features: Vec<Value> = drawn.collect();
    Ok(json!({ "type": "FeatureCollection", "features": features }))
}

/// A cell as JSON: a number, if that is what its column has, and null where nothing is known.
fn told(head: &str, cell: String) -> Value {
    if !COUNTED.contains(&head) {
        return cell.into();
    }
    cell.parse::<u64>().map_or(Value::Null, Value::from)
}

/// The cells of a count, in the order of [`COUNTED`].
pub fn counted(count: &Count) -> Vec<String> {
    let weeks = |weeks: Option<u32>| weeks.map(|weeks| weeks.to_string()).unwrap_or_default();
    let mut cells = vec![
        count.services.to_string(),
        count.given.to_string(),
        count.organizations.to_string(),
    ];
    cells.extend([count.places, count.free].map(|number| number.to_string()));
    cells.extend(count.states.map(|number| number.to_string()));
    cells.push(count.waiting.to_string());
    cells.extend([weeks(count.median_weeks), weeks(count.longest_weeks)]);
    cells.extend(count.heard.map(|number| number.to_string()));
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::availability::State;

    #[test]
    fn every_cell_stands_under_its_head() {
        let mut count = Count {
            services: 7,
            waiting: 9,
            ..Count::default()
        };
        for (number, state) in (1..).zip(State::ALL) {
            count.states[state as usize] = number;
        }
        let cells = counted(&count);
        assert_eq!(cells.len(), COUNTED.len());
        for (number, state) in (1..).zip(State::ALL) {
            let place = COUNTED.iter().position(|head| *head == state.as_str());
            assert_eq!(cells[place.unwrap()], number.to_string(), "{state:?}");
        }
        assert_eq!(
            cells[COUNTED
                .iter()
                .position(|head| *head == "people_waiting")
                .unwrap()],
            "9"
        );
    }
}
