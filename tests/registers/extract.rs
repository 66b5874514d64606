//! An extract of the register, made up by a seed: as JSON, as text with tabs, and zipped.

use serde_json::{Value, json};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::chance::Chance;

/// The day of the usual extract.
pub const DAY: &str = "2026-11-01";
/// What an extract says that nobody here is to keep.
pub const PRIVATE: &str = "quillonzz";

/// The charity number of an organisation number.
pub fn number(organisation: u32) -> u32 {
    1_100_000 + organisation
}

/// A registered charity.
pub fn charity(organisation: u32, day: &str) -> Value {
    json!({
        "date_of_extract": format!("{day}T00:00:00"), "organisation_number": organisation,
        "registered_charity_number": number(organisation), "linked_charity_number": 0,
        "charity_name": format!("CHARITY {organisation}"), "charity_type": "Trust",
        "charity_registration_status": "Registered", "date_of_registration": "2010-02-03T00:00:00",
        "date_of_removal": null, "charity_reporting_status": "Submission Received",
        "latest_acc_fin_period_start_date": "2024-04-01T00:00:00", "latest_acc_fin_period_end_date": "2025-03-31T00:00:00",
        "latest_income": 12500.0, "latest_expenditure": 11000.0, "charity_contact_address1": PRIVATE,
        "charity_contact_postcode": "QH1 1AA", "charity_contact_phone": PRIVATE, "charity_contact_email": PRIVATE,
        "charity_contact_web": PRIVATE, "charity_company_registration_number": null, "charity_insolvent": false,
        "charity_in_administration": false, "charity_previously_excepted": null, "charity_activities": PRIVATE,
    })
}

/// With other values in some fields.
pub fn with(mut row: Value, fields: Value) -> Value {
    let row_fields = row.as_object_mut().expect("a row");
    row_fields.extend(fields.as_object().expect("fields").clone());
    row
}

/// The same charity, removed on a day.
pub fn removed(row: Value, day: &str) -> Value {
    let fields = json!({ "charity_registration_status": "Removed", "date_of_removal": format!("{day}T00:00:00") });
    with(row, fields)
}

/// The tables of an extract.
pub struct Extract {
    pub charities: Vec<Value>,
    pub names: Vec<Value>,
    pub areas: Vec<Value>,
}

impl Extract {
    /// So many charities, in no order, some removed and some linked to others, with names in Welsh and in
    /// letters of Windows.
    pub fn seeded(count: u32, seed: u64) -> Extract {
        let mut chance = Chance::seeded(seed);
        let mut made = Extract {
            charities: Vec::new(),
            names: Vec::new(),
            areas: Vec::new(),
        };
        for organisation in 1..=count {
            let mut row = charity(organisation, DAY);
            if chance.below(3) == 0 {
                row = removed(row, "2024-05-06");
            }
            if chance.below(4) == 0 {
                row["charity_name"] = json!(format!("CAFÉ \"ŷ\" Women’s {organisation}"));
            }
            if chance.below(5) == 0 {
                row["latest_income"] = Value::Null;
            }
            let at = chance.below(made.charities.len() + 1);
            made.charities.insert(at, row);
            for _ in 0..chance.below(3) {
                made.add_name(organisation, &format!("NAME {}", chance.below(100)));
            }
            for _ in 0..chance.below(4) {
                let place = *chance.of(&["Leeds", "Gwynedd", "Ynys Môn"]);
                made.add_area(organisation, "Local Authority", place);
            }
        }
        made
    }

    pub fn add_name(&mut self, organisation: u32, name: &str) {
        let row = json!({ "date_of_extract": DAY, "organisation_number": organisation, "linked_charity_number": 0,
            "charity_name_id": self.names.len(), "charity_name_type": "Working Name", "charity_name": name });
        self.names.push(row);
    }

    pub fn add_area(&mut self, organisation: u32, kind: &str, name: &str) {
        let row = json!({ "date_of_extract": DAY, "organisation_number": organisation, "linked_charity_number": 0,
            "geographic_area_type": kind, "geographic_area_description": name, "welsh_ind": false });
        self.areas.push(row);
    }

    /// Each table with its name.
    pub fn tables(&self) -> [(&'static str, &[Value]); 3] {
        [
            ("charity", &self.charities),
            ("charity_other_names", &self.names),
            ("charity_area_of_operation", &self.areas),
        ]
    }
}

/// As the register writes JSON: with a byte order mark.
pub fn as_json(rows: &[Value]) -> Vec<u8> {
    let mut bytes = b"\xef\xbb\xbf".to_vec();
    bytes.extend(Value::from(rows.to_vec()).to_string().into_bytes());
    bytes
}

/// As text with tabs.
pub fn as_text(rows: &[Value], quoted: bool) -> String {
    let columns: Vec<&String> = rows[0].as_object().expect("a row").keys().collect();
    let written = |text: &str| match quoted {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    };
    let header: Vec<String> = columns.iter().map(|column| written(column)).collect();
    let mut text = header.join("\t") + "\r\n";
    for row in rows {
        let value = |column: &&String| match &row[column.as_str()] {
            Value::Null => written(""),
            Value::String(value) => written(value),
            other => written(&other.to_string()),
        };
        let values: Vec<String> = columns.iter().map(value).collect();
        text += &(values.join("\t") + "\r\n");
    }
    text
}

/// The letters that Windows-1252 has, as it has them; the others stay UTF-8.
pub fn as_windows(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for letter in text.chars() {
        match letter {
            'É' => bytes.push(0xc9),
            'ô' => bytes.push(0xf4),
            '’' => bytes.push(0x92),
            _ => bytes.extend(letter.to_string().into_bytes()),
        }
    }
    bytes
}

/// A zip with these files.
pub fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = SimpleFileOptions::default();
        zip.start_file(*name, options).expect("a file of the zip");
        zip.write_all(bytes).expect("its bytes");
    }
    zip.finish().expect("a whole zip").into_inner()
}
