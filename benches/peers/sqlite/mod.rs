//! SQLite with FTS5 and R*Tree, behind a minimal HTTP service.

mod ask;
mod connection;
mod load;
mod scoring;
mod service;
mod shape;
mod weigh;

use crate::cells;
use crate::question::{Key, Question};
use crate::way::Way;
use ask::Asked;
pub use load::load;
pub use service::Service;

/// The path under which the service is asked a question.
pub fn path(question: &Question, way: Way) -> String {
    let filters = &question.filters;
    let tags = filters.tags.iter().map(|(bit, numbers)| {
        let numbers: Vec<String> = numbers.iter().map(u16::to_string).collect();
        format!("{bit}:{}", numbers.join(","))
    });
    let keys = question.clauses.concat();
    service::path(&Asked {
        cells: way == Way::Cells,
        words: match way {
            Way::Usual => words(question),
            Way::Cells => words_and_cells(question),
        },
        keys: keys.iter().map(key).collect::<Vec<_>>().join(" "),
        latitude: question.near.latitude,
        longitude: question.near.longitude,
        within_m: question.within_m,
        room: question.room,
        tags: tags.collect::<Vec<_>>().join(";"),
        free: filters.free,
        age: filters.age,
        times: filters.times,
    })
}

/// The words as FTS5 takes them.
fn words(question: &Question) -> String {
    let clauses = question.clauses.iter().map(|keys| {
        let keys: Vec<String> = keys.iter().map(key).collect();
        format!("({})", keys.join(" OR "))
    });
    clauses.collect::<Vec<_>>().join(" AND ")
}

/// The words, and one of the cells.
fn words_and_cells(question: &Question) -> String {
    let cells = cells::around(question.near, question.within_m);
    let cells: Vec<String> = cells.into_iter().map(load::cell_word).collect();
    let cells = format!("({})", cells.join(" OR "));
    match words(question) {
        words if words.is_empty() => cells,
        words => format!("{words} AND {cells}"),
    }
}

/// A word as the index has it.
fn key(key: &Key) -> String {
    match key {
        Key::Need(need) => load::need_word(*need),
        Key::Word(stem) => stem.clone(),
    }
}
