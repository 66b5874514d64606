//! Grants as a table: a row each, with the titles of the standard's fields over the columns, as
//! `Recipient Org:Name` or `Recipient Org:0:Name`, or their paths, as `recipientOrganization/0/name`.

use crate::error::{Error, Result};
use crate::funding::grants::SCHEMA;
use flate2::read::MultiGzDecoder;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::LazyLock;

/// Where a column belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Column {
    /// The field of the grant.
    field: String,
    /// For a field that is a list: which of its entries, and which field of that.
    within: Option<(usize, String)>,
    /// Whether what stands there is a number.
    is_number: bool,
}

/// A field, the field within it, and whether what stands there is a number.
type Named = (String, Option<String>, bool);

/// Fields by their titles and by their names, in small letters: with `:` between the two parts of one.
static COLUMNS: LazyLock<HashMap<String, Named>> = LazyLock::new(|| {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap_or_default();
    let mut columns = HashMap::new();
    for (field, about) in schema["properties"].as_object().into_iter().flatten() {
        let part = about["items"]["$ref"]
            .as_str()
            .and_then(|path| path.strip_prefix("#/$defs/"));
        let title = about["title"].as_str().unwrap_or(field);
        let Some(part) = part else {
            // Of a currency only the definition knows the title.
            let names = [title, field.as_str()];
            let named =
                names.map(|name| (name.to_lowercase(), (field.clone(), None, is_number(about))));
            columns.extend(named);
            continue;
        };
        for (inner, about) in schema["$defs"][part]["properties"]
            .as_object()
            .into_iter()
            .flatten()
        {
            let inner_title = about["title"].as_str().unwrap_or(inner);
            for name in [format!("{title}:{inner_title}"), format!("{field}:{inner}")] {
                let column = (field.clone(), Some(inner.clone()), is_number(about));
                columns.insert(name.to_lowercase(), column);
            }
        }
    }
    columns
});

fn is_number(about: &Value) -> bool {
    about["type"] == "number"
}

/// Whether a file is a table, by its name.
pub fn is_flat(path: &Path) -> bool {
    let name = path.to_string_lossy().to_lowercase();
    path.is_file()
        && [".csv", ".csv.gz", ".tsv", ".tsv.gz"]
            .iter()
            .any(|ending| name.ends_with(ending))
}

/// Reads a table of grants, each with its place.
///
/// # Errors
/// It cannot be read to its end, or none of its columns is one of the standard.
pub fn read(path: &Path, take: &mut dyn FnMut(String, Value)) -> Result<()> {
    let name = path.display().to_string();
    let file = File::open(path).map_err(Error::io(format!("cannot read {name}")))?;
    let input: Box<dyn Read> = match name.ends_with(".gz") {
        true => Box::new(MultiGzDecoder::new(BufReader::new(file))),
        false => Box::new(file),
    };
    let delimiter = if name.contains(".tsv") { b'\t' } else { b',' };
    let mut rows = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(input);
    let unreadable = |error: csv::Error| {
        Error::Usage(format!(
            "{name} cannot be read to its end ({error}). Nothing was imported"
        ))
    };
    let headers = rows.byte_headers().map_err(unreadable)?.clone();
    let columns: Vec<Option<Column>> = headers
        .iter()
        .map(|title| column(&String::from_utf8_lossy(title)))
        .collect();
    if columns.iter().all(Option::is_none) {
        return Err(Error::Usage(format!(
            "no column of {name} is one of the 360Giving Data Standard. Nothing was imported: name them as Identifier, Title, Amount Awarded"
        )));
    }
    for (number, row) in (2..).zip(rows.byte_records()) {
        let row = row.map_err(unreadable)?;
        let cells = row.iter().map(String::from_utf8_lossy);
        take(format!("{name}, line {number}"), grant(&columns, cells));
    }
    Ok(())
}

/// What a title stands for.
fn column(title: &str) -> Option<Column> {
    let title = title
        .trim()
        .trim_start_matches('\u{feff}')
        .to_lowercase()
        .replace('/', ":");
    let mut parts: Vec<&str> = title.split(':').map(str::trim).collect();
    let number = match parts[..] {
        [_, number, _] => number
            .parse::<usize>()
            .ok()
            .filter(|number| *number < 100)?,
        _ => 0,
    };
    if parts.len() == 3 {
        parts.remove(1);
    }
    let (field, inner, is_number) = COLUMNS.get(&parts.join(":"))?.clone();
    Some(Column {
        field,
        within: inner.map(|inner| (number, inner)),
        is_number,
    })
}

/// The grant of a row. What is empty is left out.
fn grant<'a>(
    columns: &[Option<Column>],
    cells: impl Iterator<Item = std::borrow::Cow<'a, str>>,
) -> Value {
    let mut grant = Map::new();
    for (column, cell) in columns.iter().zip(cells) {
        let cell = cell.trim();
        let Some(column) = column.as_ref().filter(|_| !cell.is_empty()) else {
            continue;
        };
        let number = || {
            cell.replace(',', "")
                .parse::<f64>()
                .ok()
                .filter(|_| column.is_number)
        };
        let value = number().map_or_else(|| Value::from(cell), Value::from);
        match &column.within {
            None => {
                grant.insert(column.field.clone(), value);
            }
            Some((number, inner)) => {
                let list = grant
                    .entry(&column.field)
                    .or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(list) = list {
                    list.resize(list.len().max(number + 1), Value::Object(Map::new()));
                    list[*number][inner] = value;
                }
            }
        }
    }
    Value::Object(grant)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_column_is_known_by_its_title_and_by_its_path() {
        let within = |number, inner: &str| Some((number, inner.to_owned()));
        for (title, field, place) in [
            ("Identifier", "id", None),
            ("\u{feff}identifier", "id", None),
            ("Amount Awarded", "amountAwarded", None),
            ("Currency", "currency", None),
            (
                "Recipient Org:Name",
                "recipientOrganization",
                within(0, "name"),
            ),
            (
                "Recipient Org:1:Charity Number",
                "recipientOrganization",
                within(1, "charityNumber"),
            ),
            (
                "plannedDates/0/endDate",
                "plannedDates",
                within(0, "endDate"),
            ),
            (
                "Planned Dates:Duration (months)",
                "plannedDates",
                within(0, "duration"),
            ),
        ] {
            let found = column(title).unwrap_or_else(|| panic!("{title}"));
            assert_eq!(
                (found.field.as_str(), found.within),
                (field, place),
                "{title}"
            );
        }
        assert_eq!(column("Surname of applicant"), None);
        assert_eq!(column("Recipient Org:many:Name"), None);
    }

    #[test]
    fn a_row_is_a_grant() {
        let columns = [
            "Identifier",
            "Amount Awarded",
            "What",
            "Recipient Org:Identifier",
            "Recipient Org:1:Name",
            "Planned Dates:Duration",
        ];
        let columns: Vec<_> = columns.map(column).into();
        let cells = ["360G-Q-1", "12,500.50", "x", "GB-CHC-1164883", "Mill", ""];
        let made = grant(&columns, cells.into_iter().map(Into::into));
        let wanted = json!({ "id": "360G-Q-1", "amountAwarded": 12500.5, "recipientOrganization": [{ "id": "GB-CHC-1164883" }, { "name": "Mill" }] });
        assert_eq!(made, wanted);
    }
}
