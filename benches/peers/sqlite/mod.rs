//! SQLite with FTS5 and R*Tree, behind a minimal HTTP service.

mod ask;
mod connection;
mod load;
mod scoring;
mod service;
mod shape;
mod weigh;

use crate::question::{Key, Question};
use ask::Asked;
pub use load::load;
pub use service::Service;

/// The path under which the service is asked a question.
pub fn path(question: &Question) -> String {
    let filters = &question.filters;
    let tags = filters.tags.iter().map(|(bit, numbers)| {
        let numbers: Vec<String> = numbers.iter().map(u16::to_string).collect();
        format!("{bit}:{}", numbers.join(","))
    });
    service::path(&Asked {
        words: words(question),
        keys: question
            .clauses
            .concat()
            .iter()
            .map(key)
            .collect::<Vec<_>>()
            .join(" "),
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
        let keys: Vec<String> = keys.iter().map(word).collect();
        format!("({})", keys.join(" OR "))
    });
    let words = clauses.collect::<Vec<_>>().join(" AND ");
    if words.is_empty() || !std::env::var("PEERS_LITE").is_ok_and(|p| p.contains("cells")) {
        return words;
    }
    let cells = crate::cells::around(question.near, question.within_m);
    let cells: Vec<String> = cells.into_iter().map(load::cell_word).collect();
    format!("{words} AND ({})", cells.join(" OR "))
}

/// A word as the index has it.
fn key(key: &Key) -> String {
    match key {
        Key::Need(need) => load::need_word(*need),
        Key::Word(stem) => stem.clone(),
    }
}

fn word(key: &Key) -> String {
    match key {
        Key::Need(need) => load::need_word(*need),
        Key::Word(stem) => format!("\"{stem}\""),
    }
}
