//! Extracts that are broken: rows at fault do not stop the rest, and what is not whole changes nothing.

use super::extract::{DAY, as_json, as_text, with, zipped};
use super::*;
use crate::support::temporary_folder;
use std::io::Write;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

on_both_databases! {
    /// They are told by the number of the row.
    fn rows_at_fault_do_not_stop_the_rest(db: &TestDatabase) {
        let (db, folder) = (open(db), temporary_folder());
        let file = folder.path().join("publicextract.charity.json");
        let rows = [
            charity(1, DAY),
            with(charity(2, DAY), json!({ "charity_registration_status": "Lost" })),
            json!("no row"),
            with(charity(4, DAY), json!({ "charity_name": ["A"] })),
            with(charity(5, DAY), json!({ "registered_charity_number": null })),
            charity(1, DAY),
            charity(7, DAY),
        ];
        std::fs::write(&file, as_json(&rows)).unwrap();
        let report = bring(&db, &file);
        assert_eq!(became(&report), (2, 0, 0, 5));
        let told: Vec<String> = report.summary.rejections.iter().map(ToString::to_string).collect();
        assert!(told[0].contains("rejected 2 (publicextract.charity.json row 2): charity_registration_status: \"Lost\""), "{told:?}");
        assert!(told[1].contains("row 3") && told[2].contains("row 4") && told[3].contains("row 5"), "{told:?}");
        assert!(told[4].contains("twice"), "{told:?}");
        let text = folder.path().join("charity.txt");
        let cut_row = as_text(&[charity(1, DAY), charity(7, DAY)], false) + "8\t9\r\n";
        std::fs::write(&text, cut_row).unwrap();
        assert_eq!(became(&bring(&db, &text)), (0, 0, 2, 1));
    }

    fn what_is_cut_off_changes_nothing(db: &TestDatabase) {
        let (db, folder) = (open(db), temporary_folder());
        let rows: Vec<Value> = (1..200).map(|number| charity(number, DAY)).collect();
        let (json, text) = (as_json(&rows), as_text(&rows, false).into_bytes());
        let zip = zipped(&[("publicextract.charity.json", &json)]);
        for (name, bytes) in [("charity.json", &json), ("charity.txt", &text), ("publicextract.charity.zip", &zip)] {
            let file = folder.path().join(name);
            for part in [bytes.len() / 2, bytes.len() - 40] {
                std::fs::write(&file, &bytes[..part]).unwrap();
                let why = refused(&db, &file.display().to_string());
                assert!(why.contains(name) && why.contains("Nothing was imported"), "{why}");
            }
        }
        // One letter of what is packed is another.
        let mut damaged = zip;
        let middle = damaged.len() / 2;
        damaged[middle] ^= 0x55;
        let file = folder.path().join("publicextract.charity.zip");
        std::fs::write(&file, damaged).unwrap();
        refused(&db, &file.display().to_string());
        assert!(held(&db).is_empty());
    }

    /// A few kilobytes that unpack to hundreds of megabytes: of blanks, of one row, of rows without sense.
    fn a_zip_bomb_is_not_unpacked_to_its_end(db: &TestDatabase) {
        let (db, folder) = (open(db), temporary_folder());
        for (case, start, filling) in [("blanks", "[", " "), ("a row", "[{\"charity_name\":\"", "a"), ("rows", "[{}", ",{}")] {
            let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
            zip.start_file("publicextract.charity.json", SimpleFileOptions::default()).unwrap();
            zip.write_all(start.as_bytes()).unwrap();
            let piece = filling.repeat(1 << 20);
            for _ in 0..100 {
                zip.write_all(piece.as_bytes()).unwrap();
            }
            let file = folder.path().join("bomb.zip");
            std::fs::write(&file, zip.finish().unwrap().into_inner()).unwrap();
            let why = refused(&db, &file.display().to_string());
            let expected = if case == "rows" { "over 10000 rows at fault" } else { "a row is over 1 MiB" };
            assert!(why.contains(expected), "{case}: {why}");
        }
        assert!(held(&db).is_empty());
    }

    fn what_is_no_extract_is_refused_with_advice(db: &TestDatabase) {
        let (db, folder) = (open(db), temporary_folder());
        let refusal = |name: &str, bytes: &[u8]| {
            let file = folder.path().join(name);
            std::fs::write(&file, bytes).unwrap();
            let why = refused(&db, &file.display().to_string());
            std::fs::remove_file(file).unwrap();
            why
        };
        assert!(refusal("listings.csv", b"a,b").contains("named after their tables"));
        assert!(refusal("charity.txt", b"a\tb\n1\t2\n").contains("no column organisation_number"));
        assert!(refusal("charity.json", b"").contains("is empty"));
        assert!(refusal("charity.json", b"[]").contains("holds no charities"));
        assert!(refusal("charity.json", b"\xff\xfe[").contains("UTF-16"));
        assert!(refusal("charity_other_names.json", b"[]").contains("holds no charities"));
        for name in ["charity.json", "publicextract.charity.txt"] {
            std::fs::write(folder.path().join(name), b"[]").unwrap();
        }
        let both = refused(&db, &folder.path().display().to_string());
        assert!(both.contains("both charity.json and publicextract.charity.txt"), "{both}");
        assert!(refused(&db, "/nowhere/charity.json").contains("/nowhere/charity.json"));
    }
}
