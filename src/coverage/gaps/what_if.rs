//! What would be lost if a funder, an award or an organisation went: in services, places, and people who would
//! have no room within reach.

use super::chances::Chances;
use super::reading::Question;
use super::standing::{Chance, Standing, Standings};
use crate::app::App;
use crate::coverage::access::inhabited::Inhabited;
use crate::coverage::reading::{Need, named};
use crate::db::Conn;
use crate::db::schema::{funding_awards, organizations, services};
use crate::domain::schedule::local_day;
use crate::error::{Error, Result};
use crate::search::survey::Named;
use diesel::prelude::*;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use uuid::Uuid;

/// What goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gone {
    /// A funder, by name: the services go that nobody else pays for.
    Funder(String),
    /// An award, by its number: its service goes if it has no other.
    Award(i64),
    /// An organisation, by id: all its services go.
    Organization(Uuid),
}

impl Gone {
    /// What goes, as it stands in an address: the name of a funder, the number of an award, the id of an
    /// organisation.
    ///
    /// # Errors
    /// None or several are said, or one is wrong.
    pub fn parse([funder, award, organization]: [Option<&str>; 3]) -> Result<Self> {
        match (funder, award, organization) {
            (Some(name), None, None) => Ok(Gone::Funder(name.to_owned())),
            (None, Some(id), None) => id
                .parse()
                .map(Gone::Award)
                .map_err(|_| Error::bad("award", "must be the number of an award")),
            (None, None, Some(id)) => id
                .parse()
                .map(Gone::Organization)
                .map_err(|_| Error::bad("organization", "must be the id of an organisation")),
            _ => Err(Error::bad(
                "funder",
                "say who goes, and only one: funder, award or organization",
            )),
        }
    }
}

/// What would be lost.
#[derive(Debug, Default)]
pub struct Loss {
    /// What goes, by name.
    pub name: String,
    /// Services that go, by name.
    pub services: Vec<(Uuid, Named)>,
    /// Services that lose money and have other, by name.
    pub weakened: Vec<(Uuid, Named)>,
    /// Places of those that go, where somebody counts them.
    pub places: u64,
    /// Places of those that are free now.
    pub free: u64,
    /// Each need for which anybody would lose room within reach, most people first.
    pub needs: Vec<Lost>,
    /// Areas that somebody may look at, and people who live there, where that is known.
    pub of: (u32, f64),
}

/// What would be lost for one need.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lost {
    /// Which.
    pub need: Need,
    /// Services that go.
    pub services: u32,
    /// People who have room within reach now and would have none.
    pub people: f64,
    /// In how many areas.
    pub areas: u32,
}

/// Which services go, and which are weakened.
#[derive(Debug, Default)]
struct Going {
    name: String,
    gone: HashSet<Uuid>,
    weakened: HashSet<Uuid>,
}

/// What would be lost, for somebody who may look at these areas (all, if there are none), at `now`.
///
/// # Errors
/// There is nothing that is called so; what else [`super::gaps`] refuses; the database fails, or the index is
/// being built.
pub fn what_if(
    app: &App,
    conn: &mut Conn,
    areas: &[String],
    (gone, question): (&Gone, &Question),
    now: Timestamp,
) -> Result<Loss> {
    let need = question.need.map(|id| named(&app.engine, id)).transpose()?;
    let going = going(conn, gone, local_day(now, 0))?;
    let inhabited = Inhabited::read(app, conn, areas, (question.kind, question.ages))?;
    let chances = Chances::of(app, &inhabited, (need.as_ref(), None), now)?;
    let names = |ids: &HashSet<Uuid>| -> Result<Vec<(Uuid, Named)>> {
        let mut all: Vec<(Uuid, Named)> = app.engine.named(ids)?.into_iter().collect();
        all.sort_by(|a, b| (&a.1.service, a.0).cmp(&(&b.1.service, b.0)));
        Ok(all)
    };
    let told = || inhabited.areas.iter().filter(|area| area.is_told);
    let gone = || {
        let all = chances.all.iter();
        all.filter(|offered| going.gone.contains(&offered.service))
    };
    Ok(Loss {
        services: names(&going.gone)?,
        weakened: names(&going.weakened)?,
        places: gone().map(|offered| offered.places).sum(),
        free: gone().map(|offered| offered.free).sum(),
        needs: lost(&inhabited, &chances, &going.gone, question.farthest_m),
        name: going.name,
        of: (
            told().count() as u32,
            told().filter_map(|area| area.people).sum(),
        ),
    })
}

/// Who loses room, need by need; only needs that those who go meet can lose any.
fn lost(
    inhabited: &Inhabited,
    chances: &Chances,
    gone: &HashSet<Uuid>,
    farthest_m: f64,
) -> Vec<Lost> {
    let mut services: BTreeMap<u32, HashSet<Uuid>> = BTreeMap::new();
    for offered in chances.all.iter().filter(|one| gone.contains(&one.service)) {
        for row in &offered.chance.rows {
            services.entry(*row).or_default().insert(offered.service);
        }
    }
    let rows: Vec<u32> = services.keys().copied().collect();
    let of_rows = |chance: &Chance| -> Option<Chance> {
        let own = chance.rows.iter();
        let own = own.filter_map(|row| Some(rows.binary_search(row).ok()? as u32));
        let own: Vec<u32> = own.collect();
        (!own.is_empty()).then(|| Chance {
            rows: own,
            ..chance.clone()
        })
    };
    let (mut all, mut stay) = (Vec::new(), Vec::new());
    for offered in &chances.all {
        if let Some(chance) = of_rows(&offered.chance) {
            if !gone.contains(&offered.service) {
                stay.push(chance.clone());
            }
            all.push(chance);
        }
    }
    let standings = |of: &[Chance]| Standings::of(&inhabited.homes, rows.len(), of, farthest_m);
    let (before, after) = (standings(&all), standings(&stay));
    let lost = (0..).zip(&services).map(|(row, (number, services))| {
        let has_room = |standing: &Standing| *standing == Standing::Room;
        let pairs = before.row(row).iter().zip(after.row(row));
        let homes = inhabited.areas.iter().zip(pairs);
        let losing = homes
            .filter(|(area, (before, after))| area.is_told && has_room(before) && !has_room(after));
        let (areas, people) = losing.fold((0, 0.0), |(areas, people), (area, _)| {
            (areas + 1, people + area.people.unwrap_or(0.0))
        });
        Lost {
            need: chances
                .needs
                .get(*number as usize)
                .cloned()
                .unwrap_or_default(),
            services: services.len() as u32,
            people,
            areas,
        }
    });
    let mut lost: Vec<Lost> = lost.collect();
    lost.sort_by(|a, b| {
        let then = || (b.areas, &a.need.1).cmp(&(a.areas, &b.need.1));
        b.people.total_cmp(&a.people).then_with(then)
    });
    lost
}

/// The services that go with it.
fn going(conn: &mut Conn, gone: &Gone, today: Date) -> Result<Going> {
    match gone {
        Gone::Organization(id) => with_organization(conn, *id),
        Gone::Funder(name) => {
            let is_gone = |award: &Award| award.funder.eq_ignore_ascii_case(name.trim());
            let awards = awards(conn, today)?;
            let known = awards.iter().find(|award| is_gone(award));
            let name = known.map(|award| award.funder.clone());
            with_awards(&awards, name, is_gone)
        }
        Gone::Award(id) => {
            let is_gone = |award: &Award| award.id == *id;
            let awards = awards(conn, today)?;
            let known = awards.iter().find(|award| is_gone(award));
            let name = known.map(|award| award.funder.clone());
            with_awards(&awards, name, is_gone)
        }
    }
}

fn with_organization(conn: &mut Conn, id: Uuid) -> Result<Going> {
    let id = id.to_string();
    let name: Option<String> = organizations::table
        .find(&id)
        .select(organizations::name)
        .first(conn)
        .optional()?;
    let name = name.ok_or_else(|| Error::NotFound("there is no such organisation".into()))?;
    let own: Vec<String> = services::table
        .filter(services::organization_id.eq(&id))
        .filter(services::status.eq("active"))
        .select(services::id)
        .load(conn)?;
    Ok(Going {
        name,
        gone: own.iter().filter_map(|id| id.parse().ok()).collect(),
        weakened: HashSet::new(),
    })
}

/// Money that has not ended.
struct Award {
    id: i64,
    service: Uuid,
    funder: String,
}

fn awards(conn: &mut Conn, today: Date) -> Result<Vec<Award>> {
    let goes_on = funding_awards::ends_on
        .is_null()
        .or(funding_awards::ends_on.ge(today.to_string()));
    let rows: Vec<(i64, String, String)> = funding_awards::table
        .inner_join(services::table.on(services::id.eq(funding_awards::service_id)))
        .filter(services::status.eq("active"))
        .filter(goes_on.assume_not_null())
        .select((
            funding_awards::id,
            funding_awards::service_id,
            funding_awards::funder,
        ))
        .load(conn)?;
    let award = |(id, service, funder): (i64, String, String)| {
        Some(Award {
            id,
            service: service.parse().ok()?,
            funder: funder.trim().to_owned(),
        })
    };
    Ok(rows.into_iter().filter_map(award).collect())
}

/// A service goes if all its money does, and is weakened if some does.
fn with_awards(
    awards: &[Award],
    name: Option<String>,
    is_gone: impl Fn(&Award) -> bool,
) -> Result<Going> {
    let unknown = || {
        Error::NotFound(
            "no money that has not ended is on record by that: look at the money that ends, on the overview"
                .into(),
        )
    };
    let mut kept: HashMap<Uuid, (bool, bool)> = HashMap::new();
    for award in awards {
        let (loses, keeps) = kept.entry(award.service).or_default();
        match is_gone(award) {
            true => *loses = true,
            false => *keeps = true,
        }
    }
    let of = |weakened: bool| {
        let own = kept.iter();
        let own = own.filter(|(_, (loses, keeps))| *loses && *keeps == weakened);
        own.map(|(service, _)| *service).collect()
    };
    Ok(Going {
        name: name.ok_or_else(unknown)?,
        gone: of(false),
        weakened: of(true),
    })
}

/// Everything that can go and is called somewhat like that: funders by name, then organisations.
///
/// # Errors
/// The database fails.
pub fn called(
    conn: &mut Conn,
    words: &str,
    (today, most): (Date, usize),
) -> Result<Vec<(Gone, String)>> {
    let wanted = words.trim().to_lowercase();
    let is_like = |name: &str| name.to_lowercase().contains(&wanted);
    let funders: BTreeSet<String> = awards(conn, today)?
        .into_iter()
        .map(|award| award.funder)
        .filter(|funder| is_like(funder))
        .collect();
    let organizations: Vec<(String, String)> = organizations::table
        .order((organizations::name, organizations::id))
        .select((organizations::id, organizations::name))
        .load(conn)?;
    let organizations = organizations.into_iter().filter(|(_, name)| is_like(name));
    let organizations =
        organizations.filter_map(|(id, name)| Some((Gone::Organization(id.parse().ok()?), name)));
    let funders = funders
        .into_iter()
        .map(|name| (Gone::Funder(name.clone()), name));
    Ok(funders.chain(organizations).take(most).collect())
}
