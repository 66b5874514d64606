//! Takes out of a document what is not for everybody.

use super::super::record::{Document, text};
use super::super::store::Shelf;
use super::cover::Cover;
use super::mark;
use super::part::Part;
use super::path::{Step, key_of, known_as};
use crate::domain::visibility::Level;
use serde_json::Value;
use std::collections::HashMap;

/// What is left of a location of which all is withheld.
const SHUT_LOCATION: &[&str] = &["id"];
/// What may be told of a location when it is withheld where it is. Whatever else it says, known or
/// not, could tell: coordinates, names, directions, numbers of other registers.
const SOMEWHERE: &[&str] = &[
    "id",
    "visibility",
    "location_type",
    "languages",
    "phones",
    "schedules",
    "addresses",
    "accessibility",
];
/// What is left of an arrangement for access there.
const SOME_ACCESS: &[&str] = &["id", "location_id", "description"];
/// What is left of a service at a location that is withheld.
const SHUT_ENTRY: &[&str] = &["id", "service_id", "location_id"];
/// What may be told of a service at a location that is somewhere.
const ENTRY_SOMEWHERE: &[&str] = &[
    "id",
    "service_id",
    "location_id",
    "visibility",
    "service_areas",
    "contacts",
    "phones",
    "schedules",
    "attributes",
];

/// All fields but these are withheld.
#[derive(Clone, Copy)]
struct Frame {
    level: Option<Level>,
    open: &'static [&'static str],
}

/// What a list passes on to its items.
#[derive(Clone, Copy, Default)]
struct ForItems {
    /// The level of those that do not say that they are public.
    each: Option<Level>,
    /// What is withheld of each.
    frame: Option<Frame>,
}

/// What an item of a list is told from the others by: its key, or else all that it says.
fn name_of(item: &Value) -> String {
    key_of(item).unwrap_or_else(|| mark::unmarked(item).to_string())
}

/// The levels of the marked items of a list, by name: another with the same name is the same thing.
fn same_in(list: &[Value]) -> HashMap<String, Level> {
    let mut levels = HashMap::new();
    for item in list {
        if let Some(level) = mark::level_of(item) {
            let held = levels.entry(name_of(item)).or_insert(level);
            *held = level.max(*held);
        }
    }
    levels
}

/// Goes through a document once. What is inside another part is taken out before it, if it is for
/// fewer people; so putting all back in the opposite order gives the document as it was.
pub struct Taker<'a> {
    cover: &'a Cover<'a>,
    shelf: Shelf,
    path: Vec<Step>,
    taken: Vec<Part>,
}

impl<'a> Taker<'a> {
    /// Takes all out of a document of this shelf.
    pub fn take(document: &mut Document, shelf: Shelf, cover: &'a Cover<'a>) -> Vec<Part> {
        let mut taker = Self {
            cover,
            shelf,
            path: Vec::new(),
            taken: Vec::new(),
        };
        let shut = taker.own_frame(document, SHUT_LOCATION);
        let whole = shut.filter(|_| shelf == Shelf::Locations);
        taker.fields(document, None, whole.into_iter().collect());
        taker.taken
    }

    /// The frame of an object that stays when it is marked, for its id is needed.
    fn own_frame(&self, object: &Document, open: &'static [&'static str]) -> Option<Frame> {
        let before = format!("{}{}/", known_as(&self.path), mark::FIELD);
        let level = mark::level(object).max(self.cover.of_path(&before));
        level.map(|_| Frame { level, open })
    }

    /// The frame of whatever has an address that is withheld.
    fn place_frame(&self, object: &Document) -> Option<Frame> {
        let addresses = object.get("addresses").and_then(Value::as_array);
        let marked = addresses.into_iter().flatten().filter_map(mark::level_of);
        let before = format!("{}addresses/", known_as(&self.path));
        let level = marked.max().max(self.cover.in_list(&before));
        level.map(|_| Frame {
            level,
            open: SOMEWHERE,
        })
    }

    fn fields(&mut self, object: &mut Document, outer: Option<Level>, mut frames: Vec<Frame>) {
        let place = self.place_frame(object);
        frames.extend(place);
        let names: Vec<String> = object.keys().cloned().collect();
        for name in names {
            self.field(object, &name, outer, &frames, place);
        }
    }

    fn field(
        &mut self,
        object: &mut Document,
        name: &str,
        outer: Option<Level>,
        frames: &[Frame],
        place: Option<Frame>,
    ) {
        let Some(at) = object.keys().position(|key| key == name) else {
            return;
        };
        self.path.push(Step::Field(name.to_owned(), at));
        let framed = frames.iter().filter(|frame| !frame.open.contains(&name));
        let framed = framed.filter_map(|frame| frame.level).max();
        if let Some(value) = object.get_mut(name) {
            let here = known_as(&self.path);
            let known = framed.max(self.cover.of_path(&here));
            let own = mark::level_of(value).max(self.cover.of_thing(value));
            let own = own.max(self.cover.of_mark(&here));
            let level = known.max(own).filter(|level| Some(*level) > outer);
            let items = match (name, place) {
                ("addresses", Some(place)) => ForItems {
                    each: place.level,
                    frame: None,
                },
                ("accessibility", Some(place)) => ForItems {
                    each: None,
                    frame: Some(Frame {
                        open: SOME_ACCESS,
                        ..place
                    }),
                },
                _ => ForItems::default(),
            };
            self.value(value, level.max(outer), items);
            if let Some(level) = level {
                let value = object.shift_remove(name).unwrap_or_default();
                self.keep(value, level, own);
            }
        }
        self.path.pop();
    }

    fn value(&mut self, value: &mut Value, outer: Option<Level>, items: ForItems) {
        match value {
            Value::Object(object) => self.fields(object, outer, Vec::new()),
            Value::Array(list) => self.items(list, outer, items),
            _ => {}
        }
    }

    fn items(&mut self, list: &mut Vec<Value>, outer: Option<Level>, items: ForItems) {
        let are_entries = self.shelf == Shelf::Services
            && matches!(&self.path[..], [Step::Field(name, _)] if name == "service_at_locations");
        let same = same_in(list);
        let mut at = 0;
        while let Some(item) = list.get_mut(at) {
            self.path.push(Step::Item(at, key_of(item)));
            let taken = match (are_entries, item) {
                (true, Value::Object(entry)) => {
                    self.entry(entry);
                    None
                }
                (_, item) => {
                    let same = match same.is_empty() {
                        true => None,
                        false => same.get(&name_of(item)).copied(),
                    };
                    self.item(item, outer, items, same)
                }
            };
            match taken {
                Some((level, own)) => {
                    let value = list.remove(at);
                    self.keep(value, level, own);
                }
                None => at += 1,
            }
            self.path.pop();
        }
    }

    /// The level of an item that is to be taken out, and its level for its own sake.
    fn item(
        &mut self,
        item: &mut Value,
        outer: Option<Level>,
        items: ForItems,
        same: Option<Level>,
    ) -> Option<(Level, Option<Level>)> {
        let known = match self.path.split_last() {
            Some((Step::Item(_, None), list)) => self.cover.of_words(&known_as(list), item),
            _ => self.cover.of_mark(&known_as(&self.path)),
        };
        let own = known.max(same).max(self.cover.of_thing(item));
        let own = own.max(mark::level_of(item));
        let each = items.each.filter(|_| !mark::is_public(item));
        let level = own.max(each).filter(|level| Some(*level) > outer);
        match (item, items.frame) {
            (Value::Object(object), frame) => {
                self.fields(object, level.max(outer), frame.into_iter().collect());
            }
            (item, _) => self.value(item, level.max(outer), ForItems::default()),
        }
        level.map(|level| (level, own))
    }

    /// A service at a location: that it is at some place everybody may know, or it had no room there.
    fn entry(&mut self, entry: &mut Document) {
        let shut = self.own_frame(entry, SHUT_ENTRY);
        let location = text(entry, "location_id").map(str::to_lowercase);
        let level = location.and_then(|id| self.cover.of_location(&id));
        let somewhere = level.map(|_| Frame {
            level,
            open: ENTRY_SOMEWHERE,
        });
        self.fields(entry, None, shut.into_iter().chain(somewhere).collect());
    }

    /// Keeps a part. What is withheld for its own sake says so when it is put back.
    fn keep(&mut self, mut value: Value, level: Level, own: Option<Level>) {
        if let Some((object, own)) = value.as_object_mut().zip(own)
            && mark::level(object) < Some(own)
        {
            object.insert(mark::FIELD.to_owned(), own.as_str().into());
        }
        self.taken.push(Part {
            path: self.path.clone(),
            level,
            value,
        });
    }
}
