//! SQLite with FTS5 and R*Tree, behind a minimal HTTP service.

mod ask;
mod connection;
mod load;
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
    clauses.collect::<Vec<_>>().join(" AND ")
}

fn word(key: &Key) -> String {
    match key {
        Key::Need(need) => load::need_word(*need),
        Key::Word(stem) => format!("\"{stem}\""),
    }
}
