//! Files and folders, whole and broken.

use super::*;
use crate::support::on_both_databases;
use flate2::{Compression, write::GzEncoder};
use headroom::db::changes;
use std::io::Write;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn lines(services: &[Value]) -> String {
    services
        .iter()
        .map(|service| format!("{service}\n"))
        .collect()
}

on_both_databases! {
    /// Each shape that a file can have, gzipped or not, with a byte order mark or not.
    fn every_shape_of_file_is_read(db: &TestDatabase) {
        let db = open(db);
        let list = services(1..=3);
        let shapes = [
            json!(list).to_string(),
            json!({ "total_items": 3, "contents": list }).to_string(),
            json!({ "totalElements": 3, "content": list }).to_string(),
            lines(&list),
            lines(&list).trim_end().to_owned(),
            format!("\u{feff} {}", json!(list)),
        ];
        for (at, shape) in shapes.iter().enumerate() {
            let expected = if at == 0 { (3, 0, 0) } else { (0, 0, 3) };
            let (_folder, path) = file("services.json", shape);
            assert_eq!(became(&import(&db, path)), expected, "{shape}");
            let (_folder, path) = file("services", gzip(shape.as_bytes()));
            assert_eq!(became(&import(&db, path)), (0, 0, 3), "{shape}");
        }
        let (_folder, path) = file("one.json", service(4).to_string());
        assert_eq!(became(&import(&db, path)), (1, 0, 0));
    }

    /// A folder is read in the order of its names; what is no JSON is left alone.
    fn a_folder_is_all_its_files(db: &TestDatabase) {
        let db = open(db);
        let (folder, _) = file("b.json", json!(services(1..=2)).to_string());
        std::fs::write(folder.path().join("a.ndjson.gz"), gzip(lines(&services(3..=4)).as_bytes())).unwrap();
        std::fs::write(folder.path().join("README.md"), "not JSON").unwrap();
        let summary = import(&db, folder.path());
        assert_eq!(became(&summary), (4, 0, 0));
        std::fs::write(folder.path().join("c.jsonl"), "{").unwrap();
        let said = try_import(&db, &folder.path().display().to_string()).unwrap_err();
        assert!(said.contains("c.jsonl"), "{said}");
    }

    /// One bad record is told by itself and keeps no other out.
    fn a_bad_record_is_refused_alone(db: &TestDatabase) {
        let db = open(db);
        let mut bad = service(2);
        bad["status"] = json!("open");
        bad["name"] = json!("");
        let (_folder, path) = file("s.json", json!([service(1), bad, "text", service(3)]).to_string());
        let summary = import(&db, path);
        assert_eq!(became(&summary), (2, 0, 0));
        let told: Vec<String> = summary.rejections.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 2);
        assert!(told[0].starts_with(&format!("rejected {} (s.json record 2): name: is empty", id(2))), "{}", told[0]);
        assert!(told[0].contains("also status: must be one of"), "{}", told[0]);
        assert!(told[1].starts_with("rejected (no id) (s.json record 3): (record): "), "{}", told[1]);
        assert_eq!(held(&db, &id(2)), None);
    }

    /// Of two records with one id the later is used, and the earlier told.
    fn the_later_of_two_is_used(db: &TestDatabase) {
        let db = open(db);
        let mut later = service(1);
        later["name"] = json!("Later");
        let (_folder, path) = file("s.json", json!([service(1), service(2), later]).to_string());
        let summary = import(&db, &path);
        assert_eq!(became(&summary), (2, 0, 0));
        assert_eq!(summary.rejections.len(), 1);
        assert_eq!(summary.rejections[0].field, "id");
        assert_eq!(summary.rejections[0].place, "s.json record 1");
        assert!(summary.rejections[0].reason.contains("duplicate"));
        assert_eq!(held(&db, &id(1)).unwrap()["name"], "Later");
        assert_eq!(became(&import(&db, path)), (0, 0, 2));
    }

    /// Whatever breaks a file, nothing of it comes in.
    fn a_broken_file_changes_nothing(db: &TestDatabase) {
        let db = open(db);
        let whole = json!(services(1..=50)).to_string();
        let packed = gzip(whole.as_bytes());
        let packed_lines = gzip(lines(&services(1..=50)).as_bytes());
        let broken: [&[u8]; 8] = [
            b"",
            b" \n",
            b"<html>",
            &whole.as_bytes()[..whole.len() / 2],
            &whole.as_bytes()[..whole.len() - 1],
            &packed[..packed.len() / 2],
            &packed[..packed.len() - 4],
            &packed_lines[..packed_lines.len() - 4],
        ];
        for bytes in broken {
            let (_folder, path) = file("broken.json", bytes);
            let said = try_import(&db, &path.display().to_string()).unwrap_err();
            assert!(said.contains("broken.json") && said.contains("Nothing was imported"), "{said}");
        }
        assert_eq!(counts(&db).services, 0);
        assert_eq!(db.read(changes::latest).unwrap(), 0);
        let said = try_import(&db, "/nowhere/at/all.json").unwrap_err();
        assert!(said.contains("/nowhere/at/all.json"), "{said}");
    }

    /// Organisations that several services bring along are one, with the fields of all.
    fn what_services_share_is_merged(db: &TestDatabase) {
        let db = open(db);
        let (mut one, mut two) = (service(1), service(2));
        one["organization"] = json!({ "id": id(9), "name": "Old name", "email": "a@example.org" });
        two["organization"] = json!({ "id": id(9), "name": "New name", "website": "https://example.org" });
        let (_folder, path) = file("s.json", json!([one, two]).to_string());
        assert_eq!(became(&import(&db, &path)), (2, 0, 0));
        let expected = json!({ "id": id(9), "name": "New name", "email": "a@example.org", "website": "https://example.org" });
        assert_eq!(held(&db, &id(1)).unwrap()["organization"], expected);
        assert_eq!(became(&import(&db, path)), (0, 0, 2));
    }

    /// A dry run tells what an import then does, and writes nothing.
    fn a_dry_run_only_tells(db: &TestDatabase) {
        let db = open(db);
        let (_folder, path) = file("s.json", json!(services(1..=3)).to_string());
        import(&db, path);
        let before = db.read(changes::latest).unwrap();
        let (mut one, mut two) = (service(1), service(2));
        one["description"] = json!("New");
        two["organization"]["name"] = json!("Renamed");
        let (_folder, path) = file("s.json", json!([one, two, service(3), service(4)]).to_string());
        let from = path.display().to_string();
        let (planned, differences) = hsds::compare(&db, &from, &Progress::quiet()).unwrap();
        let told: Vec<String> = differences.iter().map(ToString::to_string).collect();
        assert_eq!(told, [
            format!("changed {} Service 1: description", id(1)),
            format!("changed {} Service 2: organization.name", id(2)),
            format!("added {} Service 4", id(4)),
        ]);
        assert_eq!(db.read(changes::latest).unwrap(), before);
        let dry = hsds::import(&db, &from, true, &Progress::quiet()).unwrap();
        assert_eq!((&planned, became(&dry)), (&dry, (1, 2, 1)));
        assert_eq!(counts(&db).services, 3);
        assert_eq!(import(&db, path), planned);
    }

    /// Every change is in the feed, once, and nothing else is.
    fn the_feed_tells_what_changed(db: &TestDatabase) {
        let db = open(db);
        let (_folder, path) = file("s.json", json!([service(1)]).to_string());
        import(&db, &path);
        let told = |after| {
            let rows = db.read(|conn| changes::after(conn, after, 100)).unwrap();
            let ours = rows.into_iter().filter(|row| row.kind != "capacity");
            ours.map(|row| (row.kind, row.id)).collect::<Vec<_>>()
        };
        let named = |kind: &str, number| (kind.to_owned(), id(number));
        assert_eq!(told(0), [named("service", 1), named("organization", 100_000_001), named("location", 200_000_001)]);
        let before = db.read(changes::latest).unwrap();
        import(&db, path);
        assert_eq!(told(before), []);
        let mut moved = service(1);
        moved["service_at_locations"][0]["location"]["name"] = json!("Hall");
        let (_folder, path) = file("s.json", json!([moved]).to_string());
        assert_eq!(became(&import(&db, path)), (0, 1, 0));
        assert_eq!(told(before), [named("location", 200_000_001)]);
    }
}
