//! An extract comes in, again, newer, older, and from the web.

use super::extract::{
    self, DAY, Extract, PRIVATE, as_json, as_text, as_windows, removed, with, zipped,
};
use super::*;
use crate::support::feed::Feed;
use crate::support::temporary_folder;
use crate::support::town::{command, done};
use actix_web::HttpResponse;

on_both_databases! {
    /// Zipped JSON in a folder, one zip with all, text with tabs in the letters of Windows, quoted or not:
    /// the same charities.
    fn an_extract_is_the_same_however_it_is_packed(db: &TestDatabase) {
        let (db, made) = (open(db), Extract::seeded(250, 7));
        let zips = temporary_folder();
        for (table, rows) in made.tables() {
            let name = format!("publicextract.{table}.json");
            std::fs::write(zips.path().join(format!("publicextract.{table}.zip")), zipped(&[(&name, &as_json(rows))])).unwrap();
        }
        std::fs::write(zips.path().join("publicextract.charity_trustee.zip"), zipped(&[("publicextract.charity_trustee.json", b"[]")])).unwrap();
        let report = bring(&db, zips.path());
        assert_eq!(became(&report), (250, 0, 0, 0));
        assert_eq!(report.ignored, ["publicextract.charity_trustee.json in publicextract.charity_trustee.zip"]);
        assert_eq!(report.absent, [] as [&str; 0]);
        let first = held(&db);
        assert!(first.iter().any(|one| one.name.starts_with("CAFÉ \"ŷ\" Women’s")));
        assert!(first.iter().any(|one| one.is_removed() && one.removed_on.as_deref() == Some("2024-05-06")));
        assert!(first.iter().any(|one| one.benefits().iter().any(|area| area.name == "Ynys Môn")));

        for quoted in [false, true] {
            let folder = temporary_folder();
            for (table, rows) in made.tables() {
                let text = as_windows(&as_text(rows, quoted));
                std::fs::write(folder.path().join(format!("publicextract.{table}.txt")), text).unwrap();
            }
            assert_eq!(became(&bring(&db, folder.path())), (0, 0, 250, 0), "quoted: {quoted}");
        }
        let one = zips.path().join("all.zip");
        let files = made.tables().map(|(table, rows)| (format!("data/{table}.json"), as_json(rows)));
        let files = files.each_ref().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
        std::fs::write(&one, zipped(&files)).unwrap();
        assert_eq!(became(&bring(&db, &one)), (0, 0, 250, 0));
        assert_eq!(held(&db), first);
    }

    /// Addresses, telephones and addresses of mail are often people's own.
    fn nobody_s_contact_is_kept(db: &TestDatabase) {
        let (db, folder) = (open(db), temporary_folder());
        let file = folder.path().join("charity.json");
        std::fs::write(&file, as_json(&[charity(1, DAY)])).unwrap();
        bring(&db, &file);
        let kept = format!("{:?}", held(&db));
        assert!(kept.contains("CHARITY 1") && !kept.contains(PRIVATE) && !kept.contains("QH1"), "{kept}");
    }

    /// What is said later counts; what an extract leaves out stays, whole tables as well as charities.
    fn a_newer_extract_updates_and_an_older_one_does_not(db: &TestDatabase) {
        let (db, folder) = (open(db), temporary_folder());
        let file = folder.path().join("publicextract.charity.json");
        let names = folder.path().join("publicextract.charity_other_names.json");
        let charities = |rows: &[Value]| std::fs::write(&file, as_json(rows)).unwrap();
        let mut made = Extract::seeded(0, 1);
        made.add_name(1, "OLD MILL");
        std::fs::write(&names, as_json(&made.names)).unwrap();
        charities(&[charity(1, DAY), charity(2, DAY), charity(3, DAY)]);
        assert_eq!(became(&bring(&db, folder.path())), (3, 0, 0, 0));

        charities(&[removed(charity(2, "2026-11-08"), "2026-11-05"), charity(1, "2026-11-08")]);
        let newer = bring(&db, &file);
        assert_eq!((became(&newer), newer.kept), ((0, 1, 1, 0), 1));
        assert_eq!(newer.absent, ["charity_other_names", "charity_area_of_operation"]);
        let now = held(&db);
        assert_eq!(now.iter().map(|one| one.as_of.as_str()).collect::<Vec<_>>(), ["2026-11-08", "2026-11-08", DAY]);
        assert_eq!((now[0].names(), now[1].is_removed()), (vec!["OLD MILL".to_owned()], true));

        charities(&[charity(1, "2026-10-01"), charity(2, "2026-10-01"), charity(4, "2026-10-01")]);
        let older = bring(&db, &file);
        assert_eq!((became(&older), older.older, older.kept), ((1, 0, 2, 0), 2, 1));
        assert_eq!(held(&db)[..3], now[..]);
    }

    /// Who is linked to another has its number, and is not it.
    fn a_linked_charity_does_not_speak_for_the_main_one(db: &TestDatabase) {
        let (db, folder) = (open(db), temporary_folder());
        let file = folder.path().join("charity.json");
        let linked = with(removed(charity(9, DAY), "2020-01-01"), json!({ "linked_charity_number": 1, "registered_charity_number": extract::number(1) }));
        std::fs::write(&file, as_json(&[linked, charity(1, DAY)])).unwrap();
        let report = bring(&db, &file);
        assert_eq!((became(&report), report.linked), ((1, 0, 0, 0), 1));
        assert!(!held(&db)[0].is_removed());
    }

    /// From the command line, and from an address.
    fn the_command_tells_what_it_would_do_and_does_it(db: &TestDatabase) {
        let zip = zipped(&[("publicextract.charity.json", &as_json(&[charity(1, DAY), removed(charity(2, DAY), "2024-05-06")]))]);
        let feed = Feed::start(move |asked| match asked.path.as_str() {
            "/data/publicextract.charity.zip" => HttpResponse::Ok().body(zip.clone()),
            _ => HttpResponse::NotFound().finish(),
        });
        let address = format!("{}/data/publicextract.charity.zip", feed.address);
        crate::support::town::import(db.url(), &[lunch_of(&extract::number(2).to_string())]);
        let tried = command(db.url(), &["import", "charities", &address, "--dry-run"]);
        assert_eq!(done(&tried).trim(), "added 2, changed 0, unchanged 0, withdrawn 0, rejected 0");
        assert!(held(&open(db)).is_empty());
        let told = command(db.url(), &["import", "charities", &address]);
        let aside = String::from_utf8_lossy(&told.stderr).into_owned();
        assert!(aside.contains("1 organisations of the directory are charities of the register; 1 of them were removed"), "{aside}");
        assert_eq!(done(&told).trim(), "added 2, changed 0, unchanged 0, withdrawn 0, rejected 0");
        let nowhere = refused(&open(db), &format!("{}/gone.zip", feed.address));
        assert!(nowhere.contains("404") && nowhere.contains("Nothing was imported"), "{nowhere}");
    }
}
