//! Asking SQLite: the words, the places and the areas by its own indexes; what is met is weighed,
//! counted and put in order in one pass by the program around it, which costs less than in SQL.

use super::connection::{Connection, Statement, Value};
use super::scoring;
use super::shape;
use super::weigh::{Hit, Offer, Tally};
use crate::answer::PAGE;
use crate::cells::corners;
use headroom::domain::point::Point;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::path::Path;

/// How it is tuned for reading.
const TUNING: &str = "PRAGMA mmap_size = 2147418112; PRAGMA cache_size = -1000000; \
    PRAGMA temp_store = MEMORY; PRAGMA query_only = ON; PRAGMA threads = 0;";

/// What an answer needs of each offer that is met.
const OFFER: &str = "SELECT o.service, o.number, o.latitude, o.longitude, o.anywhere, o.fenced, \
    o.state, o.until, o.free, o.says, o.minimum_age, o.maximum_age, o.times, o.tags, ";
/// The services that are nearby, or for those who live here.
const NEARBY: &str = "(SELECT service FROM places \
    WHERE south <= ?3 AND north >= ?4 AND west <= ?5 AND east >= ?6 \
    UNION ALL SELECT value FROM json_each(?7))";
/// What has the words, with FTS5's own score.
const USUAL: &str = "bm25(words, 8, 5, 3, 2, 1, 5) FROM words \
    CROSS JOIN offers o ON o.service = words.rowid WHERE words MATCH ?1 AND ";
/// The same of what has no words.
const PLACES: &str = "-1 FROM offers o WHERE ?1 = '' AND ";
/// What has the words and one of the cells, with a score that counts nothing again.
const CELLS: &str = "score(words, ?2) FROM words \
    CROSS JOIN offers o ON o.service = words.rowid WHERE words MATCH ?1";
const AREAS: &str = "SELECT service, shape FROM areas \
    WHERE south <= ?1 AND north >= ?1 AND west <= ?2 AND east >= ?2";
const SHAPES: &str = "SELECT shape FROM shapes WHERE service = ?1";
const RARITY: &str = "SELECT services FROM rarities WHERE word = ?1";
const CARD: &str = "SELECT service_id, name, summary, organization_id, organization, location_id, \
    location, postcode, places_free, places_total, note, as_of, confirmed_at, funding \
    FROM cards WHERE service = ?1 AND number = ?2";

/// A question, as it comes over HTTP.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Asked {
    /// Whether the words have cells among them: then they find what is nearby by themselves.
    pub cells: bool,
    /// For FTS5.
    pub words: String,
    /// Its words as the index has them, in the same order.
    pub keys: String,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Metres.
    pub within_m: f64,
    /// Only what has said that it has room.
    pub room: bool,
    /// Classifications, such as `2:17,18;4:9`.
    pub tags: String,
    /// Only what is not known to cost something.
    pub free: bool,
    /// The age of a person.
    pub age: Option<f64>,
    /// Days and times, as bits.
    pub times: Option<u32>,
}

/// An answer on a page.
#[derive(Debug, Serialize)]
pub struct Found {
    id: Option<String>,
    name: Option<String>,
    summary: Option<String>,
    organization: Named,
    location: FoundAt,
    distance_m: Option<u32>,
    availability: Availability,
    funding: Option<String>,
    score: f64,
}

#[derive(Debug, Serialize)]
struct Named {
    id: Option<String>,
    name: Option<String>,
}

#[derive(Debug, Serialize)]
struct FoundAt {
    id: Option<String>,
    name: Option<String>,
    postcode: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
}

#[derive(Debug, Serialize)]
struct Availability {
    state: &'static str,
    places_free: Option<i64>,
    places_total: Option<i64>,
    note: Option<String>,
    as_of: Option<String>,
    confirmed_at: Option<String>,
}

/// A connection with its statements.
pub struct Searcher {
    /// What has the words and is nearby, and what has them and is reached from anywhere.
    usual: [Statement; 2],
    /// The same without any words.
    places: [Statement; 2],
    cells: Statement,
    areas: Statement,
    shapes: Statement,
    card: Statement,
    rarity: Statement,
    /// What words are worth, once they have been looked up.
    rarities: HashMap<String, f64>,
    /// The last service that is only where it is.
    somewhere: i64,
    // After its statements, which end before it.
    _connection: Connection,
}

impl Searcher {
    /// Opens the file for reading.
    pub fn open(path: &Path) -> Self {
        let connection = Connection::open(path, true);
        connection.run(TUNING);
        connection.add_scoring();
        let mut last = connection.prepare("SELECT last FROM somewhere");
        assert!(last.next(), "a file that was filled");
        let both = |start: &str, number: &str| {
            let near = format!("{OFFER}{start} {number} <= ?2 AND +{number} IN {NEARBY}");
            let anywhere = format!("{OFFER}{start} {number} > ?2");
            [near, anywhere].map(|sql| connection.prepare(&sql))
        };
        Self {
            usual: both(USUAL, "words.rowid"),
            places: both(PLACES, "o.service"),
            cells: connection.prepare(&format!("{OFFER}{CELLS}")),
            areas: connection.prepare(AREAS),
            shapes: connection.prepare(SHAPES),
            card: connection.prepare(CARD),
            rarity: connection.prepare(RARITY),
            rarities: HashMap::new(),
            somewhere: last.whole(0),
            _connection: connection,
        }
    }

    /// Finds, counts and puts in order.
    pub fn search(&mut self, asked: &Asked, tags: usize) -> (Tally, Vec<Found>) {
        let near = Point::new(asked.latitude, asked.longitude).expect("a place on the ground");
        let mut tally = Tally::new(asked, near, tags, Timestamp::now().as_millisecond());
        match asked.cells {
            true => self.by_cells(asked, near, &mut tally),
            false => self.as_usual(asked, near, &mut tally),
        }
        tally.finish();
        let hits = tally.best(PAGE);
        let found = hits.iter().map(|hit| self.card(hit)).collect();
        (tally, found)
    }

    fn as_usual(&mut self, asked: &Asked, near: Point, tally: &mut Tally) {
        let covering = self.covering(near);
        let (low, high) = corners(near, asked.within_m);
        let [nearby, anywhere] = match asked.words.is_empty() {
            true => &mut self.places,
            false => &mut self.usual,
        };
        nearby.bind(&[
            Value::Text(&asked.words),
            Value::Whole(self.somewhere),
            Value::Real(high.latitude),
            Value::Real(low.latitude),
            Value::Real(high.longitude),
            Value::Real(low.longitude),
            Value::Text(&covering),
        ]);
        run(nearby, tally, |_| true);
        anywhere.bind(&[Value::Text(&asked.words), Value::Whole(self.somewhere)]);
        run(anywhere, tally, |_| true);
    }

    fn by_cells(&mut self, asked: &Asked, near: Point, tally: &mut Tally) {
        let rarities = self.rarities(&asked.keys);
        self.cells
            .bind(&[Value::Text(&asked.words), Value::Bytes(&rarities)]);
        let (mut last, mut covered) = (0, false);
        let shapes = &mut self.shapes;
        run(&mut self.cells, tally, |service| {
            if service != last {
                (last, covered) = (service, false);
                shapes.bind(&[Value::Whole(service)]);
                while shapes.next() {
                    covered |= shape::covers(shapes.bytes(0), near);
                }
            }
            covered
        });
    }

    /// What each of the words is worth, eight bytes each.
    fn rarities(&mut self, keys: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        for key in keys.split_whitespace() {
            if !self.rarities.contains_key(key) {
                self.rarity.bind(&[Value::Text(key)]);
                let having = if self.rarity.next() {
                    self.rarity.whole(0)
                } else {
                    0
                };
                self.rarities
                    .insert(key.to_owned(), scoring::rarity(having));
            }
            bytes.extend(self.rarities[key].to_le_bytes());
        }
        bytes
    }

    /// The services for those who live here, as a list in JSON.
    fn covering(&mut self, near: Point) -> String {
        let mut covering = String::from("[");
        self.areas
            .bind(&[Value::Real(near.latitude), Value::Real(near.longitude)]);
        while self.areas.next() {
            if shape::covers(self.areas.bytes(1), near) {
                let comma = if covering.len() > 1 { "," } else { "" };
                covering.push_str(&format!("{comma}{}", self.areas.whole(0)));
            }
        }
        covering + "]"
    }

    fn card(&mut self, hit: &Hit) -> Found {
        let card = &mut self.card;
        card.bind(&[Value::Whole(hit.service), Value::Whole(hit.number)]);
        assert!(card.next(), "every offer has a card");
        let whole = |column| (!card.is_null(column)).then(|| card.whole(column));
        Found {
            id: card.text(0),
            name: card.text(1),
            summary: card.text(2),
            organization: Named {
                id: card.text(3),
                name: card.text(4),
            },
            location: FoundAt {
                id: card.text(5),
                name: card.text(6),
                postcode: card.text(7),
                latitude: hit.point.map(|at| at.latitude),
                longitude: hit.point.map(|at| at.longitude),
            },
            distance_m: hit.metres.map(|metres| metres.round() as u32),
            availability: Availability {
                state: hit.state.as_str(),
                places_free: whole(8),
                places_total: whole(9),
                note: card.text(10),
                as_of: card.text(11),
                confirmed_at: card.text(12),
            },
            funding: card.text(13),
            score: hit.score,
        }
    }
}

/// Weighs every row. `covered` tells whether a service that is only for those who live in an area is
/// for those who live here.
fn run(statement: &mut Statement, tally: &mut Tally, mut covered: impl FnMut(i64) -> bool) {
    while statement.next() {
        let fenced = statement.whole(5) != 0;
        if fenced && !covered(statement.whole(0)) {
            continue;
        }
        let real = |column| (!statement.is_null(column)).then(|| statement.real(column));
        let whole = |column| (!statement.is_null(column)).then(|| statement.whole(column));
        tally.look_at(&Offer {
            service: statement.whole(0),
            number: statement.whole(1),
            point: real(2).zip(real(3)),
            anywhere: statement.whole(4) != 0,
            fenced,
            state: statement.whole(6),
            until: statement.whole(7),
            free: whole(8),
            says: statement.whole(9) as u8,
            ages: [real(10), real(11)],
            times: whole(12),
            tags: statement.bytes(13),
            rank: statement.real(14),
        });
    }
}
