//! What must not be told though the document at hand has no mark on it: what was withheld before, by
//! somebody who could see more than whoever writes now.

use super::Hidden;
use super::mark;
use super::part::Part;
use super::path::{self, Step};
use crate::domain::visibility::Level;
use serde_json::Value;
use std::collections::HashMap;

/// All that decides besides marks.
#[derive(Debug, Default)]
pub struct Cover<'a> {
    /// Levels of things, by id.
    ids: HashMap<String, Level>,
    /// Levels of fields by path, as [`path::known_as`] has it.
    paths: HashMap<String, Level>,
    /// Levels of what was marked, by path.
    marks: HashMap<String, Level>,
    /// The highest levels of what was in lists, by the path of the list.
    lists: HashMap<String, Level>,
    /// Items that nothing is known by but what they say, with the path of their list.
    words: Vec<(String, Value, Level)>,
    /// Locations whose place is withheld.
    hidden: Option<&'a Hidden>,
}

impl<'a> Cover<'a> {
    /// Covers what these parts were, and what is marked anywhere in the document.
    pub fn of(held: &[Part], document: &Value, hidden: &'a Hidden) -> Self {
        let mut cover = Self {
            hidden: Some(hidden),
            ..Self::default()
        };
        for part in held {
            cover.add(part);
        }
        cover.add_marked(document);
        cover
    }

    fn add(&mut self, part: &Part) {
        let at = path::known_as(&part.path);
        match part.path.split_last() {
            Some((Step::Item(_, key), list)) => {
                let list = path::known_as(list);
                higher(&mut self.lists, list.clone(), part.level);
                if let (None, Some(level)) = (key, mark::level_of(&part.value)) {
                    self.words.push((list, mark::unmarked(&part.value), level));
                    return;
                }
            }
            _ => higher(&mut self.paths, at.clone(), part.level),
        }
        // What was withheld for the sake of another thing is so again for its sake, and has no mark.
        if let Some(level) = mark::level_of(&part.value) {
            higher(&mut self.marks, at, level);
        }
        self.add_marked(&part.value);
    }

    fn add_marked(&mut self, value: &Value) {
        match value {
            Value::Array(list) => list.iter().for_each(|value| self.add_marked(value)),
            Value::Object(object) => {
                if let Some((level, id)) = mark::level(object).zip(mark::id_of(value)) {
                    higher(&mut self.ids, id, level);
                }
                object.values().for_each(|value| self.add_marked(value));
            }
            _ => {}
        }
    }

    /// The level of a thing, wherever it stands: what is withheld in one place is so in all.
    pub fn of_thing(&self, value: &Value) -> Option<Level> {
        let object = value.as_object()?;
        // What HSDS tells of earlier values names the thing that had them.
        let names = ["id", "resource_id"].iter();
        let known = names.filter_map(|field| {
            let id = object.get(*field)?.as_str()?.to_lowercase();
            self.ids.get(&id).copied().max(self.of_location(&id))
        });
        known.max()
    }

    /// The level of an item that says what one of the same list said.
    pub fn of_words(&self, list: &str, value: &Value) -> Option<Level> {
        let here = self.words.iter().filter(|(path, ..)| path == list);
        let same = here.filter(|(_, words, _)| *words == mark::unmarked(value));
        same.map(|(.., level)| *level).max()
    }

    /// The level of what was marked at a path.
    pub fn of_mark(&self, known_as: &str) -> Option<Level> {
        self.marks.get(known_as).copied()
    }

    /// The level of the field at a path.
    pub fn of_path(&self, known_as: &str) -> Option<Level> {
        self.paths.get(known_as).copied()
    }

    /// The highest level of what was in the list at a path.
    pub fn in_list(&self, known_as: &str) -> Option<Level> {
        self.lists.get(known_as).copied()
    }

    /// The level at which it is withheld where a location is.
    pub fn of_location(&self, id: &str) -> Option<Level> {
        self.hidden?.get(id).copied()
    }
}

fn higher(levels: &mut HashMap<String, Level>, name: String, level: Level) {
    let held = levels.entry(name).or_insert(level);
    *held = level.max(*held);
}
