//! Asking PostgreSQL: one prepared statement answers the page, the total and the facets, from one
//! pass over what is met.

use super::libpq::{Connection, Rows, text};
use super::load::{list, need_word};
use crate::answer::Told;
use crate::cells;
use crate::question::{Key, Question};
use crate::way::Way;
use jiff::Timestamp;
use std::collections::HashMap;
use std::ffi::CString;
use std::fmt::Write;

/// Columns of an answer.
const COLUMNS: usize = 20;

/// Where somebody asks from.
const HERE: &str = "ST_SetSRID(ST_MakePoint($2::float8, $3::float8), 4326)";
/// What the usual way looks up, beside the words: bitmaps of the three are put together, and the
/// bitmap of the words is laid over them.
const USUAL: &str = "((NOT o.fenced AND \
        o.place && ST_MakeEnvelope($6::float8, $7::float8, $8::float8, $9::float8, 4326)) \
    OR (NOT o.fenced AND o.anywhere) \
    OR (o.fenced AND o.service = ANY (ARRAY( \
        SELECT a.service FROM areas a WHERE ST_Covers(a.shape, /*here*/)))))";
/// What of it is near enough.
const USUAL_WITHIN: &str = "(fenced OR anywhere OR metres <= $4::float8)";
/// What the index of words and cells looks up beside the words.
const CELLS: &str = "o.cells && $6::int[]";
/// What of it is near enough.
const CELLS_WITHIN: &str = "(anywhere OR CASE WHEN fenced THEN EXISTS ( \
        SELECT FROM areas a WHERE a.service = nearby.service AND ST_Covers(a.shape, /*here*/)) \
    ELSE metres <= $4::float8 END)";

/// A connection with the statements that it has prepared.
pub struct Asker {
    connection: Connection,
    prepared: HashMap<String, CString>,
}

impl Asker {
    /// Over a new connection.
    pub fn new(mut connection: Connection, way: Way) -> Self {
        // The one index is right for every question; which of several is, depends on the question.
        let mode = match way {
            Way::Usual => "force_custom_plan",
            Way::Cells => "force_generic_plan",
        };
        connection.run(&format!("SET plan_cache_mode = {mode}"));
        let prepared = HashMap::new();
        Self {
            connection,
            prepared,
        }
    }

    /// Asks a question, and reads all of what comes back.
    pub fn ask(&mut self, question: &Prepared) -> Told {
        let name = self.prepare(&question.sql);
        let mut parameters = question.parameters.clone();
        parameters[NOW] = number(Timestamp::now().as_millisecond());
        told(&self.connection.ask(&name, &parameters))
    }

    /// The name of a statement, which is prepared when it is first asked for.
    fn prepare(&mut self, sql: &str) -> CString {
        if let Some(name) = self.prepared.get(sql) {
            return name.clone();
        }
        let name = format!("search_{}", self.prepared.len());
        self.connection.prepare(&name, sql);
        let name = text(&name);
        self.prepared.insert(sql.to_owned(), name.clone());
        name
    }

    /// Prepares the statement of a question, and has it planned, if it can be planned beforehand.
    pub fn warm(&mut self, question: &Prepared) {
        if !self.prepared.contains_key(&question.sql) {
            self.ask(question);
        }
    }
}

fn told(rows: &Rows) -> Told {
    let mut told = Told::default();
    for row in 0..rows.count() {
        told.bytes += rows.bytes(row, COLUMNS);
        match rows.text(row, 0) {
            "0" => told.found = rows.number(row, 2),
            "3" => told.shown += 1,
            _ => {}
        }
    }
    told
}

/// Which of the parameters is the moment of the question.
const NOW: usize = 4;

/// A question as PostgreSQL is asked, made ready beforehand.
#[derive(Debug, Clone)]
pub struct Prepared {
    sql: String,
    parameters: Vec<CString>,
}

impl Prepared {
    /// Makes it ready.
    pub fn new(question: &Question, way: Way) -> Self {
        let near = question.near;
        let mut parameters = vec![
            text(&query(question)),
            number(near.longitude),
            number(near.latitude),
            number(question.within_m),
            number(0),
        ];
        match way {
            Way::Usual => parameters.extend(envelope(question)),
            Way::Cells => parameters.push(text(&list(&cells::around(near, question.within_m)))),
        }
        Self {
            sql: statement(question, way),
            parameters,
        }
    }
}

fn statement(question: &Question, way: Way) -> String {
    let (nearby, within) = match way {
        Way::Usual => (USUAL, USUAL_WITHIN),
        Way::Cells => (CELLS, CELLS_WITHIN),
    };
    let (words, rank) = match question.clauses.is_empty() {
        true => ("$1::text = ''", "1"),
        false => (
            "o.words @@ $1::tsquery",
            "ts_rank('{0.1, 0.3, 0.6, 1}', words, $1::tsquery)",
        ),
    };
    let room = match question.room {
        true => "state <= 1",
        false => "state <= 2",
    };
    include_str!("search.sql")
        .replace("/*words*/", words)
        .replace("/*rank*/", rank)
        .replace("/*nearby*/", nearby)
        .replace("/*within*/", within)
        .replace("/*filters*/", &filters(question))
        .replace("/*room*/", room)
        .replace("/*here*/", HERE)
}

/// West, south, east and north of the circle.
fn envelope(question: &Question) -> [CString; 4] {
    let (low, high) = cells::corners(question.near, question.within_m);
    [low.longitude, low.latitude, high.longitude, high.latitude].map(number)
}

fn number(number: impl ToString) -> CString {
    text(&number.to_string())
}

/// The words as a `tsquery`.
fn query(question: &Question) -> String {
    let clauses = question.clauses.iter().map(|keys| {
        let keys: Vec<String> = keys.iter().map(lexeme).collect();
        format!("({})", keys.join("|"))
    });
    clauses.collect::<Vec<_>>().join("&")
}

fn lexeme(key: &Key) -> String {
    match key {
        Key::Need(need) => format!("'{}'", need_word(*need)),
        Key::Word(stem) => format!("'{stem}'"),
    }
}

/// What else must hold: what a service does not say does not hide it.
fn filters(question: &Question) -> String {
    let filters = &question.filters;
    let mut sql = String::new();
    for (bit, numbers) in &filters.tags {
        let numbers: Vec<String> = numbers.iter().map(u16::to_string).collect();
        let any = format!("o.tags && '{{{}}}'::smallint[]", numbers.join(","));
        let _ = write!(sql, " AND (o.says & {bit} = 0 OR {any})");
    }
    if filters.free {
        sql.push_str(" AND o.free IS NOT FALSE");
    }
    if let Some(age) = filters.age {
        let _ = write!(
            sql,
            " AND coalesce(o.minimum_age <= {age}, true) AND coalesce(o.maximum_age >= {age}, true)"
        );
    }
    if let Some(times) = filters.times {
        let _ = write!(sql, " AND (o.times IS NULL OR o.times & {times} <> 0)");
    }
    sql
}
