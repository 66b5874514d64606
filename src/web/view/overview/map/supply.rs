//! What can be seen of the services of areas on a map.

use super::{Drawing, Map, Measure, Spot, some, whole};
use crate::coverage::Overview;
use crate::coverage::count::{Count, share};
use crate::coverage::picture::{MOST, Picture};
use crate::error::{Error, Result};
use crate::web::view::overview::Asked;

/// The names that an address has for what is shown, the first unless told.
const NAMES: [&str; 3] = ["room", "free", "without"];

/// The map of the areas of an overview that have been drawn.
///
/// # Errors
/// There is nothing of that name to be shown.
pub fn map(all: &Overview, picture: Option<&Picture>, asked: &Asked) -> Result<Drawing> {
    let name = asked.map.as_deref().unwrap_or(NAMES[0]);
    let chosen = NAMES.iter().position(|known| *known == name);
    let chosen = chosen.ok_or_else(|| {
        let names = NAMES.join(", ");
        Error::bad("map", format!("must be one of {names}"))
    })?;
    let Some(picture) = picture else {
        return Ok(match all.parts.len() > MOST {
            true => Drawing::Crowded,
            false => Drawing::Shapeless,
        });
    };
    let count = |at: usize| all.parts.get(at).map(|(_, count)| count);
    let told = [room, free, without]
        .map(|of| move |at: usize| count(at).map_or_else(|| (None, String::new()), of));
    let [room, free, without] = &told;
    let measures = [
        Measure {
            id: NAMES[0],
            words: "Services with room",
            unknown: "no service",
            whole: true,
            write: whole,
            told: room,
        },
        Measure {
            id: NAMES[1],
            words: "Places free now",
            unknown: "no service counts its places",
            whole: true,
            write: whole,
            told: free,
        },
        Measure {
            id: NAMES[2],
            words: "Services without confirmed room, of 100",
            unknown: "no service",
            whole: true,
            write: some,
            told: without,
        },
    ];
    let areas = all.parts.iter().map(|(patch, _)| Spot {
        patch,
        link: Some(asked.with_area(patch)),
    });
    let areas: Vec<Spot> = areas.collect();
    let Some(measure) = measures.get(chosen) else {
        return Ok(Drawing::Shapeless);
    };
    let link = |name: &'static str| asked.with_map(name);
    let map = Map::new(picture, &areas, measure).beside(&measures, link);
    Ok(Drawing::Drawn(Box::new(map)))
}

type Told = (Option<f64>, String);

fn nothing() -> Told {
    (None, "no service".into())
}

fn room(count: &Count) -> Told {
    if count.services == 0 {
        return nothing();
    }
    let (some, all) = (count.with_room(), count.services);
    (
        Some(f64::from(some)),
        format!("services with room: {some} of {all}"),
    )
}

fn free(count: &Count) -> Told {
    let (free, places) = (count.free, count.places);
    match (count.services, count.counting) {
        (0, _) => nothing(),
        (_, 0) => (None, "no service counts its places".into()),
        _ => (
            Some(free as f64),
            format!("places free: {free} of {places}"),
        ),
    }
}

fn without(count: &Count) -> Told {
    if count.services == 0 {
        return nothing();
    }
    let (without, all) = (count.services - count.with_room(), count.services);
    let share = share(without.into(), all.into());
    (
        Some(f64::from(share)),
        format!("services without confirmed room: {without} of {all}"),
    )
}
