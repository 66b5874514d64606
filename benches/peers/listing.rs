//! What the peers are loaded with: every service as Headroom's own index takes it, with what was last
//! said of its room, read out of Headroom's database. So all three hold the same.

use super::words::stems;
use headroom::app::DatabaseTruth;
use headroom::db::{Database, settings};
use headroom::domain::availability::{State, Statement};
use headroom::domain::point::Point;
use headroom::domain::schedule::Schedule;
use headroom::geography::{Catchment, Gazetteer};
use headroom::needs::vocabulary;
use headroom::search::entry::{Entry, Line, Listing, Site, Tag, TagKind, Texts};
use headroom::search::morton;
use headroom::search::truth::Truth;
use std::collections::HashMap;

/// Rows read at once.
const PAGE: i64 = 5_000;
/// How often a need is written at most: it says enough.
const MOST_NEED: u32 = 8;

/// Everything, in the order of places: what is near each other lies together on disk. What is nowhere
/// in particular comes last.
pub struct Directory {
    /// The services.
    pub services: Vec<Service>,
    /// The classifications; services have their numbers.
    pub tags: Vec<Tag>,
    /// How many services, the first ones, are only where they are.
    pub somewhere: usize,
}

/// A service.
pub struct Service {
    order: u64,
    /// What is shown, and what decides.
    pub entry: Entry,
    /// The numbers of its classifications.
    pub tags: Vec<u16>,
    /// Which kinds of classification it says anything about, a bit for each.
    pub says: u8,
    /// When it takes place, as bits, where that is said.
    pub times: Option<u32>,
    /// Where it is given.
    pub offers: Vec<Offer>,
    /// The stems of its texts.
    pub words: Words,
    /// The needs that it meets, each as often as it counts.
    pub needs: Vec<(usize, u32)>,
    /// Where people must live; empty restricts nobody.
    pub areas: Vec<Catchment>,
}

/// A service at one of its places.
pub struct Offer {
    /// Where that is.
    pub site: Option<Site>,
    /// Whether distance does not matter.
    pub anywhere: bool,
    /// What was said of its room, as a place in [`State::ALL`].
    pub state: u8,
    /// Until when that is believed, in milliseconds since 1970.
    pub until: i64,
    /// All of what was said.
    pub statement: Option<Statement>,
}

/// The stems of the texts, a space after each.
pub struct Words {
    /// Of its name.
    pub name: String,
    /// Of its taxonomy terms.
    pub terms: String,
    /// Of its organisation.
    pub organization: String,
    /// Of its places.
    pub place: String,
    /// Of its description.
    pub description: String,
}

impl Offer {
    /// Where it is, if distance matters.
    pub fn point(&self) -> Option<Point> {
        self.site.as_ref()?.point
    }
}

impl Words {
    fn of(texts: &Texts) -> Self {
        Self {
            name: stems(&texts.name),
            terms: stems(&texts.terms),
            organization: stems(&texts.organization),
            place: stems(&texts.place),
            description: stems(&texts.description),
        }
    }
}

/// What tells one filling of the database from another.
pub fn epoch(db: &Database) -> String {
    db.read(settings::epoch).expect("Headroom's database")
}

impl Directory {
    /// Reads all of it.
    pub fn read(db: &Database) -> Self {
        let said = statements(db);
        let gazetteer = db.read(Gazetteer::load).expect("Headroom's gazetteer");
        let mut numbers = Numbers::default();
        let mut services = Vec::new();
        let mut after = String::new();
        loop {
            let listings = db.read(|conn| {
                let ids = DatabaseTruth.service_ids_after(conn, &after, PAGE)?;
                if let Some(last) = ids.last() {
                    after.clone_from(last);
                }
                DatabaseTruth.listings(conn, &ids, &gazetteer)
            });
            let listings = listings.expect("Headroom's listings");
            if listings.is_empty() {
                break;
            }
            let each = listings.into_iter();
            services.extend(each.map(|listing| service(listing, &said, &mut numbers)));
        }
        services.sort_by_key(|service| service.order);
        let somewhere = services.partition_point(|service| service.order != morton::NOWHERE);
        Self {
            services,
            tags: numbers.tags,
            somewhere,
        }
    }
}

fn statements(db: &Database) -> HashMap<u32, Statement> {
    let mut said = HashMap::new();
    let mut after = -1;
    loop {
        let lines = db.read(|conn| DatabaseTruth.lines_after(conn, after, PAGE));
        let lines = lines.expect("Headroom's capacity lines");
        let Some(last) = lines.last() else {
            return said;
        };
        after = i64::from(last.slot);
        let stated = lines.into_iter();
        said.extend(stated.filter_map(|line| Some((line.slot, line.known.statement?))));
    }
}

/// Numbers for classifications.
#[derive(Default)]
struct Numbers {
    tags: Vec<Tag>,
    known: HashMap<(TagKind, String), u16>,
}

impl Numbers {
    fn of(&mut self, tag: &Tag) -> u16 {
        let tags = &mut self.tags;
        let number = self.known.entry((tag.kind, tag.id.clone()));
        *number.or_insert_with(|| {
            tags.push(tag.clone());
            (tags.len() - 1) as u16
        })
    }
}

fn service(listing: Listing, said: &HashMap<u32, Statement>, numbers: &mut Numbers) -> Service {
    let Listing {
        entry,
        texts,
        needs,
    } = listing;
    let times = entry.lines.iter().flat_map(|line| &line.schedules);
    let times = times.map(Schedule::times).reduce(|all, times| all | times);
    let offers: Vec<Offer> = entry
        .lines
        .iter()
        .map(|line| offer(line, entry.closed, said))
        .collect();
    let areas = entry.areas.iter();
    Service {
        order: order(&offers),
        tags: entry.tags.iter().map(|tag| numbers.of(tag)).collect(),
        says: entry.tags.iter().fold(0, |says, tag| says | bit(tag.kind)),
        times: times.map(|times| times.bits()),
        words: Words::of(&texts),
        needs: needs.iter().map(|(id, weight)| need(id, *weight)).collect(),
        areas: areas
            .filter_map(|area| Catchment::parse(&area.geometry).ok())
            .collect(),
        offers,
        entry,
    }
}

/// The bit of a kind of classification in [`Service::says`].
pub fn bit(kind: TagKind) -> u8 {
    1 << (kind as u8)
}

fn need(id: &str, weight: u32) -> (usize, u32) {
    let all = vocabulary().needs();
    let number = all.iter().position(|need| need.id == id);
    (
        number.expect("a need of the vocabulary"),
        weight.min(MOST_NEED),
    )
}

fn offer(line: &Line, closed: bool, said: &HashMap<u32, Statement>) -> Offer {
    let statement = said.get(&line.slot);
    let (state, until) = match statement {
        _ if closed => (State::Closed, i64::MAX),
        Some(said) => (said.vitals.believed_state(0), said.vitals.believed_until()),
        None => (State::Unconfirmed, i64::MAX),
    };
    let is_placed = line.site.as_ref().is_some_and(|site| site.point.is_some());
    Offer {
        site: line.site.clone(),
        anywhere: line.remote || !is_placed,
        state: state as u8,
        until,
        statement: statement.cloned(),
    }
}

fn order(offers: &[Offer]) -> u64 {
    let first = offers.first().and_then(Offer::point);
    match first.filter(|_| offers.iter().all(|offer| !offer.anywhere)) {
        Some(point) => morton::code(point),
        None => morton::NOWHERE,
    }
}
