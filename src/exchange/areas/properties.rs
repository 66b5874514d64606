//! What an area is called, from the properties of its feature.

use crate::geography::areas::Called;
use serde_json::{Map, Value};

/// The kinds that are known by their properties, the smaller ones first: a ward may name the
/// authority that it is in, but not the other way round.
const KINDS: [(&str, &str); 5] = [
    ("lsoa", "lsoa"),
    ("msoa", "msoa"),
    ("wd", "ward"),
    ("lad", "lad"),
    ("ltla", "lad"),
];

/// Kinds by the first three letters of the codes of the Office for National Statistics and its
/// sisters.
const BY_CODE: [(&str, &[&str]); 4] = [
    ("lsoa", &["E01", "W01", "S01"]),
    ("msoa", &["E02", "W02", "S02"]),
    ("ward", &["E05", "W05", "S13", "N08"]),
    ("lad", &["E06", "E07", "E08", "E09", "W06", "S12", "N09"]),
];

/// What the area is called. `kind` overrides what the properties and the code say; a property `kind`
/// is heeded where no other tells what the area is.
///
/// # Errors
/// The field that is missing, and what would do.
pub fn called(
    properties: &Map<String, Value>,
    kind: Option<&str>,
) -> Result<Called, (&'static str, String)> {
    let own = own_names(properties, kind);
    let code = own
        .code
        .or_else(|| text(properties, &["area_code", "code"]));
    let code = code.ok_or_else(|| {
        let advice = "it has no code: give one as area_code, code, or such as WD23CD".to_owned();
        ("code", advice)
    })?;
    let name = own
        .name
        .or_else(|| text(properties, &["area_name", "name"]));
    let name = name.ok_or_else(|| {
        let advice = "it has no name: give one as area_name, name, or such as WD23NM".to_owned();
        ("name", advice)
    })?;
    let said = text(properties, &["kind"]).filter(|said| super::checked(said).is_ok());
    let kind = kind.or(own.kind).or(said.as_deref());
    let kind = kind.or_else(|| kind_of(&code));
    let kind = kind.ok_or_else(|| {
        let advice =
            format!("what {code} is cannot be told: say it with --kind, such as --kind ward");
        ("kind", advice)
    })?;
    let (parent, parent_name) = parent(properties, kind);
    Ok(Called {
        kind: kind.to_owned(),
        code,
        name,
        parent,
        parent_name,
    })
}

#[derive(Default)]
struct Own {
    kind: Option<&'static str>,
    code: Option<String>,
    name: Option<String>,
}

/// The code and name of the smallest kind that has both, or of the kind that is wanted.
fn own_names(properties: &Map<String, Value>, wanted: Option<&str>) -> Own {
    let known = KINDS.iter().filter_map(|(letters, kind)| {
        let code = dated(properties, letters, "cd")?;
        Some(Own {
            kind: Some(kind),
            code: Some(code),
            name: dated(properties, letters, "nm"),
        })
    });
    let all: Vec<Own> = known.collect();
    let of_wanted = all.iter().position(|own| own.kind == wanted);
    let mut all = all;
    match of_wanted {
        Some(at) => all.swap_remove(at),
        None => all.into_iter().next().unwrap_or_default(),
    }
}

/// The code and name of what the area is a part of.
fn parent(properties: &Map<String, Value>, kind: &str) -> (Option<String>, Option<String>) {
    let bigger: &[&str] = match kind {
        "lsoa" => &["msoa", "lad", "ltla"],
        "ward" | "msoa" => &["lad", "ltla"],
        _ => &[],
    };
    let mut bigger = bigger.iter();
    let dated = bigger.find_map(|letters| {
        let code = dated(properties, letters, "cd")?;
        Some((Some(code), dated(properties, letters, "nm")))
    });
    dated.unwrap_or_else(|| {
        let code = text(properties, &["local_authority_area_code", "parent"]);
        let name = text(properties, &["local_authority_area_name", "parent_name"]);
        (code, name)
    })
}

/// The property of these letters, a year of two digits and an ending, in any case: `WD23CD`.
fn dated(properties: &Map<String, Value>, letters: &str, ending: &str) -> Option<String> {
    let is_it = |key: &str| {
        let key = key.to_ascii_lowercase();
        let year = key.strip_prefix(letters)?.strip_suffix(ending)?;
        let is_year = year.len() == 2 && year.bytes().all(|byte| byte.is_ascii_digit());
        is_year.then_some(())
    };
    let mut found = properties.iter().filter(|(key, _)| is_it(key).is_some());
    found.find_map(|(_, value)| filled(value))
}

fn text(properties: &Map<String, Value>, names: &[&str]) -> Option<String> {
    let mut names = names.iter();
    names.find_map(|name| {
        let mut found = properties
            .iter()
            .filter(|(key, _)| key.eq_ignore_ascii_case(name));
        found.find_map(|(_, value)| filled(value))
    })
}

fn filled(value: &Value) -> Option<String> {
    let text = value.as_str()?.trim();
    let plain =
        !text.is_empty() && text.chars().count() <= 200 && !text.chars().any(char::is_control);
    plain.then(|| text.to_owned())
}

fn kind_of(code: &str) -> Option<&'static str> {
    let mut known = BY_CODE.iter();
    known.find_map(|(kind, starts)| {
        let is_it = starts.iter().any(|start| code.starts_with(start));
        is_it.then_some(*kind)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(
        properties: Value,
        kind: Option<&str>,
    ) -> Result<(String, String, String, Option<String>), &'static str> {
        let properties = properties.as_object().unwrap().clone();
        let called = called(&properties, kind).map_err(|(field, _)| field)?;
        Ok((called.kind, called.code, called.name, called.parent))
    }

    fn is(
        kind: &str,
        code: &str,
        name: &str,
        parent: Option<&str>,
    ) -> Result<(String, String, String, Option<String>), &'static str> {
        Ok((
            kind.into(),
            code.into(),
            name.into(),
            parent.map(Into::into),
        ))
    }

    #[test]
    fn what_an_area_is_may_be_said_in_so_many_words() {
        let said = |kind: &str| json!({"kind": kind, "code": "Q1", "name": "Mill"});
        assert_eq!(of(said("ward"), None), is("ward", "Q1", "Mill", None));
        assert_eq!(of(said("A Ward"), None), Err("kind"));
        assert_eq!(of(said("ward"), Some("lad")), is("lad", "Q1", "Mill", None));
    }

    #[test]
    fn the_usual_properties_are_understood() {
        let ward = json!({"OBJECTID": 1, "WD23CD": "E05000001", "WD23NM": "Mill", "LAD23CD": "E08000001", "LAD23NM": "Quayshire"});
        assert_eq!(
            of(ward, None),
            is("ward", "E05000001", "Mill", Some("E08000001"))
        );
        let lsoa = json!({"LSOA21CD": "E01000001", "LSOA21NM": "Quay 1A", "MSOA21CD": "E02000001", "LAD22CD": "E08000001"});
        assert_eq!(
            of(lsoa.clone(), None),
            is("lsoa", "E01000001", "Quay 1A", Some("E02000001"))
        );
        assert_eq!(
            of(json!({"msoa21cd": "E02000001", "msoa21nm": "Quay 1"}), None),
            is("msoa", "E02000001", "Quay 1", None)
        );
        assert_eq!(
            of(json!({"area_code": "E08000001", "area_name": "Quay"}), None),
            is("lad", "E08000001", "Quay", None)
        );
        assert_eq!(
            of(json!({"code": "X1", "name": "Quay PCN"}), Some("pcn")),
            is("pcn", "X1", "Quay PCN", None)
        );
        let lad = json!({"WD23CD": "E05000001", "WD23NM": "Mill", "LAD23CD": "E08000001", "LAD23NM": "Quayshire"});
        assert_eq!(
            of(lad, Some("lad")),
            is("lad", "E08000001", "Quayshire", None)
        );
    }

    #[test]
    fn what_is_missing_is_said() {
        assert_eq!(of(json!({"name": "x"}), None), Err("code"));
        assert_eq!(of(json!({"code": "E05", "name": " "}), None), Err("name"));
        assert_eq!(of(json!({"code": "Q1", "name": "x"}), None), Err("kind"));
        assert_eq!(
            of(json!({"code": 7, "name": "x"}), Some("ward")),
            Err("code")
        );
    }
}
