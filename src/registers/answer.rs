//! What the register's API answers of one charity (`allcharitydetailsV2`). Pure.

use super::charity::{Area, Source, Status, Told};
use super::day;
use crate::domain::org_id::{OrgId, Register};
use jiff::civil::Date;
use serde_json::{Map, Value};

/// Letters that a text may have: more is no name.
const LONGEST: usize = 1000;

/// The lists of the area of benefit: their name, what their entries are called, and of what kind they are in
/// an extract.
const AREAS: [(&str, &str, &str); 3] = [
    (
        "CharityAoOLocalAuthority",
        "local_authority",
        "Local Authority",
    ),
    ("CharityAoORegion", "region", "Region"),
    ("CharityAoOCountryContinent", "country", "Country"),
];

/// Reads the answer of a day about this charity; none if the register does not know it.
///
/// # Errors
/// Why it cannot be used.
pub fn read(body: &[u8], asked: &OrgId, today: Date) -> Result<Option<Told>, String> {
    let answer = serde_json::from_slice(body).map_err(|_| "the answer is not JSON".to_owned())?;
    let object = match answer {
        Value::Object(object) => object,
        Value::Null => return Ok(None),
        Value::Array(mut list) => match (list.pop(), list.is_empty()) {
            (None, _) => return Ok(None),
            (Some(Value::Object(object)), true) => object,
            _ => return Err("the answer is not about one charity".to_owned()),
        },
        _ => return Err("the answer is not about a charity".to_owned()),
    };
    told(&object, asked, today).map(Some)
}

fn told(of: &Map<String, Value>, asked: &OrgId, today: Date) -> Result<Told, String> {
    let missing = |field: &str| format!("the answer has no usable {field}");
    let number = text(of, "reg_charity_number").ok_or_else(|| missing("reg_charity_number"))?;
    if OrgId::new(Register::Charity, &number).as_ref() != Some(asked) {
        return Err(format!("the answer is about charity {number}"));
    }
    if text(of, "group_subsid_suffix").is_some_and(|suffix| suffix != "0") {
        return Err("the answer is about a linked charity".to_owned());
    }
    let organisation = whole(of, "organisation_number").filter(|number| *number > 0);
    let status = text(of, "reg_status").and_then(|word| Status::read(&word));
    Ok(Told {
        organisation_number: organisation.ok_or_else(|| missing("organisation_number"))?,
        number: asked.to_string(),
        name: text(of, "charity_name").ok_or_else(|| missing("charity_name"))?,
        status: status.ok_or_else(|| missing("reg_status"))?,
        registered_on: date(of, "date_of_registration"),
        removed_on: date(of, "date_of_removal"),
        removal_reason: text(of, "removal_reason"),
        reporting_status: text(of, "reporting_status"),
        accounts_to: date(of, "latest_acc_fin_year_end_date"),
        income: whole(of, "latest_income"),
        expenditure: whole(of, "latest_expenditure"),
        company_number: text(of, "charity_co_reg_number"),
        insolvent: of.get("insolvent").and_then(Value::as_bool),
        in_administration: of.get("in_administration").and_then(Value::as_bool),
        other_names: names(of),
        areas: areas(of),
        as_of: today,
        source: Source::Api,
    })
}

/// A text, or a number as one; none if it is empty or no name of anything.
fn text(of: &Map<String, Value>, field: &str) -> Option<String> {
    match of.get(field)? {
        Value::String(text) => cleaned(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Without what no database holds and nobody reads.
fn cleaned(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|letter| !letter.is_control()).collect();
    let text = text.trim();
    (!text.is_empty() && text.len() <= LONGEST).then(|| text.to_owned())
}

fn date(of: &Map<String, Value>, field: &str) -> Option<Date> {
    day::read(of.get(field)?.as_str()?)
}

/// A number without its pence.
fn whole(of: &Map<String, Value>, field: &str) -> Option<i64> {
    let text = text(of, field)?;
    text.split('.').next()?.parse().ok()
}

/// Other names: texts, or objects with a name.
fn names(of: &Map<String, Value>) -> Option<Vec<String>> {
    let list = of.get("other_names")?.as_array()?;
    let named = |entry: &Value| match entry {
        Value::String(name) => cleaned(name),
        Value::Object(entry) => text(entry, "other_name").or_else(|| text(entry, "charity_name")),
        _ => None,
    };
    Some(list.iter().filter_map(named).collect())
}

/// The area of benefit, where the answer has any of its lists.
fn areas(of: &Map<String, Value>) -> Option<Vec<Area>> {
    let lists = AREAS.map(|(list, name, kind)| Some((of.get(list)?.as_array()?, name, kind)));
    if lists.iter().all(Option::is_none) {
        return None;
    }
    let areas = lists.into_iter().flatten().flat_map(|(list, name, kind)| {
        let entries = list.iter().filter_map(Value::as_object);
        entries.filter_map(move |entry| {
            let kind = kind.to_owned();
            let name = text(entry, name)?;
            Some(Area { kind, name })
        })
    });
    Some(areas.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use serde_json::json;

    fn of(answer: &Value) -> Result<Option<Told>, String> {
        let asked = OrgId::parse("GB-CHC-1164883").unwrap();
        read(answer.to_string().as_bytes(), &asked, date(2026, 11, 22))
    }

    fn short() -> Value {
        json!({ "organisation_number": 5, "reg_charity_number": 1164883, "charity_name": "MILL TRUST", "reg_status": "R" })
    }

    #[test]
    fn all_that_is_said_is_read() {
        let mut answer = short();
        let more = json!({ "group_subsid_suffix": 0, "reg_status": "RM", "date_of_removal": "2026-11-05T00:00:00",
            "removal_reason": "Ceased to exist", "latest_income": 12500.75, "latest_acc_fin_year_end_date": "2025-03-31T00:00:00",
            "insolvent": false, "other_names": [{ "other_name": "Mill Friends" }, "Mill", 3],
            "CharityAoOLocalAuthority": [{ "local_authority": "Leeds", "welsh_ind": false }], "CharityAoORegion": null,
            "CharityAoOCountryContinent": [{ "country": "Wales" }, {}] });
        answer
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let told = of(&json!([answer])).unwrap().unwrap();
        assert_eq!(
            (told.status, told.removed_on),
            (Status::Removed, Some(date(2026, 11, 5)))
        );
        assert_eq!((told.income, told.insolvent), (Some(12_500), Some(false)));
        assert_eq!(told.other_names.unwrap(), ["Mill Friends", "Mill"]);
        let area = |kind: &str, name: &str| Area {
            kind: kind.into(),
            name: name.into(),
        };
        assert_eq!(
            told.areas.unwrap(),
            [area("Local Authority", "Leeds"), area("Country", "Wales")]
        );
    }

    #[test]
    fn what_is_not_said_is_none() {
        let told = of(&short()).unwrap().unwrap();
        assert_eq!(
            (told.income, told.other_names, told.areas),
            (None, None, None)
        );
        for nothing in [json!([]), Value::Null] {
            assert_eq!(of(&nothing), Ok(None), "{nothing}");
        }
    }

    #[test]
    fn nonsense_is_refused_with_what_it_is() {
        let with = |field: &str, value: Value| {
            let mut answer = short();
            answer[field] = value;
            of(&answer).unwrap_err()
        };
        assert!(with("reg_charity_number", json!(1164884)).contains("charity 1164884"));
        assert!(with("reg_status", json!("?")).contains("reg_status"));
        assert!(with("group_subsid_suffix", json!(2)).contains("linked"));
        assert!(with("charity_name", json!(null)).contains("charity_name"));
        assert!(with("organisation_number", json!(-1)).contains("organisation_number"));
        for answer in [json!([short(), short()]), json!(3), json!([[]])] {
            assert!(of(&answer).is_err(), "{answer}");
        }
        let asked = OrgId::parse("GB-CHC-1164883").unwrap();
        assert!(read(b"<html>", &asked, date(2026, 11, 22)).is_err());
    }
}
