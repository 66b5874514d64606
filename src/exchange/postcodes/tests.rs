//! Imports, from small files written here and from the country's own.

use super::*;
use crate::config::DatabaseUrl;
use crate::db::changes;
use crate::geography::{Gazetteer, Precision};
use flate2::write::GzEncoder;
use std::io::Write;
use tempfile::TempDir;

fn database() -> (TempDir, Database) {
    let folder = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::Sqlite(folder.path().join("test.sqlite"));
    let db = Database::open(&url).unwrap();
    (folder, db)
}

fn file(folder: &TempDir, name: &str, content: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    path
}

fn gzipped(content: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(content).unwrap();
    gzip.finish().unwrap()
}

fn counts(summary: &Summary) -> (u64, u64, u64, usize) {
    (
        summary.added,
        summary.changed,
        summary.unchanged,
        summary.rejections.len(),
    )
}

fn changed(db: &Database) -> Vec<String> {
    let changes = db.read(|conn| changes::after(conn, 0, 1000)).unwrap();
    changes
        .into_iter()
        .map(|change| format!("{} {}", change.kind, change.id))
        .collect()
}

const POSTCODES: &[u8] = b"\xef\xbb\xbfLong,Postcode,LAT,lad_name,ward_name\r\n\
    -2.30741,qh7 1aa,53.44612,Quayshire,\"Mill, Upper\"\r\n\
    -2.30741,QH71AB,53.44614,Quayshire,\"Mill, Upper\"\r\n\
    0,QH7 1AC,0,Quayshire,Mill\r\n\
    0.0,QH7 1AD,99.999999,Quayshire,Mill\r\n\
    -2.3,nonsense,53.4,Quayshire,Mill\r\n\
    -2.3,QH8 1AA,north,Quayshire,Mill\r\n\
    -2.3,QH8 2AA\r\n\
    -2.31,QH8 3AA,53.5,Quayshire,Mill\r\n";

#[test]
fn good_rows_land_and_bad_ones_are_told_by_line() {
    let (folder, db) = database();
    let path = file(&folder, "p.csv", POSTCODES);
    assert_eq!(counts(&import(&db, &path, true).unwrap()), (6, 0, 0, 5));
    assert_eq!(changed(&db), Vec::<String>::new());
    let summary = import(&db, &path, false).unwrap();
    assert_eq!(counts(&summary), (6, 0, 0, 5));
    let told: Vec<String> = summary.rejections.iter().map(ToString::to_string).collect();
    assert_eq!(
        told[0],
        "rejected QH7 1AC (p.csv, line 4): lat: it has no position"
    );
    assert!(
        told[2].starts_with("rejected nonsense (p.csv, line 6): postcode: "),
        "{told:?}"
    );
    assert_eq!(
        told[3],
        "rejected QH8 1AA (p.csv, line 7): lat: \"north\" is not a number"
    );
    assert_eq!(
        changed(&db),
        ["gazetteer QH7", "gazetteer QH8", "gazetteer places"]
    );
    assert_eq!(counts(&import(&db, &path, false).unwrap()), (0, 0, 6, 5));
    assert_eq!(changed(&db).len(), 3);
    let gazetteer = db.read(Gazetteer::load).unwrap();
    let place = gazetteer.locate("mill upper").unwrap();
    assert_eq!(
        (place.label.as_str(), place.point.latitude),
        ("Mill, Upper, Quayshire", 53.44613)
    );
    assert_eq!(
        gazetteer.locate("quayshire").unwrap().precision,
        Precision::Place
    );
}

#[test]
fn a_merge_keeps_what_it_does_not_mention() {
    let (folder, db) = database();
    import(&db, &file(&folder, "a.csv", POSTCODES), false).unwrap();
    let more = b"postcode,latitude,longitude\nQH7 1AA,53.5,-2.30741\nQH7 1AB,53.44614,-2.30741\nQH7 9AA,53.4,-2.3\n";
    let summary = import(&db, &file(&folder, "b.csv", more), false).unwrap();
    assert_eq!(counts(&summary), (1, 1, 1, 0));
    let gazetteer = db.read(Gazetteer::load).unwrap();
    assert_eq!(gazetteer.size().0, 4);
    assert_eq!(gazetteer.locate("QH7 1AA").unwrap().point.latitude, 53.5);
}

#[test]
fn places_are_read_and_outcodes_among_them_are_not() {
    let (folder, db) = database();
    let tsv = "name\tarea\ttype\tlat\tlon\nStretford\tTrafford\tt\t53.4461\t-2.3074\n\
        M32\tTrafford\t\t53.44\t-2.3\nStretford\tTrafford\tt\t53\t-2\nHale\tTrafford\tx\t53\t-2\n";
    let path = file(&folder, "places.tsv.gz", &gzipped(tsv.as_bytes()));
    let summary = import(&db, &path, false).unwrap();
    assert_eq!(counts(&summary), (2, 0, 0, 1));
    assert_eq!(summary.rejections[0].place, "places.tsv.gz, line 5");
    assert_eq!(counts(&import(&db, &path, false).unwrap()), (0, 0, 2, 1));
    let moved = "name,area,type,lat,lon\nStretford,Trafford,town,53.5,-2.3074\n";
    let summary = import(&db, &file(&folder, "moved.csv", moved.as_bytes()), false).unwrap();
    assert_eq!(counts(&summary), (0, 1, 0, 0));
}

#[test]
fn a_folder_is_read_as_one() {
    let (folder, db) = database();
    let (data, other) = (folder.path().join("data"), folder.path().join("empty"));
    std::fs::create_dir(&data).unwrap();
    std::fs::create_dir(&other).unwrap();
    std::fs::write(
        data.join("a.csv"),
        "postcode,lat,lon\nQH1 1AA,53.1,-2.1\nQH1 1AB,53.1,-2.1\n",
    )
    .unwrap();
    std::fs::write(
        data.join("b.csv.gz"),
        gzipped(b"postcode,lat,lon\nQH1 1AA,53.2,-2.1\n"),
    )
    .unwrap();
    std::fs::write(data.join("README.md"), "not data").unwrap();
    assert_eq!(counts(&import(&db, &data, false).unwrap()), (2, 0, 0, 0));
    assert_eq!(counts(&import(&db, &data, false).unwrap()), (0, 0, 2, 0));
    let error = import(&db, &other, false).unwrap_err().to_string();
    assert!(error.contains("has no file that ends in .csv"), "{error}");
}

#[test]
fn what_cannot_be_read_to_its_end_changes_nothing() {
    let (folder, db) = database();
    let rows: String = (0..6000)
        .map(|n| format!("QH{} {}AA,53.{n},-2.{n}\n", n % 9 + 1, n % 10))
        .collect();
    let whole = gzipped(format!("postcode,lat,lon\n{rows}").as_bytes());
    let cut = file(&folder, "cut.csv.gz", &whole[..whole.len() / 2]);
    let error = import(&db, &cut, false).unwrap_err().to_string();
    assert!(
        error.contains("cut.csv.gz") && error.contains("nothing was imported"),
        "{error}"
    );
    let wrong = file(&folder, "wrong.csv", b"postcode,name\nM32 0DF,1\n");
    let error = import(&db, &wrong, false).unwrap_err().to_string();
    assert!(
        error.contains("\"postcode, name\"; wanted are postcode, lat, lon"),
        "{error}"
    );
    for content in [
        &b""[..],
        b"\x1f\x8b",
        b"\x1f\x8b\x08\x00garbage",
        b"\xff\xfe\x00",
    ] {
        assert!(import(&db, &file(&folder, "bad.csv", content), false).is_err());
    }
    assert!(import(&db, &folder.path().join("none.csv"), false).is_err());
    assert_eq!(changed(&db), Vec::<String>::new());
}

#[test]
fn places_of_one_name_and_kind_in_one_district_are_all_kept() {
    let (folder, db) = database();
    let tsv = "name,area,type,lat,lon\nNewtown,Shropshire,h,52.8,-2.7\nNewtown,Shropshire,h,52.4,-2.9\n\
        Newtown,Shropshire,h,52.8,-2.7\n";
    let path = file(&folder, "places.csv", tsv.as_bytes());
    assert_eq!(counts(&import(&db, &path, false).unwrap()), (2, 0, 0, 0));
    assert_eq!(counts(&import(&db, &path, false).unwrap()), (0, 0, 2, 0));
    // One of them a little to the north, and another that was not known.
    let more =
        "name,area,type,lat,lon\nNewtown,Shropshire,h,52.81,-2.7\nNewtown,Shropshire,h,52.6,-3.1\n";
    let path = file(&folder, "more.csv", more.as_bytes());
    assert_eq!(counts(&import(&db, &path, true).unwrap()), (1, 1, 0, 0));
    assert_eq!(counts(&import(&db, &path, false).unwrap()), (1, 1, 0, 0));
    assert_eq!(db.read(Gazetteer::load).unwrap().size().1, 3);
}

#[test]
fn the_postcode_directory_tells_which_postcodes_are_no_longer_in_use() {
    let (folder, db) = database();
    let csv = "pcd,pcd2,pcds,dointr,doterm,oscty,oslaua,osward,oseast1m,osnrth1m,osgrdind,lat,long\n\
        \"QH7 1AA\",\"QH7  1AA\",\"QH7 1AA\",\"198001\",\"\",\"E99\",\"E08\",\"E05\",\"380000\",\"390000\",\"1\",53.4,-2.3\n\
        \"QH7 1AB\",\"QH7  1AB\",\"QH7 1AB\",\"198001\",\"200912\",\"\",\"\",\"\",\"\",\"\",\"1\",53.5,-2.3\n\
        \"QH7 1AC\",\"QH7  1AC\",\"QH7 1AC\",\"198001\",\"\",\"\",\"\",\"\",\"\",\"\",\"9\",99.999999,0.000000\n\
        \"QH7 1AD\",\"QH7  1AD\",\"QH7 1AD\",\"198001\",\"soon\",\"\",\"\",\"\",\"\",\"\",\"9\",53.5,-2.3\n";
    let path = file(&folder, "ONSPD.csv", csv.as_bytes());
    let summary = import(&db, &path, false).unwrap();
    assert_eq!(counts(&summary), (2, 0, 0, 2));
    let told: Vec<String> = summary.rejections.iter().map(ToString::to_string).collect();
    assert_eq!(
        told[0],
        "rejected QH7 1AC (ONSPD.csv, line 4): lat: it has no position"
    );
    assert!(
        told[1].contains("line 5): doterm: \"soon\" is not a month"),
        "{told:?}"
    );
    assert_eq!(counts(&import(&db, &path, false).unwrap()), (0, 0, 2, 2));
    let label = || {
        let gazetteer = db.read(Gazetteer::load).unwrap();
        gazetteer.locate("qh71ab").unwrap().label
    };
    assert_eq!(label(), "QH7 1AB (no longer in use)");
    let again = "pcds,lat,long,doterm,lad24nm,wd24nm\nQH7 1AB,53.5,-2.3,,Quayshire,Mill\n";
    let summary = import(&db, &file(&folder, "NSPL.csv", again.as_bytes()), false).unwrap();
    assert_eq!(counts(&summary), (2, 1, 0, 0));
    assert_eq!(label(), "QH7 1AB");
}

#[test]
fn code_point_open_is_known_by_its_look_and_read_on_the_grid() {
    let (folder, db) = database();
    let rows = "\"QH1  1AA\",10,357455,383290,\"E92000001\",\"\",\"\",\"\",\"E08\",\"E05\"\n\
        \"QH147AB\",90,0,0,\"E92000001\",\"\",\"\",\"\",\"E08\",\"E05\"\n\
        \"QH147AC\",50,900000,383290,\"E92000001\",\"\",\"\",\"\",\"E08\",\"E05\"\n\
        \"QH147AD\",50,357456,383290,\"E92000001\",\"\",\"\",\"\",\"E08\",\"E05\"\n";
    let path = file(&folder, "qh.csv", rows.as_bytes());
    let summary = import(&db, &path, false).unwrap();
    assert_eq!(counts(&summary), (2, 0, 0, 2));
    let told: Vec<String> = summary.rejections.iter().map(ToString::to_string).collect();
    assert_eq!(
        told[0],
        "rejected QH147AB (qh.csv, line 2): eastings: it has no position"
    );
    assert!(told[1].contains("line 3): eastings: 900000, 383290 is not on the National Grid"));
    let crlf = file(&folder, "crlf.csv", rows.replace('\n', "\r\n").as_bytes());
    let again = import(&db, &crlf, false).unwrap();
    assert_eq!(
        (again.unchanged, &again.rejections[1].place[..]),
        (2, "crlf.csv, line 3")
    );
    let gazetteer = db.read(Gazetteer::load).unwrap();
    let place = gazetteer.locate("QH1 1AA").unwrap();
    let right = crate::domain::point::Point::new(53.3448, -2.64049).unwrap();
    assert!(place.point.distance_m(right) < 5.0, "{place:?}");
    let headed = rows.replacen('"', "PC,PQ,EA,NO,CY,RH,LH,CC,DC,WC\n\"", 1);
    let headed = file(&folder, "headed.csv", headed.as_bytes());
    assert_eq!(counts(&import(&db, &headed, false).unwrap()), (0, 0, 2, 2));
}
