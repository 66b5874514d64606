//! Reads a grant as it is published: what is usable is taken, whatever else is wrong with it.

use super::{Grant, Period, period};
use crate::domain::org_id::{OrgId, Register};
use jiff::Timestamp;
use serde_json::{Map, Value};

/// Letters of a text that are kept.
const LONGEST: usize = 300;
/// Letters of a grant's id at most.
const LONGEST_ID: usize = 200;

/// Why a grant cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misread {
    /// Which field is wrong.
    pub field: &'static str,
    /// What is wrong with it.
    pub reason: &'static str,
}

/// Reads one grant to an organisation. Of a grant to a person nothing is kept.
///
/// # Errors
/// It cannot be told from others, or nobody would know who pays or who is paid.
pub fn read(grant: &Map<String, Value>) -> Result<Grant, Misread> {
    let misread = |field, reason| Misread { field, reason };
    let id = text(grant, "id").filter(|id| id.len() <= LONGEST_ID);
    let id = id.ok_or(misread(
        "id",
        "is missing: without it nobody can tell this grant from others",
    ))?;
    if grant
        .get("recipientIndividual")
        .is_some_and(|person| !person.is_null())
    {
        return Err(misread(
            "recipientIndividual",
            "is a person: nothing is kept of such a grant",
        ));
    }
    let funder = first(grant, "fundingOrganization");
    let funder_name = funder.and_then(|funder| text(funder, "name").or_else(|| text(funder, "id")));
    let funder_name = funder_name.ok_or(misread(
        "fundingOrganization",
        "is missing: it says who pays",
    ))?;
    let recipient = first(grant, "recipientOrganization");
    let recipient = recipient.ok_or(misread(
        "recipientOrganization",
        "is missing: it says who is paid",
    ))?;
    let awarded_on = grant.get("awardDate").and_then(Value::as_str);
    let awarded_on = awarded_on.and_then(|day| period::day(day, false));
    Ok(Grant {
        title: text(grant, "title").unwrap_or_default(),
        funder: funder_name,
        funder_id: funder.and_then(|funder| text(funder, "id")),
        programme: first(grant, "grantProgramme").and_then(|one| text(one, "title")),
        recipient: text(recipient, "name").unwrap_or_default(),
        recipient_ids: numbers(grant),
        amount: grant.get("amountAwarded").and_then(amount),
        currency: text(grant, "currency").filter(|code| is_currency(code)),
        period: Period::of(grant, awarded_on),
        awarded_on,
        modified: grant
            .get("dateModified")
            .and_then(Value::as_str)
            .and_then(moment),
        id,
    })
}

/// The first of a list of things, or the thing itself where a publisher left the list out.
fn first<'a>(grant: &'a Map<String, Value>, field: &str) -> Option<&'a Map<String, Value>> {
    match grant.get(field)? {
        Value::Array(all) => all.iter().find_map(Value::as_object),
        one => one.as_object(),
    }
}

fn text(object: &Map<String, Value>, field: &str) -> Option<String> {
    let text = match object.get(field)? {
        Value::String(text) => text.trim().replace(char::is_control, " "),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let text: String = text.chars().take(LONGEST).collect();
    (!text.is_empty()).then_some(text)
}

/// The official numbers of all who are paid: by their identifier, or by the bare numbers beside it.
fn numbers(grant: &Map<String, Value>) -> Vec<OrgId> {
    let all = grant.get("recipientOrganization").and_then(Value::as_array);
    let all = all.into_iter().flatten().filter_map(Value::as_object);
    let of = |recipient: &Map<String, Value>| {
        let bare = |register, field| OrgId::new(register, &text(recipient, field)?);
        [
            text(recipient, "id").and_then(|id| OrgId::parse(&id)),
            bare(Register::Charity, "charityNumber"),
            bare(Register::Company, "companyNumber"),
        ]
    };
    let mut numbers: Vec<OrgId> = all.flat_map(of).flatten().collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// An amount as a decimal number in text, to the penny.
fn amount(value: &Value) -> Option<String> {
    let plain = |text: &str| {
        text.trim()
            .trim_start_matches('£')
            .replace(',', "")
            .parse::<f64>()
            .ok()
    };
    let amount = value.as_f64().or_else(|| plain(value.as_str()?))?;
    (amount.is_finite() && (0.0..1e13).contains(&amount)).then(|| format!("{amount:.2}"))
}

fn is_currency(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// A moment, or the beginning of a day in Greenwich where no time is said.
fn moment(text: &str) -> Option<Timestamp> {
    let day = || {
        Some(
            period::day(text, false)?
                .at(0, 0, 0, 0)
                .in_tz("UTC")
                .ok()?
                .timestamp(),
        )
    };
    text.trim().parse().ok().or_else(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;
    use serde_json::json;

    fn sound() -> Value {
        json!({
            "id": "360G-Quay-1", "title": "Lunch club", "currency": "GBP", "amountAwarded": 12500.5,
            "awardDate": "2025-03-01T00:00:00Z", "dateModified": "2025-04-01",
            "plannedDates": [{ "startDate": "2025-04-01", "duration": 24 }],
            "fundingOrganization": [{ "id": "GB-CHC-1015648", "name": "Quay Trust" }],
            "recipientOrganization": [{ "id": "360G-Quay-org:7", "name": "Mill Trust", "charityNumber": "01164883", "companyNumber": 123 }],
        })
    }

    fn read_value(grant: &Value) -> Result<Grant, Misread> {
        read(grant.as_object().unwrap())
    }

    #[test]
    fn what_a_funder_publishes_is_read() {
        let grant = read_value(&sound()).unwrap();
        let numbers: Vec<String> = grant.recipient_ids.iter().map(OrgId::to_string).collect();
        assert_eq!(numbers, ["GB-CHC-1164883", "GB-COH-00000123"]);
        assert_eq!(grant.amount.as_deref(), Some("12500.50"));
        assert_eq!(grant.awarded_on, Some(date(2025, 3, 1)));
        assert_eq!(
            grant.period.last.map(|edge| edge.day),
            Some(date(2027, 3, 31))
        );
        assert_eq!(grant.modified, "2025-04-01T00:00:00Z".parse().ok());
    }

    #[test]
    fn a_grant_is_taken_whatever_is_wrong_beside_what_matters() {
        let mut grant = sound();
        grant["currency"] = json!("pounds");
        grant["amountAwarded"] = json!("£12,500");
        grant["awardDate"] = json!("soon");
        grant["plannedDates"] = json!("2025");
        grant["title"] = json!(null);
        let grant = read_value(&grant).unwrap();
        assert_eq!(
            (grant.currency, grant.amount.as_deref()),
            (None, Some("12500.00"))
        );
        assert_eq!(grant.period, Period::default());
        assert_eq!(grant.title, "");
    }

    #[test]
    fn without_an_id_or_who_pays_or_who_is_paid_there_is_no_grant() {
        for field in ["id", "fundingOrganization", "recipientOrganization"] {
            let mut grant = sound();
            grant[field] = json!([]);
            assert_eq!(read_value(&grant).unwrap_err().field, field);
        }
        let mut grant = sound();
        grant["recipientIndividual"] = json!({ "id": "x", "name": "Ann Example" });
        assert_eq!(read_value(&grant).unwrap_err().field, "recipientIndividual");
    }

    proptest! {
        #[test]
        fn nothing_that_is_published_breaks_it(field in "(id|title|amountAwarded|awardDate|plannedDates|actualDates|recipientOrganization|fundingOrganization|dateModified)", text in ".{0,30}", number in any::<f64>(), kind in 0..5) {
            let mut grant = sound();
            grant[field] = match kind {
                0 => json!(text),
                1 => json!(number),
                2 => json!([{ "startDate": text, "endDate": text, "duration": number }]),
                3 => json!([{ "id": text, "name": number }]),
                _ => json!({ "name": text }),
            };
            let _ = read_value(&grant);
        }
    }
}
