//! What the gazetteer finds for what people write.

use super::*;
use crate::geography::postcode::Postcode;
use crate::geography::units::{Steps, Unit};

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
            .map(|(p, at)| Unit::new(p.inward, *at))
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

pub fn gazetteer() -> Gazetteer {
    let mut outcodes = units(&[
        ("M32 0DF", 53.0),
        ("M32 0DG", 53.2),
        ("M32 8AA", 54.0),
        ("M3 1AA", 55.0),
        ("M30 0DF", 56.0),
        ("M50 4AA", 57.0),
        ("M50 5AA", 58.0),
    ]);
    let gone = outcodes.pop().map(|(outcode, units)| {
        let gone = |unit: Unit| Unit {
            in_use: unit.inward.sector() != 4,
            ..unit
        };
        let units: Vec<Unit> = units.iter().map(gone).collect();
        (outcode, Units::pack(&units))
    });
    outcodes.extend(gone);
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
    let looked_up = HashMap::new();
    Gazetteer {
        outcodes,
        looked_up,
        names,
    }
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
fn a_postcode_that_is_no_longer_in_use_is_found_and_says_so() {
    let gone = "M50 4AA (no longer in use)".into();
    assert_eq!(found("m50 4aa"), (gone, 57.0, Precision::Postcode));
    assert_eq!(found("M50"), ("M50".into(), 58.0, Precision::Outcode));
}

#[test]
fn a_rare_slip_in_a_postcode_is_a_guess() {
    let place = gazetteer().locate("MS0 5AA").unwrap();
    assert_eq!(place.label, "M50 5AA");
    assert_eq!(place.instead_of.as_deref(), Some("MS0 5AA"));
    assert_eq!(gazetteer().locate("M5O 5AA").unwrap().instead_of, None);
}

#[test]
fn a_postcode_with_a_wrong_letter_becomes_what_is_right_of_it() {
    let label = |text: &str| gazetteer().locate(text).map(|place| place.label);
    let using = |text: &str, known: &str| Ok(format!("{text} is not known; using {known}"));
    assert_eq!(label("M32 0D8"), using("M32 0D8", "M32 0"));
    assert_eq!(label("M32 PDF"), using("M32 PDF", "M32"));
    assert_eq!(label("M32 0DFF"), using("M32 0DFF", "M32 0"));
    assert_eq!(label("Flat 2, Stretford, M32 PDF"), using("M32 PDF", "M32"));
    assert_eq!(label("M32 Stretford"), Ok("M32".into()));
}

#[test]
fn a_misspelt_name_is_located_and_says_what_was_written() {
    let place = gazetteer().locate("Strettford, Trafford").unwrap();
    assert_eq!(place.label, "Stretford, Trafford");
    assert_eq!(place.instead_of.as_deref(), Some("Strettford"));
    assert_eq!(gazetteer().locate("Stretford").unwrap().instead_of, None);
}

#[test]
fn an_address_is_where_its_town_is() {
    let label = "12 High Street is not known; using Stretford, Trafford";
    assert_eq!(found("12 High Street, Stretford, Manchester").0, label);
    assert!(gazetteer().locate("12 High Street").is_err());
}

#[test]
fn of_one_name_the_place_near_the_listings_is_meant() {
    let hereford = Point::new(52.05, -2.7);
    let place = gazetteer().locate_from("Stretford", hereford).unwrap();
    assert_eq!(place.label, "Stretford, County of Herefordshire");
}

#[test]
fn what_is_not_found_says_what_would_work() {
    let error = gazetteer().locate("Hale12").unwrap_err();
    assert_eq!(error.near, ["Hale, Halton", "Hale, Trafford"]);
    let said = "did you mean Hale, Halton or";
    assert!(error.message.contains(said), "{error}");
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
