//! The postcodes and places of Great Britain, where they lie beside the repository: read, found
//! again by what people type, and the same the second time.

use crate::support::{TestDatabase, on_both_databases, shared_folder};
use headroom::db::Database;
use headroom::domain::point::Point;
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
        for (typed, wanted) in [
            ("Strettford", "Stretford, Trafford"),
            ("Stretfrod", "Stretford, Trafford"),
            ("Altringham", "Altrincham, Trafford"),
            ("Manchestr", "Manchester"),
            ("Stokport", "Stockport"),
            ("Rochdael", "Rochdale"),
            ("Salforde", "Salford"),
            ("Wythenshaw", "Wythenshawe, Manchester"),
            ("Brimingham", "Birmingham"),
            ("Newcatsle on Tyne", "Newcastle upon Tyne"),
        ] {
            let place = gazetteer.locate(typed).unwrap_or_else(|e| panic!("{typed}: {e}"));
            assert_eq!((place.label.as_str(), place.instead_of.as_deref()), (wanted, Some(typed)));
        }
    }

    fn every_place_of_the_country_is_kept(db: &TestDatabase) {
        let Some(data) = shared_folder("data/geography") else {
            return;
        };
        let db = open(db);
        let places = data.join("gb-places.tsv");
        let first = import(&db, &places, false).expect("the places can be read");
        assert_eq!(first.rejections, []);
        let again = import(&db, &places, false).expect("the places can be read again");
        assert_eq!((again.added, again.changed, again.unchanged), (0, 0, first.added));
    }

    fn of_many_places_with_one_name_the_likeliest_is_meant(db: &TestDatabase) {
        let Some(data) = shared_folder("data/geography") else {
            return;
        };
        let db = open(db);
        import(&db, &data.join("gb-places.tsv"), false).expect("the file can be read");
        let gazetteer = db.read(Gazetteer::load).expect("the gazetteer loads");
        let (manchester, telford) = (Point::new(53.48, -2.24), Point::new(52.68, -2.45));
        let southampton = Point::new(50.91, -1.4);
        for (typed, centre, wanted) in [
            ("Sale", None, "Sale, Trafford"),
            ("Sale", southampton, "Sale, Trafford"),
            ("sale trafford", None, "Sale, Trafford"),
            ("Ashton", None, "Ashton-under-Lyne, Tameside"),
            ("Ashton", manchester, "Ashton-under-Lyne, Tameside"),
            ("Ashton", southampton, "Ashton, Winchester"),
            ("Whitchurch", telford, "Whitchurch, Shropshire"),
            ("Whitchurch", southampton, "Whitchurch, Basingstoke and Deane"),
            ("Newport", None, "Newport (Casnewydd)"),
            ("Newport", telford, "Newport, Telford and Wrekin"),
            ("Newport", southampton, "Newport, Isle of Wight"),
            ("Chorlton", manchester, "Chorlton-cum-hardy, Manchester"),
            ("Bury, Lancs", southampton, "Bury"),
            ("Hull", None, "Hull (Kingston upon Hull)"),
            ("Wirral", None, "Wirral"),
        ] {
            let place = gazetteer.locate_from(typed, centre);
            assert_eq!(place.map(|place| place.label).as_deref(), Ok(wanted), "{typed}");
        }
    }

    fn places_are_found_inside_a_spoken_question(db: &TestDatabase) {
        let Some(data) = shared_folder("data/geography") else {
            return;
        };
        let db = open(db);
        for name in ["gm-postcodes.csv.gz", "gb-places.tsv"] {
            import(&db, &data.join(name), false).expect("the file can be read");
        }
        let gazetteer = db.read(Gazetteer::load).expect("the gazetteer loads");
        for (question, named, ambiguous) in [
            ("lost his job and his hearing is going M14", "M14", false),
            ("befriending in sale for mum", "sale", true),
            ("dementia cafe chorlton cum hardy tuesday", "chorlton cum hardy", false),
            ("carer near m14 5ab evenings", "m14 5ab", false),
            ("food parcel Stalybridge, no money", "Stalybridge,", false),
        ] {
            let words: Vec<&str> = question.split(' ').collect();
            let found = gazetteer.find_in(&words);
            let certain = found.iter().find(|one| one.ambiguous_word == ambiguous);
            let certain = certain.unwrap_or_else(|| panic!("{question}: {found:?}"));
            assert_eq!(words[certain.range.clone()].join(" "), named, "{question}");
        }
    }
}

fn open(db: &TestDatabase) -> Database {
    let url = db.url().parse().expect("a test database has a sound URL");
    Database::open(&url).expect("a test database opens")
}
