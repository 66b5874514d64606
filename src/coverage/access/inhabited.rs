//! The areas of a kind that have a middle, with the people who live in them: what everything about access is
//! computed over.

use super::floating::{Home, Homes};
use crate::app::App;
use crate::coverage::scope::{Atlas, Scope, Wish};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::geography::ground::{Ground, Patch};
use crate::geography::people::{self, Band, Peopled};
use std::collections::HashSet;
use std::sync::Arc;

/// Areas of one kind that are looked at, at most: as many as have a number.
const MOST: usize = u16::MAX as usize;

/// Where people live.
#[derive(Debug)]
pub struct Inhabited {
    /// All areas of the kind, those without a middle too.
    pub ground: Ground,
    /// Those that have a middle: where they are, and how many live there.
    pub homes: Homes,
    /// Which areas these are, in the same order.
    pub areas: Vec<Inhabitant>,
    /// Who lives where.
    pub peopled: Peopled,
    /// By the number of an area in the ground, its number among the homes.
    numbers: Vec<Option<u32>>,
}

/// An area that has a middle. One that has none is nowhere: nobody there can be counted, and nothing told of it.
#[derive(Debug, Clone)]
pub struct Inhabitant {
    /// Which.
    pub patch: Arc<Patch>,
    /// How many people of the ages live there, if that is known.
    pub people: Option<f64>,
    /// Whether whoever asks may look at it.
    pub is_told: bool,
}

impl Inhabited {
    /// The areas of a kind, for somebody who may look at these areas (all, if there are none). People of all
    /// areas of the kind count, for they all have the same places; only those that somebody may look at are told of.
    ///
    /// # Errors
    /// There is no such kind, nobody is known to live in such areas, or the database fails.
    pub fn read(
        app: &App,
        conn: &mut Conn,
        areas: &[String],
        (kind, ages): (&str, Band),
    ) -> Result<Self> {
        let gazetteer = app.engine.gazetteer();
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
        let all = app.areas.of_kind(conn, &gazetteer, kind)?;
        let ground = Ground::new(all.iter().take(MOST).cloned().collect());
        let peopled = people::latest(conn, None)?;
        let told: HashSet<&str> = scope
            .parts
            .patches()
            .iter()
            .map(|patch| &*patch.code)
            .collect();
        let found = Self::of(ground, peopled, ages, &told);
        if found.areas.iter().all(|area| area.people.is_none()) {
            return Err(nobody(kind, &found.ground));
        }
        Ok(found)
    }

    fn of(ground: Ground, peopled: Peopled, ages: Band, told: &HashSet<&str>) -> Self {
        let (mut areas, mut homes, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
        for patch in ground.patches() {
            let Some(at) = patch.middle else {
                numbers.push(None);
                continue;
            };
            let known = peopled.areas.get(&*patch.code);
            let people = known.and_then(|known| known.of_ages(ages));
            numbers.push(Some(areas.len() as u32));
            homes.push(Home {
                at,
                people: people.unwrap_or(0.0),
            });
            areas.push(Inhabitant {
                patch: Arc::clone(patch),
                people,
                is_told: told.contains(&*patch.code),
            });
        }
        Self {
            homes: Homes::new(homes),
            ground,
            areas,
            peopled,
            numbers,
        }
    }

    /// The numbers of homes, of the numbers that areas have in the ground.
    pub fn homes_of(&self, parts: &[u16]) -> Vec<u32> {
        let numbers = parts.iter();
        let numbers = numbers.filter_map(|part| *self.numbers.get(usize::from(*part))?);
        numbers.collect()
    }
}

fn nobody(kind: &str, ground: &Ground) -> Error {
    let example = ground.patches().first().map(|patch| patch.code.to_string());
    let such_as = example
        .map(|code| format!(" (codes such as {code})"))
        .unwrap_or_default();
    Error::bad(
        "areas",
        format!(
            "nobody is known to live in a {kind}{such_as}: whoever runs the server can bring in how many do, by \
             \"headroom import population\""
        ),
    )
}
