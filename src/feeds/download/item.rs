//! One record of a list: fetched whole where the list has only its outline, and made into something that can
//! be kept.

use super::super::address;
use super::super::fetch::{Got, Stopped, Validators};
use super::super::report::{Note, Problem};
use super::super::shape::envelope::{self, Read};
use super::super::shape::ids::Named;
use super::super::shape::{self, v1};
use super::super::store::records::{self, Given};
use super::super::store::staged::Staged;
use super::super::when;
use super::{Broken, Download};
use jiff::Timestamp;
use serde_json::Value;
use std::collections::HashMap;

/// Services in a row that cannot be had before the feed is given up: one may be broken, not all.
const MOST_REFUSED: usize = 10;

/// The id of a record, as a text.
pub fn id_of(item: &Value) -> Option<String> {
    match item.get("id")? {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

impl Download<'_> {
    /// The records of a page, ready to be staged, and what is wrong with them.
    pub(super) fn items(
        &mut self,
        number: u64,
        items: Vec<Value>,
        wrong: &mut Vec<Problem>,
    ) -> Result<Vec<Staged>, Broken> {
        let slim = self.run.report.slim == Some(true);
        let held = match slim {
            true => self.held(&items)?,
            false => HashMap::new(),
        };
        let places = 1..;
        let mut new = Vec::new();
        for (at, item) in places.zip(items) {
            let place = format!("page {number} record {at}");
            let staged = match (slim, id_of(&item)) {
                (true, Some(id)) => self.whole(place, &item, &held, id, wrong)?,
                _ => self.one(place, item, wrong),
            };
            if let Some(staged) = staged {
                self.list_one(&staged.their_id, wrong);
                new.push(staged);
            }
        }
        Ok(new)
    }

    fn held(&self, items: &[Value]) -> Result<HashMap<String, Given>, Broken> {
        let (ids, feed) = (items.iter().filter_map(id_of), self.feed.id.clone());
        let ids: Vec<String> = ids.collect();
        let held = self
            .db
            .read(move |conn| records::of(conn, &feed, Named::Service, &ids))?;
        Ok(held)
    }

    /// What can be kept of a record; none if it has no id, and so is not listed either.
    fn one(&mut self, place: String, item: Value, wrong: &mut Vec<Problem>) -> Option<Staged> {
        let old = item.as_object().is_some_and(v1::is_v1);
        self.run.report.old += u64::from(old);
        let taken = shape::take(&self.feed.id, item);
        let note = match taken.record {
            Some(_) => Note::Mended,
            None => Note::Rejected,
        };
        let record = taken.id.clone().unwrap_or_else(|| place.clone());
        wrong.extend(taken.faults.into_iter().map(|fault| Problem {
            note,
            record: record.clone(),
            field: fault.field,
            message: fault.message,
        }));
        if let Some(record) = &taken.record {
            self.date(record);
        }
        Some(Staged {
            their_id: taken.id?,
            place,
            record: taken.record.map(|record| Value::Object(record).to_string()),
        })
    }

    fn date(&mut self, record: &crate::directory::record::Document) {
        let report = &mut self.run.report;
        match when::modified(record, Timestamp::now().as_millisecond()) {
            Some(modified) => report.latest = report.latest.max(Some(modified)),
            None => report.undated += 1,
        }
    }

    /// The whole service of which the list has the outline, unless it is as it was.
    fn whole(
        &mut self,
        place: String,
        item: &Value,
        held: &HashMap<String, Given>,
        id: String,
        wrong: &mut Vec<Problem>,
    ) -> Result<Option<Staged>, Broken> {
        if held.get(&id).is_some_and(|held| is_as_it_was(item, held)) {
            item.as_object()
                .into_iter()
                .for_each(|item| self.date(item));
            return Ok(Some(listed(id, place)));
        }
        match self.fetch_one(&id) {
            Ok(whole) => {
                self.refused = 0;
                Ok(self.one(place, whole, wrong))
            }
            Err(stopped) if stopped.told || self.refused + 1 >= MOST_REFUSED => Err(stopped.into()),
            Err(stopped) => {
                self.refused += 1;
                wrong.push(Problem {
                    note: Note::Rejected,
                    record: id.clone(),
                    field: "id".into(),
                    message: format!("is listed, but cannot be had. {}", stopped.why),
                });
                Ok(Some(listed(id, place)))
            }
        }
    }

    fn fetch_one(&mut self, id: &str) -> Result<Value, Stopped> {
        let address = address::one(&self.list()?, id);
        let told = |why: String| Stopped::new(format!("{}: {why}", address::shown(&address)));
        let why = match self.fetcher.get(&address, &Validators::default())? {
            Got::Body(body, _) => match envelope::read(&body) {
                Ok(Read::One(whole)) => return Ok(Value::Object(whole)),
                Ok(Read::Page(_)) => "the answer is a list, and no service".to_owned(),
                Err(why) => why,
            },
            Got::Same => "the answer says that nothing has changed".to_owned(),
            Got::Refused(status) => format!("the answer was {status}"),
        };
        Err(told(why))
    }
}

fn listed(their_id: String, place: String) -> Staged {
    Staged {
        their_id,
        place,
        record: None,
    }
}

/// Whether a list says of a service that it was last changed when it was, as we know it.
fn is_as_it_was(item: &Value, held: &Given) -> bool {
    let says = item.as_object();
    let says = says.and_then(|item| when::modified(item, Timestamp::now().as_millisecond()));
    says.is_some()
        && says == held.modified_at
        && held.missing_since.is_none()
        && held.withdrawn_at.is_none()
}
