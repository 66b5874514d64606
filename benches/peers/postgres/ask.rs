//! Asking PostgreSQL: one prepared statement answers the page, the total and the facets, from one
//! pass over what is met.

use super::libpq::{Connection, Rows, text};
use super::load::need_word;
use crate::answer::Told;
use crate::question::{Key, Question};
use jiff::Timestamp;
use std::collections::HashMap;
use std::ffi::CString;
use std::fmt::Write;

/// Columns of an answer.
const COLUMNS: usize = 19;
/// Metres in a degree of latitude, at least.
const DEGREE_M: f64 = 111_000.0;

/// The score of the words, as it stands in the statement.
const RANK: &str = "ts_rank('{0.1, 0.3, 0.6, 1}', words, $1::tsquery)";

/// A connection with the statements that it has prepared.
pub struct Asker {
    connection: Connection,
    prepared: HashMap<String, CString>,
}

impl Asker {
    /// Over a new connection.
    pub fn new(mut connection: Connection) -> Self {
        let generic = std::env::var("PEERS_PG").is_ok_and(|p| p.contains("generic"));
        connection.run(&format!(
            "SET plan_cache_mode = {}",
            if generic {
                "force_generic_plan"
            } else {
                "force_custom_plan"
            }
        ));
        let prepared = HashMap::new();
        Self {
            connection,
            prepared,
        }
    }

    /// Asks a question, and reads all of what comes back.
    pub fn ask(&mut self, question: &Prepared) -> Told {
        let name = self.statement(&question.sql);
        let mut parameters = question.parameters.clone();
        parameters.push(number(Timestamp::now().as_millisecond()));
        told(&self.connection.ask(&name, &parameters))
    }

    /// Prepares the statement of a question.
    pub fn prepare(&mut self, question: &Prepared) {
        self.statement(&question.sql);
    }

    fn statement(&mut self, sql: &str) -> CString {
        if let Some(name) = self.prepared.get(sql) {
            return name.clone();
        }
        let name = format!("search_{}", self.prepared.len());
        self.connection.prepare(&name, sql);
        let name = text(&name);
        self.prepared.insert(sql.to_owned(), name.clone());
        name
    }

    /// How the server goes about a question.
    pub fn explain(&mut self, question: &Prepared) -> String {
        let mut sql = question.sql.clone();
        let mut parameters = question.parameters.clone();
        parameters.push(number(Timestamp::now().as_millisecond()));
        // The last first: $1 is the beginning of no other.
        for (number, value) in parameters.iter().enumerate().rev() {
            let number = number + 1;
            let value = value.to_string_lossy().replace('\'', "''");
            sql = sql.replace(&format!("${number}"), &format!("'{value}'"));
        }
        let rows = self
            .connection
            .run(&format!("EXPLAIN (ANALYZE, BUFFERS) {sql}"));
        let lines: Vec<&str> = (0..rows.count()).map(|row| rows.text(row, 0)).collect();
        lines.join("\n")
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

/// A question as PostgreSQL is asked, made ready beforehand.
#[derive(Debug, Clone)]
pub struct Prepared {
    sql: String,
    parameters: Vec<CString>,
}

impl Prepared {
    /// Makes it ready.
    pub fn new(question: &Question) -> Self {
        let near = question.near;
        let height = question.within_m / DEGREE_M;
        let width = height / (near.latitude.abs() + height).to_radians().cos();
        let cells_plan = std::env::var("PEERS_PG").is_ok_and(|p| p.contains("cells"));
        let parameters = if cells_plan {
            vec![
                text(&query(question)),
                number(near.longitude),
                number(near.latitude),
                number(question.within_m),
                text(&super::load::list(&crate::cells::around(
                    near,
                    question.within_m,
                ))),
            ]
        } else {
            vec![
                text(&query(question)),
                number(near.longitude),
                number(near.latitude),
                number(question.within_m),
                number(near.longitude - width),
                number(near.latitude - height),
                number(near.longitude + width),
                number(near.latitude + height),
            ]
        };
        let template = if cells_plan {
            include_str!("search_cells.sql")
        } else {
            include_str!("search.sql")
        };
        let wanted = if question.room {
            "state <= 1"
        } else {
            "state <= 2"
        };
        let mut sql = template.replace("/*filters*/", &filters(question));
        if question.clauses.is_empty() {
            sql = sql.replace("o.words @@ $1::tsquery", "$1::text IS NOT NULL");
            sql = sql.replace(RANK, "1");
        }
        Self {
            sql: sql.replace("/*wanted*/", wanted),
            parameters,
        }
    }
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
