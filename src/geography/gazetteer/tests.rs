//! What the gazetteer finds for what people write.

use super::*;
use crate::geography::postcode::Postcode;
use crate::geography::units::Unit;

fn units(of: &[(&str, f64)]) -> Vec<(Outcode, Units)> {
    let mut all: Vec<(Postcode, Steps)> = of
        .iter()
        .map(|(text, latitude)| {
            (
                text.parse().unwrap(),
                Point::new(*latitude, -2.0).unwrap().into(),
            )
        })
        .collect();
    all.sort_by_key(|(postcode, _)| *postcode);
    let groups = all.chunk_by(|(a, _), (b, _)| a.outcode == b.outcode);
    let pack = |group: &[(Postcode, Steps)]| {
        let units: Vec<Unit> = group
            .iter()
            .map(|(p, at)| Unit {
                inward: p.inward,
                at: *at,
            })
            .collect();
        (group[0].0.outcode, Units::pack(&units))
    };
    groups.map(pack).collect()
}

fn named(name: &str, area: &str, kind: PlaceKind, latitude: f64) -> Named {
    let at = Point::new(latitude, -2.0).unwrap().into();
    Named {
        name: name.into(),
        area: area.into(),
        kind,
        at,
    }
}

fn gazetteer() -> Gazetteer {
    let outcodes = units(&[
        ("M32 0DF", 53.0),
        ("M32 0DG", 53.2),
        ("M32 8AA", 54.0),
        ("M3 1AA", 55.0),
        ("M30 0DF", 56.0),
    ]);
    let names = Names::new([
        named(
            "Stretford",
            "County of Herefordshire",
            PlaceKind::Hamlet,
            52.0,
        ),
        named("Stretford", "Trafford", PlaceKind::Town, 53.4),
        named("Manchester", "", PlaceKind::City, 53.5),
        named("Hale", "Trafford", PlaceKind::Village, 53.38),
        named("Hale", "Halton", PlaceKind::Village, 53.33),
        named("St. John's-on-Sea", "Quayshire", PlaceKind::Ward, 51.0),
        named("Caerŵys", "Sir y Fflint", PlaceKind::Town, 53.2),
    ]);
    Gazetteer { outcodes, names }
}

fn found(text: &str) -> (String, f64, Precision) {
    let place = gazetteer()
        .locate(text)
        .unwrap_or_else(|e| panic!("{text}: {e}"));
    (place.label, place.point.latitude, place.precision)
}

#[test]
fn postcodes_and_their_parts() {
    let whole = |text| found(text) == ("M32 0DF".into(), 53.0, Precision::Postcode);
    assert!(whole("m320df") && whole("M32 ODF") && whole("12 High Street, Stretford M32 0DF"));
    assert_eq!(found("M32 0"), ("M32 0".into(), 53.1, Precision::Sector));
    assert_eq!(found("m32"), ("M32".into(), 53.4, Precision::Outcode));
    assert_eq!(found("M3O"), ("M30".into(), 56.0, Precision::Outcode));
    assert_eq!(found("M3 1"), ("M3 1".into(), 55.0, Precision::Sector));
}

#[test]
fn what_is_not_known_becomes_what_is_around_it() {
    assert_eq!(
        found("M32 0ZZ"),
        (
            "M32 0ZZ is not known; using M32 0".into(),
            53.1,
            Precision::Sector
        )
    );
    assert_eq!(
        found("M32 9ZZ"),
        (
            "M32 9ZZ is not known; using M32".into(),
            53.4,
            Precision::Outcode
        )
    );
    assert_eq!(
        found("M32 7"),
        (
            "M32 7 is not known; using M32".into(),
            53.4,
            Precision::Outcode
        )
    );
    assert!(gazetteer().locate("QH1 1AA").is_err());
}

#[test]
fn names_however_written() {
    for text in [
        "Stretford",
        " STRETFORD ",
        "stretford, trafford",
        "Stretford Trafford",
        "stretford, manchester",
    ] {
        assert_eq!(found(text).0, "Stretford, Trafford", "{text}");
    }
    assert_eq!(found("stretford county of herefordshire").1, 52.0);
    assert_eq!(found("Hale, Halton").1, 53.33);
    assert_eq!(found("saint johns on sea").2, Precision::Place);
    assert_eq!(found("caerwys").0, "Caerŵys, Sir y Fflint");
    assert_eq!(found("manchester").0, "Manchester");
}

#[test]
fn positions() {
    assert_eq!(
        found("53.446,-2.308"),
        ("53.44600, -2.30800".into(), 53.446, Precision::Point)
    );
    assert_eq!(found(" 53.446 ; -2.308 ").1, 53.446);
    for bad in ["95,0", "NaN,0", "53.4", "1,2,3", "inf inf"] {
        assert!(gazetteer().locate(bad).is_err(), "{bad}");
    }
}

#[test]
fn what_is_not_found_says_what_would_work() {
    let error = gazetteer().locate("Stretfrod").unwrap_err();
    assert_eq!(
        error.near,
        ["Stretford, Trafford", "Stretford, County of Herefordshire"]
    );
    assert!(
        error
            .message
            .contains("did you mean Stretford, Trafford or"),
        "{error}"
    );
    assert!(
        gazetteer()
            .locate("")
            .unwrap_err()
            .message
            .contains("M32 0DF")
    );
    assert!(
        Gazetteer::default()
            .locate("M32")
            .unwrap_err()
            .message
            .contains("loaded")
    );
    assert!(Gazetteer::default().is_empty());
}

#[test]
fn completions_can_be_located() {
    assert_eq!(gazetteer().complete("m3", 2), ["M3", "M30"]);
    assert_eq!(gazetteer().complete("st", 9)[0], "Stretford, Trafford");
    assert!(gazetteer().complete("", 9).is_empty());
    for label in gazetteer().complete("h", 9) {
        assert_eq!(found(&label).0, label);
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_answered(text in "\\PC{0,20}") {
        let _ = (gazetteer().locate(&text), gazetteer().complete(&text, 5));
    }
}
