//! The audit: read page by page, and as tables.

use super::*;

on_both_databases! {
    /// Each entry says which fields are different since, and there is a next page.
    fn entries_are_read_page_by_page(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        dispute(&town, &lunch());
        let stella = sign_in(&town, "steward", None, &[]);
        let path = path(&only_task(&town));
        for _ in 0..30 {
            stella.post(&format!("{path}/claim"), "").expect(303);
            stella.post(&format!("{path}/release"), "").expect(303);
        }
        let page = stella.get("/audit?kind=task").expect(200).text;
        assert!(page.contains("task.released") && page.contains("claimed_by") && page.contains("Ada Desk"), "{page}");
        let (_, next) = page.split_once("rel=\"next\" href=\"").expect("a next page");
        let next = next.split('"').next().expect("an address").replace("&amp;", "&").replace("&#38;", "&");
        let rows = |page: &str| page.matches("<th scope=\"row\">").count();
        let older = stella.get(&next).expect(200).text;
        assert_eq!((rows(&page), rows(&older)), (50, 10), "{next}");
        assert!(!older.contains("rel=\"next\""));
        assert!(stella.get("/audit?kind=nothing&id=%00").expect(200).text.contains("Nothing has been changed"));
    }

    /// The tables have everything, and no cell that a spreadsheet would run.
    fn the_tables_have_everything_and_run_nothing(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let stella = sign_in(&town, "steward", None, &[]);
        say(&town.steward(), &lunch(), &json!({ "state": "open", "note": "=HYPERLINK(\"x\")" })).expect(200);
        say(&town.steward(), &lunch(), &json!({ "state": "full" })).expect(200);
        let made = stella.post("/keys", "name=%2Bplus&role=navigator");
        made.expect(200);
        let table = stella.get("/audit.csv").expect(200);
        assert!(table.header("content-type").is_some_and(|kind| kind.starts_with("text/csv")));
        let room = stella.get("/audit/room.csv").expect(200).text;
        let mut rows = csv::Reader::from_reader(room.as_bytes());
        let rows: Vec<csv::StringRecord> = rows.records().map(|row| row.expect("a row")).collect();
        assert_eq!(rows.len(), 2);
        assert_eq!((&rows[0][7], &rows[1][7]), ("full", "open"));
        assert_eq!(&rows[1][15], "'=HYPERLINK(\"x\")");
        assert_eq!(rows[0][4], lunch().id());
        let mut changes = csv::Reader::from_reader(table.text.as_bytes());
        let created = changes.records().map(|row| row.expect("a row")).find(|row| &row[4] == "key.created" && row[8].contains("+plus"));
        assert!(created.is_some(), "{}", table.text);
    }

    /// Whoever has no right to the tables gets a page that says so, and nothing of them.
    fn the_tables_are_for_stewards(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let pat = sign_in(&town, "provider", Some(1), &[]);
        for path in ["/audit.csv", "/audit/room.csv"] {
            assert!(!town.anyone().get(path).expect(401).text.contains("who_id"));
            assert!(!pat.get(path).expect(403).text.contains("when,who"));
            town.anyone().with_key(&crate::support::town::key(&town.database, "steward", None)).get(path).expect(401);
        }
    }
}
