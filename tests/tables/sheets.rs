//! Sheets as small groups send them, each as ugly as they come: what their columns are taken for, what is wrong
//! with which row, and what it comes to.

use super::*;
use crate::support::on_both_databases;
use headroom::capacity::store::lines_of;
use headroom::directory::record::Document;
use headroom::directory::store;
use headroom::exchange::sheet::{Sheet, Taken, preview, take};
use headroom::funding::store as funding;
use std::fmt::Write;

fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tables/sheets");
    std::fs::read(folder.join(name)).unwrap()
}

fn sheet(name: &str) -> Sheet {
    Sheet::read(name, &fixture(name), None).unwrap()
}

fn of(name: &str, text: &str) -> Sheet {
    Sheet::read(name, text.as_bytes(), None).unwrap()
}

/// All that a person sees of a sheet, but for ids.
fn told(sheet: &Sheet, taken: &Taken) -> String {
    let mut told = format!(
        "known as {}, header in row {}\n",
        sheet.source,
        sheet.columns.first()
    );
    for column in &sheet.columns.all {
        let target = column.target.map_or("-", |target| target.key());
        writeln!(
            told,
            "column {:?} -> {target} {}",
            column.name,
            column.why.words()
        )
        .unwrap();
    }
    writeln!(told, "{}", taken.summary).unwrap();
    for wrong in &taken.summary.rejections {
        writeln!(told, "{wrong}").unwrap();
    }
    for note in &taken.seen.notes {
        writeln!(
            told,
            "note row {}, {}: {}",
            note.row, note.column, note.message
        )
        .unwrap();
    }
    for service in &taken.seen.services {
        writeln!(
            told,
            "{} {} rows {:?}",
            if service.is_new { "added" } else { "changed" },
            service.name,
            service.rows
        )
        .unwrap();
        for change in &service.changes {
            writeln!(
                told,
                "  {}: {:?} -> {:?}",
                change.field, change.before, change.after
            )
            .unwrap();
        }
    }
    told
}

fn all(db: &Database) -> Vec<Document> {
    let ids = db.read(|conn| store::ids_after(conn, "", 100)).unwrap();
    db.read(|conn| store::assemble_all(conn, &ids)).unwrap()
}

fn named(db: &Database, name: &str) -> Document {
    let mut all = all(db).into_iter().filter(|one| one["name"] == name);
    let found = all.next().unwrap_or_else(|| panic!("there is no {name}"));
    assert!(all.next().is_none(), "{name} is there twice");
    found
}

fn id_of(service: &Document) -> String {
    service["id"].as_str().unwrap().to_owned()
}

fn counts(taken: &Taken) -> (u64, u64, u64, usize) {
    let summary = &taken.summary;
    (
        summary.added,
        summary.changed,
        summary.unchanged,
        summary.rejections.len(),
    )
}

const SHEETS: [&str; 14] = [
    "group_list.csv",
    "semicolons.csv",
    "tabs.tsv",
    "room.csv",
    "bad_rows.csv",
    "no_words_over_it.csv",
    "odd_headings.csv",
    "address_in_one.csv",
    "repeated_headings.csv",
    "dates.csv",
    "formulas.csv",
    "windows.csv",
    "template_filled.csv",
    "workbook.xlsx",
];

/// What is shown of each sheet before it is taken in.
#[test]
fn each_sheet_is_read_as_a_person_would() {
    let db = TestDatabase::sqlite();
    let db = open(&db);
    for name in SHEETS {
        let mut sheet = sheet(name);
        if name == "no_words_over_it.csv" {
            sheet.tell("1=name").unwrap();
        }
        let taken = preview(&db, &sheet).unwrap();
        let stem = name.split('.').next().unwrap();
        let told = told(&sheet, &taken);
        insta::with_settings!({ snapshot_suffix => stem }, {
            insta::assert_snapshot!(told);
        });
    }
    assert_eq!(all(&db).len(), 0, "a preview writes nothing");
}

/// Whatever a sheet is encoded in, it says the same.
#[test]
fn each_encoding_says_the_same() {
    let plain = String::from_utf8(fixture("windows.csv")).unwrap();
    let wide: Vec<u8> = plain.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let windows = encoding_rs::WINDOWS_1252.encode(&plain).0.into_owned();
    for bytes in [
        plain.clone().into_bytes(),
        [&b"\xef\xbb\xbf"[..], plain.as_bytes()].concat(),
        [&b"\xff\xfe"[..], &wide].concat(),
        wide,
        windows,
    ] {
        let db = TestDatabase::sqlite();
        let db = open(&db);
        take(&db, &Sheet::read("windows.csv", &bytes, None).unwrap()).unwrap();
        let service = named(&db, "Café Culture");
        assert_eq!(
            service["description"],
            "Coffee – and cake – for £2, or less"
        );
        assert_eq!(service["schedules"][0]["byday"], "TU,TH");
    }
}

on_both_databases! {
    /// All sheets come in one after the other; the second time nothing changes, and a dry run is no run.
    fn a_sheet_again_changes_nothing(db: &TestDatabase) {
        let db = open(db);
        for name in SHEETS.into_iter().filter(|name| *name != "no_words_over_it.csv") {
            let planned = preview(&db, &sheet(name)).unwrap();
            let first = take(&db, &sheet(name)).unwrap();
            assert_eq!(counts(&planned), counts(&first), "{name}");
            let again = take(&db, &sheet(name)).unwrap();
            assert_eq!((again.summary.added, again.summary.changed), (0, 0), "{name}: {:?}", again.seen);
            assert_eq!(again.summary.unchanged, first.summary.added, "{name}");
        }
    }

    /// A corrected sheet changes what was corrected; what it says no more goes, and what others said stays.
    fn a_corrected_sheet_corrects(db: &TestDatabase) {
        let db = open(db);
        take(&db, &of("groups v1.csv", "ID,Name,Phone,Cost,When\n1,Bowls,01632 960001,£2,Mondays 10-12\n2,Darts,01632 960002,,\n")).unwrap();
        let before = named(&db, "Bowls");
        let corrected = of("groups v2.csv", "ID,Name,Phone,When\n1,Bowls club,01632 960009,Tuesdays 10-12\n");
        let taken = take(&db, &corrected).unwrap();
        assert_eq!(counts(&taken), (0, 1, 0, 0));
        let after = named(&db, "Bowls club");
        assert_eq!(after["id"], before["id"]);
        assert_eq!((&after["phones"][0]["number"], after.get("fees_description")), (&json!("01632 960009"), None));
        assert_eq!((after["schedules"].as_array().unwrap().len(), &after["schedules"][0]["byday"]), (1, &json!("TU")));
        assert_eq!(named(&db, "Darts")["status"], "active", "a row that is missing takes nothing away");
    }

    /// What somebody wrote here since stands against the sheet, unless the row says a later day.
    fn a_newer_edit_stands(db: &TestDatabase) {
        let db = open(db);
        take(&db, &of("s.csv", "Name,What we do,Phone\nBowls,Old words,01632 960001\n")).unwrap();
        let id = id_of(&named(&db, "Bowls"));
        let mut service = db.read(|conn| store::document(conn, store::Shelf::Services, &id)).unwrap().unwrap();
        service.insert("description".into(), "By hand".into());
        db.write(move |tx| store::put_service(tx, &service).map(drop)).unwrap();
        let taken = take(&db, &of("s.csv", "Name,What we do,Phone\nBowls,Newer words,01632 960002\n")).unwrap();
        assert_eq!(taken.seen.services[0].kept, ["description"]);
        let kept = named(&db, "Bowls");
        assert_eq!((&kept["description"], &kept["phones"][0]["number"]), (&json!("By hand"), &json!("01632 960002")));
        // A day that is over is not later than the edit of this moment.
        take(&db, &of("s.csv", "Name,What we do,Phone,Updated\nBowls,Newest words,01632 960003,1/1/2024\n")).unwrap();
        assert_eq!(named(&db, "Bowls")["description"], "By hand");
    }

    /// Room becomes a statement as of the day of the row, money an award, and the same sheet again is no news.
    fn room_and_money_are_told(db: &TestDatabase) {
        let db = open(db);
        take(&db, &sheet("room.csv")).unwrap();
        let line = |name: &str| {
            let id = id_of(&named(&db, name));
            let lines = db.read(|conn| lines_of(conn, &id)).unwrap();
            lines.into_iter().next().unwrap().known.statement
        };
        let told = line("Stroke support").unwrap();
        assert_eq!((told.vitals.places_free, told.details.places_total), (Some(3), Some(12)));
        assert_eq!(told.as_of.to_string(), "2024-11-20T00:00:00Z");
        let waits = line("Walking football").unwrap();
        assert_eq!((waits.vitals.state.as_str(), waits.details.wait_weeks), ("waiting_list", Some(6)));
        assert_eq!(line("Choir").unwrap().vitals.places_free, None);
        let once = line("Repair café").unwrap();
        std::thread::sleep(std::time::Duration::from_millis(1100));
        take(&db, &sheet("room.csv")).unwrap();
        assert_eq!(line("Repair café").unwrap().as_of, once.as_of);
        let id = id_of(&named(&db, "Stroke support"));
        let today = jiff::civil::date(2026, 11, 22);
        let money = db.read(|conn| funding::get(conn, &id, today)).unwrap().unwrap();
        assert_eq!(money.awards.len(), 1);
        assert_eq!((money.awards[0].funder.as_str(), money.awards[0].ends_on.as_deref()), ("Borough Council", Some("2027-03-31")));
    }

    /// Rows of one service are one service, with all its times and places.
    fn rows_of_one_service_are_one(db: &TestDatabase) {
        let db = open(db);
        take(&db, &sheet("semicolons.csv")).unwrap();
        let yoga = named(&db, "Chair yoga");
        let places = yoga["service_at_locations"].as_array().unwrap();
        let days: Vec<Vec<&Value>> = places.iter().map(|place| place["schedules"].as_array().unwrap().iter().map(|one| &one["byday"]).collect()).collect();
        assert_eq!(days, [vec!["MO", "TH"], vec!["FR"]]);
        let hall = named(&db, "Lunch club");
        assert_eq!(hall["service_at_locations"][0]["location_id"], places[0]["location_id"], "one building is one place");
        assert_eq!(hall["organization"]["id"], yoga["organization"]["id"]);
    }

    /// A sheet of an export's ids corrects what is listed; names of people are never taken.
    fn an_id_of_the_directory_is_that_service(db: &TestDatabase) {
        let db = open(db);
        let (_folder, path) = file("s.json", json!([service(1)]).to_string());
        import(&db, path);
        let text = format!("ID,Name,Contact name,Email\n{},Service 1,Ada Private,one@example.org\n", id(1));
        let taken = take(&db, &of("s.csv", &text)).unwrap();
        assert_eq!(counts(&taken), (0, 1, 0, 0));
        let service = named(&db, "Service 1");
        assert_eq!(service["email"], "one@example.org");
        assert!(service.contains_key("service_at_locations"), "what the sheet does not speak of stays");
        assert!(!Value::Object(service).to_string().contains("Ada"));
    }
}

/// What is told of columns counts, and what cannot be told is said.
#[test]
fn columns_are_corrected() {
    let mut odd = sheet("odd_headings.csv");
    odd.tell("Shoe size=spaces").unwrap();
    odd.tell("Where do you meet?=-").unwrap();
    let column = |sheet: &Sheet, name: &str| {
        sheet
            .columns
            .all
            .iter()
            .find(|one| one.name == name)
            .unwrap()
            .target
            .map(|target| target.key())
    };
    assert_eq!(column(&odd, "Shoe size"), Some("spaces"));
    assert_eq!(column(&odd, "Where do you meet?"), None);
    for (told, said) in [
        ("Hat=phone", "no column \"Hat\""),
        ("Shoe size=hat", "nothing that a column can be about"),
        ("Shoe size", "write it as --map"),
    ] {
        let wrong = odd.tell(told).unwrap_err().to_string();
        assert!(wrong.contains(said), "{wrong}");
    }
    let db = TestDatabase::sqlite();
    let nameless = of("s.csv", "Phone,Post code\n01632 960001,QH1 4UZ\n");
    let wrong = take(&open(&db), &nameless).unwrap_err().to_string();
    assert!(wrong.contains("no column has the names"), "{wrong}");
}
