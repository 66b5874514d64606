//! The tables of the HSDS data package: what goes out comes back the same, and says what holds.

use super::*;
use crate::support::{on_both_databases, shared_folder};
use std::collections::{BTreeMap, BTreeSet};

/// The whole directory as nested JSON.
fn nested(db: &Database) -> Value {
    let folder = TempDir::with_prefix("headroom-tables-").unwrap();
    let path = folder.path().join("all.json");
    export::export_hsds(db, &path, &Progress::quiet()).unwrap();
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Tables out, into a folder and a zip, and each into an empty directory: that is the same directory.
fn comes_back_the_same(db: &Database) {
    let folder = TempDir::with_prefix("headroom-tables-").unwrap();
    let before = nested(db);
    for name in ["package", "package.zip"] {
        let path = folder.path().join(name);
        let count = tabular::export::export(db, &path, None, &Progress::quiet()).unwrap();
        assert_eq!(count, before.as_array().unwrap().len() as u64);
        let elsewhere = TestDatabase::sqlite();
        let elsewhere = open(&elsewhere);
        let summary = import(&elsewhere, &path);
        assert_eq!(
            (became(&summary), summary.rejections),
            ((count, 0, 0), Vec::new()),
            "{name}"
        );
        assert!(same(&nested(&elsewhere), &before), "{name}");
        assert_eq!(became(&import(db, &path)), (0, 0, count));
    }
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        2,
        "nothing else is left behind"
    );
    holds(&folder.path().join("package"));
}

/// Whether two trees are the same; says where the first difference is.
fn same(one: &Value, other: &Value) -> bool {
    let pairs = one
        .as_array()
        .unwrap()
        .iter()
        .zip(other.as_array().unwrap());
    for (one, other) in pairs {
        if one != other {
            println!("{one}\n{other}");
            return false;
        }
    }
    one == other
}

type Rows = Vec<BTreeMap<String, String>>;

fn rows(path: &Path) -> Rows {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// A package is what its description says: columns, ids, keys, words and forms.
fn holds(folder: &Path) {
    let about: Value =
        serde_json::from_slice(&std::fs::read(folder.join("datapackage.json")).unwrap()).unwrap();
    let tables = about["resources"].as_array().unwrap();
    let read: BTreeMap<&str, Rows> = tables
        .iter()
        .map(|table| {
            (
                table["name"].as_str().unwrap(),
                rows(&folder.join(table["path"].as_str().unwrap())),
            )
        })
        .collect();
    let ids = |name: &str| -> BTreeSet<&str> {
        read[name].iter().map(|row| row["id"].as_str()).collect()
    };
    for table in tables {
        let name = table["name"].as_str().unwrap();
        if table["schema"]["primaryKey"] == "id" {
            assert_eq!(
                ids(name).len(),
                read[name].len(),
                "{name}: two rows have one id"
            );
        }
        for key in table["schema"]["foreignKeys"]
            .as_array()
            .into_iter()
            .flatten()
        {
            let (column, to) = (
                key["fields"].as_str().unwrap(),
                key["reference"]["resource"].as_str().unwrap(),
            );
            let there = ids(to);
            let broken = read[name]
                .iter()
                .find(|row| !row[column].is_empty() && !there.contains(row[column].as_str()));
            assert_eq!(broken, None, "{name}.{column}");
        }
        for field in table["schema"]["fields"].as_array().unwrap() {
            let column = field["name"].as_str().unwrap();
            for row in &read[name] {
                let cell = row[column].as_str();
                assert!(
                    field["constraints"]["required"] != true || !cell.is_empty(),
                    "{name}.{column}"
                );
                assert!(
                    cell.is_empty() || has_type(field, cell),
                    "{name}.{column}: {cell}"
                );
                assert!(
                    !cell.starts_with(['=', '@', '\t', '\r']),
                    "{name}.{column}: {cell}"
                );
            }
        }
    }
}

fn has_type(field: &Value, cell: &str) -> bool {
    let words = field["constraints"]["enum"].as_array();
    words.is_none_or(|words| words.iter().any(|word| word == cell))
        && match field["type"].as_str().unwrap() {
            "number" => cell.parse::<f64>().is_ok(),
            "date" => cell.len() == 10 && cell.parse::<jiff::civil::Date>().is_ok(),
            "time" => cell.len() == 8 && cell.parse::<jiff::civil::Time>().is_ok(),
            "datetime" => cell.parse::<jiff::Timestamp>().is_ok(),
            _ => true,
        }
}

on_both_databases! {
    /// The sample borough, with all that its listings say.
    fn the_sample_comes_back_the_same(db: &TestDatabase) {
        let db = open(db);
        import(&db, Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/listings.json"));
        comes_back_the_same(&db);
    }

    /// Odd values, shared things, ids that come twice and fields that nobody knows.
    fn odd_records_come_back_the_same(db: &TestDatabase) {
        let db = open(db);
        let term = json!({ "id": id(7), "name": "Term", "taxonomy_detail": { "id": id(8), "name": "T" } });
        let phone = json!({ "id": id(5), "number": "+44 161 496 0000", "extension": "ring twice", "languages": [{ "name": "Urdu" }] });
        let mut one = service(1);
        one["phones"] = json!([phone, { "number": "=1+1", "extension": 12 }, phone]);
        one["attributes"] = json!([
            { "id": id(3), "link_id": id(1), "link_entity": "service", "taxonomy_term_id": id(7), "taxonomy_term": term },
            { "id": id(3), "taxonomy_term": { "id": id(7), "name": "Another" } },
            { "taxonomy_term_id": id(99), "value": "" },
        ]);
        one["schedules"] = json!([{ "opens_at": "9:00", "closes_at": "17:00", "freq": "DAILY", "dtstart": "03/11/2026", "interval": null }]);
        one["metadata"] = json!([{ "resource_id": id(1), "last_action_date": "2026-01-01" }]);
        one["languages"] = json!([]);
        one["program_id"] = json!(id(11));
        one["z_unknown"] = json!({ "b": [1, 2.5, null] });
        one["alternate_name"] = json!("'=quoted\r\nin two lines");
        one["organization"]["programs"] = json!([{ "id": id(11), "name": "Program", "organization_id": id(100_000_001) }]);
        one["organization"]["locations"] = json!([{ "id": id(200_000_001), "name": "Told otherwise" }]);
        one["service_at_locations"][0]["location"]["organization_id"] = json!(id(100_000_001));
        one["capacities"] = json!([{ "unit": { "name": "Bed" }, "available": 2, "updated": "soon" }, "not an object"]);
        one["capacities"].as_array_mut().unwrap().pop();
        let mut two = service(2);
        two["phones"] = json!([phone]);
        two["program"] = json!({ "id": id(11), "name": "Program" });
        two["organization"]["parent_organization_id"] = json!(id(77));
        let bare = json!({ "id": id(4), "name": "Bare", "organization_id": id(55), "service_at_locations": [{ "location_id": id(66) }, { "description": "Nowhere" }] });
        let (_folder, path) = file("s.json", json!([one, two, bare]).to_string());
        let summary = import(&db, path);
        assert_eq!((became(&summary), &summary.rejections), ((3, 0, 0), &Vec::new()));
        comes_back_the_same(&db);
    }

    /// What is withheld stays out, and comes along for whoever holds the directory.
    fn what_is_withheld_is_only_in_a_package_that_says_so(db: &TestDatabase) {
        let db = open(db);
        let mut one = service(1);
        one["phones"] = json!([{ "id": id(5), "number": "0161 496 0999", "visibility": "professional" }]);
        let (folder, path) = file("s.json", json!([one]).to_string());
        import(&db, path);
        let text = |path: &Path| std::fs::read_to_string(path.join("phones.csv")).unwrap();
        let (open_to_all, whole) = (folder.path().join("open"), folder.path().join("whole"));
        tabular::export::export(&db, &open_to_all, None, &Progress::quiet()).unwrap();
        assert!(!text(&open_to_all).contains("0999"));
        let pass = headroom::gate::pass::of_operator();
        tabular::export::export(&db, &whole, Some(pass), &Progress::quiet()).unwrap();
        assert!(text(&whole).contains("0999"));
        let elsewhere = TestDatabase::sqlite();
        let elsewhere = open(&elsewhere);
        import(&elsewhere, &whole);
        assert!(!nested(&elsewhere).to_string().contains("0999"), "it is withheld there too");
    }

    /// Greater Manchester, all of it.
    fn a_real_directory_comes_back_the_same(db: &TestDatabase) {
        let Some(folder) = shared_folder("data/directory") else {
            return;
        };
        let db = open(db);
        import(&db, folder.join("greater-manchester.json"));
        comes_back_the_same(&db);
    }
}

/// The official package, whose rows name many that are not in it: each of these is told, by table and row.
#[test]
fn the_official_tables_come_in() {
    let Some(folder) = shared_folder("standards/hsds/3.2.3/examples/csv") else {
        return;
    };
    let db = TestDatabase::sqlite();
    let db = open(&db);
    let summary = import(&db, folder.join("datapackage.json"));
    assert_eq!(became(&summary), (1, 0, 0));
    let told: Vec<String> = summary.rejections.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(told.join("\n"));
    let whole = &nested(&db)[0];
    assert_eq!(whole["phones"][0]["languages"][0]["name"], "Urdu");
    assert_eq!(whole["capacities"][0]["unit"]["name"], "Kilogram");
    assert_eq!(whole["program"]["name"], "Community Mental Health Support");
    assert_eq!(
        whole["service_at_locations"][0]["location"]["addresses"][0]["city"],
        "MyCity"
    );
    comes_back_the_same(&db);
}

/// The columns are those of the official package, each with what stands in it.
#[test]
fn the_tables_are_those_of_the_standard() {
    let Some(folder) = shared_folder("standards/hsds/3.2.3/examples/csv") else {
        return;
    };
    let about: Value =
        serde_json::from_slice(&std::fs::read(folder.join("datapackage.json")).unwrap()).unwrap();
    let official = about["resources"].as_array().unwrap();
    assert_eq!(official.len(), tables::TABLES.len());
    for (official, table) in official.iter().zip(tables::TABLES) {
        assert_eq!(
            (&official["name"], &official["path"]),
            (&json!(table.name), &json!(table.file))
        );
        let columns: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        let fields = official["schema"]["fields"].as_array().unwrap();
        let names: Vec<&str> = fields
            .iter()
            .map(|field| field["name"].as_str().unwrap())
            .collect();
        assert_eq!(columns, names, "{}", table.name);
        for (field, column) in fields.iter().zip(table.columns) {
            assert_eq!(
                field["constraints"]["required"] == true,
                column.required,
                "{}.{}",
                table.name,
                column.name
            );
        }
        for list in table.lists {
            let other = tables::TABLES[tables::number(list.table).unwrap()];
            assert!(other.column(list.by).is_some(), "{}", list.field);
        }
        for one in table.ones {
            assert!(
                table.column(one.by).is_some() && tables::number(one.table).is_some(),
                "{}",
                one.field
            );
        }
    }
}

/// A name that is no package, and a folder that holds something.
#[test]
fn a_package_replaces_nothing() {
    let db = TestDatabase::sqlite();
    let db = open(&db);
    let (folder, path) = file("all.csv", "mine");
    for path in [
        path.as_path(),
        folder.path(),
        &folder.path().join("new.csv"),
    ] {
        let said = tabular::export::export(&db, path, None, &Progress::quiet())
            .unwrap_err()
            .to_string();
        assert!(
            said.contains("give the name of a .zip file or of a new folder"),
            "{said}"
        );
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), "mine");
}

/// What is wrong with a row is told with its table and number, and costs no other.
#[test]
fn a_bad_row_is_told_alone() {
    let db = TestDatabase::sqlite();
    let db = open(&db);
    let folder = TempDir::with_prefix("headroom-tables-").unwrap();
    let write = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "services.csv",
        format!(
            "id,name,status,minimum_age\n{},One,active,16\n{},Two,active,sixteen\n{},,active,\n{},Again,active,\n",
            id(1),
            id(2),
            id(3),
            id(1)
        ),
    );
    write(
        "phones.csv",
        format!(
            "id,service_id,number\n{},{},0161 496 0000\n{},{},0161 496 0001\n",
            id(5),
            id(1),
            id(6),
            id(9)
        ),
    );
    let summary = import(&db, folder.path());
    assert_eq!(became(&summary), (2, 0, 0));
    let told: Vec<String> = summary
        .rejections
        .iter()
        .map(|told| format!("{} {}", told.place, told.field))
        .collect();
    assert_eq!(
        told,
        [
            "services.csv row 4 name",
            "services.csv row 5 id",
            "services.csv row 3 minimum_age",
            "phones.csv row 3 id",
            "phones.csv row 3 service_id"
        ]
    );
}
