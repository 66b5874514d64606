//! What the standard says is wrong with a grant. Whether the grant is usable all the same is another question.

use crate::error::FieldError;
use jsonschema::Validator;
use serde_json::Value;
use std::sync::LazyLock;

/// The 360Giving Data Standard's schema of one grant.
pub const SCHEMA: &str = include_str!("../../../index/standards/360giving-1.4.3.json");
/// What each grant to an organisation must have.
const NEEDED: [&str; 8] = [
    "id",
    "title",
    "description",
    "currency",
    "amountAwarded",
    "awardDate",
    "recipientOrganization",
    "fundingOrganization",
];

static VALIDATOR: LazyLock<Option<Validator>> = LazyLock::new(|| {
    let schema: Value = serde_json::from_str(SCHEMA).ok()?;
    // Without formats, a plain day would be both of the two ways in which a day may be written.
    let options = jsonschema::draft202012::options().should_validate_formats(true);
    options.build(&schema).ok()
});

/// What is wrong with a grant by the letter of the standard, field by field; nothing if it is valid.
pub fn faults(grant: &Value) -> Vec<FieldError> {
    let Some(validator) = VALIDATOR.as_ref() else {
        return Vec::new();
    };
    let found = validator.iter_errors(grant).map(|error| {
        let field = error.instance_path().to_string();
        match field.is_empty() {
            true => FieldError::new("grant", lacking(grant)),
            // What stands there is not repeated: it may be anybody's name.
            false => FieldError::new(generally(&field), error.masked().to_string()),
        }
    });
    found.collect()
}

fn lacking(grant: &Value) -> String {
    let lacks = NEEDED
        .into_iter()
        .filter(|field| grant.get(field).is_none());
    match lacks.collect::<Vec<_>>()[..] {
        [] => "has more than one of what it may have one of".into(),
        ref fields => format!("lacks {}", fields.join(", ")),
    }
}

/// `/plannedDates/3/endDate` as `plannedDates[].endDate`: which of them it is matters to nobody who has
/// thousands.
fn generally(pointer: &str) -> String {
    let parts = pointer.split('/').skip(1);
    parts.fold(String::new(), |path, part| {
        match (
            path.is_empty(),
            part.bytes().all(|byte| byte.is_ascii_digit()),
        ) {
            (_, true) => path + "[]",
            (true, false) => part.to_owned(),
            (false, false) => format!("{path}.{part}"),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_schema_can_be_used() {
        assert!(VALIDATOR.is_some());
    }

    #[test]
    fn what_the_standard_does_not_allow_is_said_field_by_field() {
        let mut grant = json!({
            "id": "360G-Quay-1", "title": "Lunch", "description": "Lunch club", "currency": "GBP", "amountAwarded": 1,
            "awardDate": "2025-03-01", "plannedDates": [{ "startDate": "2025", "endDate": "2026-01" }],
            "fundingOrganization": [{ "id": "a", "name": "b" }], "recipientOrganization": [{ "id": "c", "name": "d" }],
        });
        assert_eq!(faults(&grant), []);
        grant["awardDate"] = json!("01/03/2025");
        grant["plannedDates"][0]["endDate"] = json!("Ann Example");
        grant["fromOpenCall"] = json!("Y");
        let found = faults(&grant);
        let fields: Vec<&str> = found.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(
            fields,
            ["awardDate", "plannedDates[].endDate", "fromOpenCall"]
        );
        assert!(
            found.iter().all(|fault| !fault.message.contains("Ann")),
            "{found:?}"
        );
        let lacks = faults(&json!({ "id": "360G-Quay-1" }));
        assert!(
            lacks[0].message.starts_with("lacks title, description"),
            "{lacks:?}"
        );
    }
}
