//! The postcodes and places of Great Britain, where they lie beside the repository: read, found
//! again by what people type, and the same the second time.

use crate::support::{TestDatabase, on_both_databases, shared_folder};
use headroom::db::Database;
use headroom::exchange::postcodes::import;
use headroom::geography::{Gazetteer, Precision};

/// Rows of the file of postcodes.
const ROWS: u64 = 1_745_013;

on_both_databases! {
    fn a_whole_country_of_postcodes_comes_in_once(db: &TestDatabase) {
        let Some(data) = shared_folder("data/geography") else {
            return;
        };
        let db = open(db);
        let postcodes = data.join("gb-postcodes.csv.gz");
        let first = import(&db, &postcodes, false).expect("the postcodes can be read");
        assert_eq!(first.added + first.rejections.len() as u64, ROWS);
        let again = import(&db, &postcodes, false).expect("the postcodes can be read again");
        assert_eq!((again.added, again.changed, again.unchanged), (0, 0, first.added));
    }

    fn places_are_found_by_what_people_type(db: &TestDatabase) {
        let Some(data) = shared_folder("data/geography") else {
            return;
        };
        let db = open(db);
        for name in ["gm-postcodes.csv.gz", "gb-places.tsv"] {
            import(&db, &data.join(name), false).expect("the file can be read");
        }
        let gazetteer = db.read(Gazetteer::load).expect("the gazetteer loads");
        let label = |text: &str| gazetteer.locate(text).map(|place| place.label);
        let expected = [
            ("m320jg", "M32 0JG"),
            ("stretford", "Stretford, Trafford"),
            ("Stretford Herefordshire", "Stretford, County of Herefordshire"),
            ("hale, manchester", "Hale, Trafford"),
            ("kings lynn", "King's Lynn"),
        ];
        for (typed, wanted) in expected {
            assert_eq!(label(typed).as_deref(), Ok(wanted), "{typed}");
        }
        let postcode = gazetteer.locate("m320jg").expect("a postcode of Stretford");
        assert_eq!(postcode.precision, Precision::Postcode);
        let unknown = gazetteer.locate("Stretfrod").expect_err("no place is called that");
        assert_eq!(unknown.near.first().map(String::as_str), Some("Stretford, Trafford"));
    }
}

fn open(db: &TestDatabase) -> Database {
    let url = db.url().parse().expect("a test database has a sound URL");
    Database::open(&url).expect("a test database opens")
}
