//! Where in a document a part stood.

use super::super::record::text;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The fields that tell one item of a list from the others, the best first.
const KEYS: [&str; 4] = ["id", "location_id", "number", "name"];

/// One step into a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// A field: its name, and how many others stood before it.
    #[serde(rename = "field")]
    Field(String, usize),
    /// An item of a list: how many others stood before it, and what it is known by.
    #[serde(rename = "item")]
    Item(usize, Option<String>),
}

/// What an item of a list is known by, whatever its place; none where nothing tells.
pub fn key_of(item: &Value) -> Option<String> {
    let object = item.as_object()?;
    KEYS.iter().find_map(|field| {
        let said = text(object, field)?;
        Some(format!("{field}:{}", said.to_lowercase()))
    })
}

/// A path as it is recognised in another version of the document, where places have moved. Each step
/// ends with a stroke.
pub fn known_as(path: &[Step]) -> String {
    let steps = path.iter().map(|step| match step {
        Step::Field(name, _) => format!("{name}/"),
        Step::Item(_, Some(key)) => format!("#{key}/"),
        Step::Item(at, None) => format!("#{at}/"),
    });
    steps.collect()
}

/// A path as people read it: `phones[1].number`.
pub fn shown(path: &[Step]) -> String {
    let steps = path.iter().enumerate().map(|(at, step)| match step {
        Step::Field(name, _) if at == 0 => name.clone(),
        Step::Field(name, _) => format!(".{name}"),
        Step::Item(at, _) => format!("[{at}]"),
    });
    steps.collect()
}

/// What a path leads to; none where it is not there any more.
pub fn follow<'a>(from: &'a mut Value, path: &[Step]) -> Option<&'a mut Value> {
    path.iter().try_fold(from, |value, step| match step {
        Step::Field(name, _) => value.get_mut(name),
        Step::Item(at, key) => {
            let list = value.as_array_mut()?;
            let at = place(list, *at, key.as_deref())?;
            list.get_mut(at)
        }
    })
}

/// Where an item stands now: where it stood, if it still does.
fn place(list: &[Value], at: usize, key: Option<&str>) -> Option<usize> {
    let Some(key) = key else {
        return Some(at);
    };
    let is_it = |item: &Value| key_of(item).as_deref() == Some(key);
    match list.get(at).is_some_and(is_it) {
        true => Some(at),
        false => list.iter().position(is_it),
    }
}
