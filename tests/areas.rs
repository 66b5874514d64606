//! Areas with their shapes: brought in, kept, asked what is in them, and found by name.

use crate::support::feed::Feed;
use crate::support::{TestDatabase, on_both_databases, shared_folder, temporary_folder};
use actix_web::HttpResponse;
use flate2::Compression;
use flate2::write::GzEncoder;
use headroom::db::{Database, changes};
use headroom::domain::point::Point;
use headroom::exchange::areas::import;
use headroom::exchange::progress::Progress;
use headroom::exchange::summary::Summary;
use headroom::geography::Gazetteer;
use headroom::geography::areas::Areas;
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;

/// The files of Greater Manchester with their kinds and how many features they have.
const FILES: [(&str, &str, usize); 4] = [
    ("gm-wards-2023", "ward", 215),
    ("gm-lsoa-2021", "lsoa", 1702),
    ("gm-msoa-2021", "msoa", 353),
    ("gm-local-authorities-2023", "lad", 10),
];

fn open(db: &TestDatabase) -> Database {
    let url = db.url().parse().expect("a test database has a sound URL");
    Database::open(&url).expect("a test database opens")
}

fn bring(db: &Database, from: &Path, kind: Option<&str>) -> Result<Summary, String> {
    let from = from.to_str().expect("a path in UTF-8");
    import(db, from, kind, false, &Progress::quiet()).map_err(|error| error.to_string())
}

fn became(summary: &Summary) -> (u64, u64, u64, usize) {
    let Summary {
        added,
        changed,
        unchanged,
        rejections,
        ..
    } = summary;
    (*added, *changed, *unchanged, rejections.len())
}

fn square(code: &str, name: &str, west: f64) -> Value {
    let ring = json!([
        [west, 53.0],
        [west + 0.1, 53.0],
        [west + 0.1, 53.1],
        [west, 53.1],
        [west, 53.0]
    ]);
    json!({ "type": "Feature", "properties": { "WD23CD": code, "WD23NM": name, "LAD23CD": "E08000099", "LAD23NM": "Quayshire" },
        "geometry": { "type": "Polygon", "coordinates": [ring] } })
}

fn collection(features: &[Value]) -> String {
    json!({ "type": "FeatureCollection", "features": features }).to_string()
}

fn gzipped(text: &str) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(text.as_bytes()).unwrap();
    packer.finish().unwrap()
}

on_both_databases! {
    /// Everything lands, a second time changes nothing, and every area has its points.
    fn the_areas_of_a_county_come_in_once(db: &TestDatabase) {
        let Some(data) = shared_folder("data/geography") else {
            return;
        };
        let db = open(db);
        for (file, kind, count) in FILES {
            let path = data.join(format!("{file}.geojson"));
            let summary = bring(&db, &path, None).unwrap();
            assert_eq!(became(&summary), (count as u64, 0, 0, 0), "{file}: {:?}", summary.rejections);
            assert_eq!(became(&bring(&db, &path, None).unwrap()), (0, 0, count as u64, 0), "{file}");
            let areas = db.read(|conn| Areas::load(conn, kind)).unwrap();
            assert_eq!(areas.len(), count);
            let town_hall = Point::new(53.4794, -2.2453).unwrap();
            assert_eq!(areas.containing(town_hall).len(), 1, "{file}");
        }
        let told = db.read(|conn| changes::after(conn, 0, 100)).unwrap();
        let told: Vec<&str> = told.iter().map(|change| change.id.as_str()).collect();
        assert_eq!(told, ["areas/ward", "areas/lsoa", "areas/msoa", "areas/lad"]);
        let gazetteer = db.read(Gazetteer::load).unwrap();
        let place = gazetteer.locate("ancoats and beswick").unwrap();
        assert_eq!(place.label, "Ancoats & Beswick, Manchester");
        assert_eq!(gazetteer.locate("Trafford").unwrap().label, "Trafford");
        assert!(gazetteer.locate("Bolton 005A").is_err());
    }

    /// What is wrong with one feature is told by its number, and the others land.
    fn a_bad_feature_is_told_by_number(db: &TestDatabase) {
        let db = open(db);
        let folder = temporary_folder();
        let file = folder.path().join("wards.geojson");
        let mut line = square("E05000003", "Line", -2.0);
        line["geometry"] = json!({ "type": "LineString", "coordinates": [[-2, 53], [-2.1, 53]] });
        let mut nameless = square("E05000004", "x", -2.0);
        nameless["properties"] = json!({ "code": "E05000004" });
        let nowhere = json!({ "type": "Feature", "properties": { "code": "E05000005", "name": "x" }, "geometry": null });
        let odd = json!({ "type": "Feature", "properties": { "code": "Q1", "name": "x" }, "geometry": null });
        let all = [square("E05000001", "Mill", -2.0), line, nameless, nowhere, odd,
            square("E05000001", "Mill again", -2.0), square("E05000002", "Quay", -1.9)];
        std::fs::write(&file, collection(&all)).unwrap();
        let summary = bring(&db, &file, None).unwrap();
        assert_eq!(became(&summary), (2, 0, 0, 5));
        let told: Vec<String> = summary.rejections.iter().map(ToString::to_string).collect();
        for (told, wanted) in told.iter().zip([
            "E05000003 (wards.geojson, feature 2): geometry: the area has a LineString",
            "(no id) (wards.geojson, feature 3): name: it has no name",
            "E05000005 (wards.geojson, feature 4): geometry:",
            "(no id) (wards.geojson, feature 5): kind: what Q1 is cannot be told: say it with --kind",
            "E05000001 (wards.geojson, feature 6): code: wards.geojson, feature 1 has the same code",
        ]) {
            assert!(told.contains(wanted), "{told}, and not {wanted}");
        }
        let moved = [square("E05000001", "Mill", -2.05), square("E05000002", "Quay", -1.9)];
        std::fs::write(&file, collection(&moved)).unwrap();
        assert_eq!(became(&bring(&db, &file, None).unwrap()), (0, 1, 1, 0));
        assert_eq!(became(&bring(&db, &file, Some("pcn")).unwrap()), (2, 0, 0, 0));
        assert_eq!(db.read(|conn| Areas::load(conn, "pcn")).unwrap().len(), 2);
        let gazetteer = db.read(Gazetteer::load).unwrap();
        assert_eq!(gazetteer.locate("quay").unwrap().label, "Quay, Quayshire");
    }

    /// A file on the web comes in as one on the disk does, and a web page does not.
    fn areas_come_in_from_an_address(db: &TestDatabase) {
        let db = open(db);
        let feed = Feed::start(|asked| match asked.path.as_str() {
            "/wards.geojson" => HttpResponse::Ok().body(collection(&[square("E05000001", "Mill", -2.0)])),
            "/wards.geojson.gz" => HttpResponse::Ok().body(gzipped(&collection(&[square("E05000002", "Quay", -1.9)]))),
            "/page" => HttpResponse::Ok().body("<html>Wards</html>"),
            _ => HttpResponse::NotFound().finish(),
        });
        let bring = |name: &str| bring(&db, Path::new(&format!("{}/{name}", feed.address)), None);
        assert_eq!(became(&bring("wards.geojson").unwrap()), (1, 0, 0, 0));
        assert_eq!(became(&bring("wards.geojson").unwrap()), (0, 0, 1, 0));
        assert_eq!(became(&bring("wards.geojson.gz").unwrap()), (1, 0, 0, 0));
        for wrong in ["page", "nothing"] {
            let said = bring(wrong).unwrap_err();
            assert!(said.contains(&feed.address) && said.contains("Nothing was imported"), "{said}");
        }
        assert_eq!(db.read(|conn| Areas::load(conn, "ward")).unwrap().len(), 2);
    }

    /// A gzipped file comes in as it would unpacked, alone or from a folder; one that is cut off
    /// changes nothing.
    fn gzipped_areas_come_in(db: &TestDatabase) {
        let db = open(db);
        let folder = temporary_folder();
        let file = folder.path().join("wards.geojson.gz");
        let packed = gzipped(&collection(&[square("E05000001", "Mill", -2.0), square("E05000002", "Quay", -1.9)]));
        std::fs::write(&file, &packed[..packed.len() / 2]).unwrap();
        assert!(bring(&db, &file, None).is_err());
        assert_eq!(db.read(changes::latest).unwrap(), 0);
        std::fs::write(&file, &packed).unwrap();
        assert_eq!(became(&bring(&db, &file, None).unwrap()), (2, 0, 0, 0));
        assert_eq!(became(&bring(&db, folder.path(), None).unwrap()), (0, 0, 2, 0));
        let gazetteer = db.read(Gazetteer::load).unwrap();
        assert_eq!(gazetteer.locate("quay").unwrap().label, "Quay, Quayshire");
    }

    /// What is no GeoJSON, or cannot be read, changes nothing; a folder is read as one.
    fn what_cannot_be_read_changes_nothing(db: &TestDatabase) {
        let db = open(db);
        let folder = temporary_folder();
        let (good, bad) = (folder.path().join("a.geojson"), folder.path().join("b.json"));
        std::fs::write(&good, collection(&[square("E05000001", "Mill", -2.0)])).unwrap();
        for text in ["{\"type\": \"FeatureCollection\", \"features\": [", "[]x", "{\"id\": 1}", "{\"type\": \"FeatureCollection\"}"] {
            std::fs::write(&bad, text).unwrap();
            assert!(bring(&db, folder.path(), None).is_err(), "{text}");
        }
        assert_eq!(db.read(changes::latest).unwrap(), 0);
        std::fs::write(&bad, collection(&[square("E05000002", "Quay", -1.9)])).unwrap();
        assert_eq!(became(&bring(&db, folder.path(), None).unwrap()), (2, 0, 0, 0));
        let error = bring(&db, &good, Some("Electoral Ward")).unwrap_err();
        assert!(error.contains("--kind must be"), "{error}");
    }
}
