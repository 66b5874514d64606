//! What can be seen of access on a map.

use super::{Drawing, Map, Measure, Spot, some};
use crate::coverage::access::{Access, Row};
use crate::coverage::picture::{MOST, Picture};
use crate::error::{Error, Result};
use crate::web::view::overview::access::Asked;

/// The names that an address has for what is shown, the first unless told.
const NAMES: [&str; 2] = ["free", "nearest"];

/// The map of areas of this kind that have been drawn.
///
/// # Errors
/// There is nothing of that name to be shown.
pub fn map(
    access: &Access,
    picture: Option<&Picture>,
    (asked, kind): (&Asked, &str),
) -> Result<Drawing> {
    let name = asked.map.as_deref().unwrap_or(NAMES[0]);
    let chosen = NAMES.iter().position(|known| *known == name);
    let chosen = chosen.ok_or_else(|| {
        let names = NAMES.join(", ");
        Error::bad("map", format!("must be one of {names}"))
    })?;
    let Some(picture) = picture else {
        return Ok(match access.rows.len() > MOST {
            true => Drawing::Crowded,
            false => Drawing::Shapeless,
        });
    };
    let told = [free, nearest]
        .map(|of| move |at: usize| access.rows.get(at).map_or((None, String::new()), of));
    let [free, nearest] = &told;
    let measures = [
        Measure {
            id: NAMES[0],
            words: "Places free within reach, for 1,000 people",
            unknown: "nobody is known to live there",
            whole: false,
            write: some,
            told: free,
        },
        Measure {
            id: NAMES[1],
            words: "Kilometres to the nearest with room",
            unknown: "none with room",
            whole: false,
            write: some,
            told: nearest,
        },
    ];
    let areas = access.rows.iter().map(|row| Spot {
        patch: &row.patch,
        link: None,
    });
    let areas: Vec<Spot> = areas.collect();
    let Some(measure) = measures.get(chosen) else {
        return Ok(Drawing::Shapeless);
    };
    let link = |name: &'static str| asked.with_map(kind, name);
    let map = Map::new(picture, &areas, measure).beside(&measures, link);
    Ok(Drawing::Drawn(Box::new(map)))
}

fn free(row: &Row) -> (Option<f64>, String) {
    if row.people.is_none_or(|people| people <= 0.0) {
        return (None, "nobody is known to live there".into());
    }
    let free = row.score.free * 1000.0;
    let said = format!("places free for 1,000 people: {free:.2}");
    (Some(free), said)
}

fn nearest(row: &Row) -> (Option<f64>, String) {
    match row.nearest_m {
        Some(metres) => {
            let kilometres = metres / 1000.0;
            let said = format!("nearest with room: {kilometres:.1} km");
            (Some(kilometres), said)
        }
        None => (None, "none with room".into()),
    }
}
