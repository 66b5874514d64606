//! What was exported comes back the same.

use super::*;
use crate::support::on_both_databases;

/// Exports, imports into an empty database, and exports again: the bytes must be the same.
pub fn comes_back_the_same(db: &Database, services: u64) {
    for name in ["all.json", "all.ndjson", "all.json.gz", "all.jsonl.gz"] {
        let folder = TempDir::with_prefix("headroom-export-").unwrap();
        let (first, second) = (
            folder.path().join(name),
            folder.path().join(format!("second-{name}")),
        );
        assert_eq!(export(db, &first), services);
        let elsewhere = TestDatabase::sqlite();
        let elsewhere = open(&elsewhere);
        let summary = import(&elsewhere, &first);
        assert_eq!(
            (became(&summary), summary.rejections.len()),
            ((services, 0, 0), 0)
        );
        assert_eq!(export(&elsewhere, &second), services);
        assert!(
            std::fs::read(&first).unwrap() == std::fs::read(&second).unwrap(),
            "{name} differs"
        );
        assert_eq!(became(&import(db, &second)), (0, 0, services));
        assert_eq!(
            std::fs::read_dir(folder.path()).unwrap().count(),
            2,
            "nothing else is left behind"
        );
    }
}

on_both_databases! {
    /// Numbers, unknown fields and their order come back as they were.
    fn odd_records_come_back(db: &TestDatabase) {
        let db = open(db);
        let mut odd = service(1);
        odd["z_unknown"] = json!({ "b": [1, 2.5, null, { "a": 0.1 }], "a": "ü \u{1F600} \" \\ \u{7}" });
        odd["a_unknown"] = json!(-9_007_199_254_740_993_i64);
        odd["description"] = Value::Null;
        odd["service_at_locations"][0]["location"]["latitude"] = json!(53.480_759_199_999_994);
        let bare = json!({ "id": id(2), "name": "Without status, organisation or place" });
        let (_folder, path) = file("s.json", json!([odd, bare]).to_string());
        assert_eq!(became(&import(&db, path)), (2, 0, 0));
        let kept = held(&db, &id(1)).unwrap();
        assert_eq!(kept["z_unknown"], odd["z_unknown"]);
        assert_eq!(kept["service_at_locations"][0]["location"], odd["service_at_locations"][0]["location"]);
        assert_eq!(held(&db, &id(2)).unwrap()["status"], "active");
        comes_back_the_same(&db, 2);
    }

    /// Nothing at all is an empty list, and a file that cannot be written is said.
    fn an_empty_directory_is_an_empty_list(db: &TestDatabase) {
        let db = open(db);
        let (folder, path) = file("all.json", "older");
        assert_eq!(export(&db, &path), 0);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "[]\n");
        assert_eq!(became(&import(&db, &path)), (0, 0, 0));
        let nowhere = folder.path().join("no/such/folder.json");
        let said = export::export_hsds(&db, &nowhere, &Progress::quiet()).unwrap_err().to_string();
        assert!(said.contains("no/such/folder.json"), "{said}");
    }

    /// The ids that join services, organisations and locations.
    fn what_belongs_together_is_found(db: &TestDatabase) {
        let db = open(db);
        let mut child = service(2);
        child["organization"]["parent_organization_id"] = json!(id(100_000_001));
        let (_folder, path) = file("s.json", json!([service(1), child]).to_string());
        import(&db, path);
        let read = |work: fn(&mut headroom::db::Conn, &str) -> headroom::error::Result<Vec<String>>, number| {
            db.read(|conn| work(conn, &id(number))).unwrap()
        };
        assert_eq!(read(store::services_of_organization, 100_000_002), [id(2)]);
        assert_eq!(read(store::services_at_location, 200_000_001), [id(1)]);
        assert_eq!(read(store::organization_and_parents, 100_000_002), [id(100_000_002), id(100_000_001)]);
        assert_eq!(db.read(|conn| store::ids_after(conn, &id(1), 5)).unwrap(), [id(2)]);
        assert_eq!(db.read(|conn| store::ids_after(conn, "", 1)).unwrap(), [id(1)]);
        assert_eq!(counts(&db), Counts { services: 2, organizations: 2, locations: 2 });
    }
}
