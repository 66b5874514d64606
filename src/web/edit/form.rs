//! The form as it is posted: its names, and what was typed as values of fields.

use super::unread;
use crate::edits::check::checked;
use crate::edits::field::{Field, Part};
use crate::edits::three_way::{Weighed, weigh};
use crate::edits::times::{MOST, Row};
use crate::edits::{Clash, Values};
use crate::error::Result;
use crate::gate::form::Typed;
use crate::web::view::edit::Filled;
use std::collections::BTreeMap;

/// Every name that a form with these fields has.
pub fn names(fields: &[Field]) -> Vec<String> {
    let mut names = vec!["base".to_owned(), "step".to_owned()];
    for field in fields {
        let key = field.key();
        match field {
            Field::Times | Field::At(_, Part::Times) => {
                let parts = ["days", "from", "to"];
                let rows =
                    (0..MOST).flat_map(|row| parts.map(|part| format!("{key}.{part}.{row}")));
                names.extend(rows);
            }
            Field::At(_, Part::Access) => names.extend([format!("{key}.more"), key]),
            _ => names.push(key),
        }
    }
    names
}

/// What was typed.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// What the listing said when the form was loaded.
    pub base: Values,
    /// What it should say.
    pub typed: Values,
    /// What is wrong with that.
    pub problems: BTreeMap<Field, String>,
}

impl Sheet {
    /// Reads a form with these fields.
    ///
    /// # Errors
    /// What it began from is missing.
    pub fn read(form: &Typed, fields: &[Field]) -> Result<Self> {
        let base: Values = serde_json::from_str(form.get("base")).map_err(|_| unread())?;
        let mut sheet = Self {
            base,
            ..Self::default()
        };
        for field in fields {
            sheet.take(form, field);
        }
        sheet.ages();
        Ok(sheet)
    }

    fn take(&mut self, form: &Typed, field: &Field) {
        let held = self.base.entry(field.clone()).or_default().clone();
        let typed = value(form, field).unwrap_or_else(|| held.clone());
        // What came from elsewhere and was left alone need not pass.
        if typed == held {
            self.typed.insert(field.clone(), held);
            return;
        }
        match checked(field, &typed) {
            Ok(value) => drop(self.typed.insert(field.clone(), value)),
            Err(why) => {
                self.typed.insert(field.clone(), typed);
                self.problems.insert(field.clone(), why);
            }
        }
    }

    /// The youngest are not older than the oldest.
    fn ages(&mut self) {
        let age = |field| {
            self.typed
                .get(&field)
                .and_then(|age| age.parse::<f64>().ok())
        };
        let ages = age(Field::MinimumAge).zip(age(Field::MaximumAge));
        let is_new = self
            .changed()
            .iter()
            .any(|field| matches!(field, Field::MinimumAge | Field::MaximumAge));
        if is_new && ages.is_some_and(|(least, most)| least > most) {
            let why = "is below the youngest age: change one of the two";
            self.problems.insert(Field::MaximumAge, why.into());
        }
    }

    /// The fields that are different from what the form began with.
    pub fn changed(&self) -> Vec<Field> {
        let differ = self
            .typed
            .iter()
            .filter(|(field, value)| self.base.get(*field) != Some(value));
        differ.map(|(field, _)| field.clone()).collect()
    }

    /// What somebody else has changed meanwhile to something else than was typed.
    pub fn clashes(&self, now: &Values) -> Vec<Clash> {
        let empty = String::new();
        let of = |values: &Values, field| values.get(field).unwrap_or(&empty).clone();
        let clashes = self.typed.iter().filter(|(field, value)| {
            weigh(&of(&self.base, field), &of(now, field), value) == Weighed::Clash
        });
        clashes
            .map(|(field, _)| Clash {
                field: field.clone(),
                now: of(now, field),
            })
            .collect()
    }

    /// As the form shows it again.
    pub fn filled(self) -> Filled {
        Filled {
            base: self.base,
            typed: self.typed,
            problems: self.problems,
            ..Filled::default()
        }
    }
}

/// What was typed into a field; none where it did not come.
fn value(form: &Typed, field: &Field) -> Option<String> {
    let key = field.key();
    match field {
        Field::Routes => Some(form.all(&key).collect::<Vec<_>>().join(",")),
        Field::Free => Some(form.get(&key).to_owned()),
        Field::Times | Field::At(_, Part::Times) => Some(rows(form, &key)),
        Field::At(_, Part::Access) => {
            let more = format!("{key}.more");
            let all = form
                .all(&key)
                .chain(form.all(&more))
                .filter(|one| !one.is_empty());
            Some(all.collect::<Vec<_>>().join("\n"))
        }
        field if field.has_lines() => form.came(&key).then(|| crate::edits::tidy(form.get(&key))),
        _ => form.came(&key).then(|| form.get(&key).to_owned()),
    }
}

fn rows(form: &Typed, key: &str) -> String {
    let rows = (0..MOST).map(|row| {
        let name = |part: &str| format!("{key}.{part}.{row}");
        let (from, to) = (name("from"), name("to"));
        Row::typed(form.all(&name("days")), form.get(&from), form.get(&to))
    });
    rows.filter(|row| !row.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}
