//! Which place is meant, of many with one name, and by names nobody wrote right.

use super::*;
use crate::geography::units::Steps;
use proptest::prelude::*;

fn at(latitude: f64, longitude: f64) -> Steps {
    Point::new(latitude, longitude).unwrap().into()
}

fn named(name: &str, area: &str, kind: PlaceKind, latitude: f64, longitude: f64) -> Named {
    Named {
        name: name.into(),
        area: area.into(),
        kind,
        at: at(latitude, longitude),
    }
}

fn names() -> Names {
    use PlaceKind::*;
    Names::new([
        named("Manchester", "", City, 53.479, -2.2451),
        named("Stretford", "Trafford", Town, 53.4461, -2.3074),
        named(
            "Stretford",
            "County of Herefordshire",
            Hamlet,
            52.1957,
            -2.8221,
        ),
        named("Sale", "Trafford", Town, 53.4252, -2.3228),
        named("Altrincham", "Trafford", Town, 53.3881, -2.3515),
        named("Urmston", "Trafford", Town, 53.4487, -2.3551),
        named("Ashton-under-Lyne", "Tameside", Town, 53.4903, -2.0938),
        named("Ashton", "Cornwall", Village, 50.1096, -5.3533),
        named("Ashton", "Winchester", Hamlet, 50.9707, -1.2158),
        named("Chorlton-cum-hardy", "Manchester", Suburb, 53.4379, -2.2691),
        named(
            "Whitchurch",
            "Basingstoke and Deane",
            Town,
            51.2299,
            -1.3391,
        ),
        named("Whitchurch", "Shropshire", Town, 52.9696, -2.6842),
        named("Whitchurch", "City of Bristol", Suburb, 51.4043, -2.5722),
        named("Casnewydd", "Casnewydd - Newport", City, 51.5877, -2.9984),
        named("Newport", "Isle of Wight", Town, 50.7002, -1.2937),
        named("Newport", "Telford and Wrekin", Town, 52.7688, -2.3785),
        named(
            "Newport",
            "East Riding of Yorkshire",
            Village,
            53.7617,
            -0.7018,
        ),
        named(
            "Bath",
            "Bath and North East Somerset",
            City,
            51.3828,
            -2.3593,
        ),
        named("Bath", "Wiltshire", Hamlet, 51.3, -2.0),
        named("Bath", "Bury", Village, 53.6, -2.3),
        named(
            "Kingston upon Hull",
            "City of Kingston upon Hull",
            City,
            53.7443,
            -0.3325,
        ),
        named("Hoylake", "Wirral", Town, 53.39, -3.18),
        named("Heswall", "Wirral", Town, 53.33, -3.1),
        named("Longdendale", "Tameside", Suburb, 53.46, -2.0),
    ])
}

/// Near the middle of Greater Manchester.
const MANCHESTER: (f64, f64) = (53.5, -2.25);
const TELFORD: (f64, f64) = (52.68, -2.45);
const SOUTHAMPTON: (f64, f64) = (50.9, -1.4);

fn area_of(text: &str, centre: Option<(f64, f64)>) -> String {
    let centre = centre.map(|(north, east)| Point::new(north, east).unwrap());
    let names = names();
    let found = names.find(text, centre);
    found.map_or_else(|| "none".into(), |known| known.place.area.to_string())
}

#[test]
fn of_one_name_the_bigger_place_is_meant() {
    assert_eq!(area_of("Stretford", None), "Trafford");
    assert_eq!(area_of("Bath", None), "Bath and North East Somerset");
    assert_eq!(area_of("Newport", None), "Casnewydd - Newport");
    assert_eq!(area_of("Ashton", None), "Tameside");
    assert_eq!(area_of("Sale", Some(SOUTHAMPTON)), "Trafford");
}

#[test]
fn a_place_near_the_listings_is_meant_before_a_bigger_one_far_away() {
    assert_eq!(area_of("Whitchurch", Some(TELFORD)), "Shropshire");
    assert_eq!(
        area_of("Whitchurch", Some(SOUTHAMPTON)),
        "Basingstoke and Deane"
    );
    assert_eq!(
        area_of("Whitchurch", Some((51.45, -2.6))),
        "City of Bristol"
    );
    assert_eq!(area_of("Newport", Some(TELFORD)), "Telford and Wrekin");
    assert_eq!(area_of("Newport", Some(SOUTHAMPTON)), "Isle of Wight");
    assert_eq!(area_of("Ashton", Some(MANCHESTER)), "Tameside");
    assert_eq!(area_of("Ashton", Some(SOUTHAMPTON)), "Winchester");
    assert_eq!(
        area_of("Stretford", Some((52.1, -2.8))),
        "County of Herefordshire"
    );
}

#[test]
fn but_a_city_is_meant_before_a_village_nearby() {
    assert_eq!(
        area_of("Bath", Some(MANCHESTER)),
        "Bath and North East Somerset"
    );
    assert_eq!(
        area_of("Newport", Some((53.8, -0.7))),
        "Casnewydd - Newport"
    );
}

#[test]
fn what_is_added_to_a_name_tells_it_apart() {
    for (text, area) in [
        ("Whitchurch, Shropshire", "Shropshire"),
        ("whitchurch shropshire", "Shropshire"),
        ("Whitchurch Hampshire", "Basingstoke and Deane"),
        ("Whitchurch near Bath", "City of Bristol"),
        ("whitchurch nr. Bath", "City of Bristol"),
        ("Newport (Isle of Wight)", "Isle of Wight"),
        ("Bath, Lancashire", "Bury"),
        ("in Sale, Greater Manchester", "Trafford"),
        ("sale trafford", "Trafford"),
        ("Stretford, Nowhere", "Trafford"),
        (
            "Stretford, Nowhere, Herefordshire",
            "County of Herefordshire",
        ),
    ] {
        assert_eq!(area_of(text, Some(MANCHESTER)), area, "{text}");
    }
    assert_eq!(area_of("sale nowhere", None), "none");
}

#[test]
fn other_names_are_known_and_shown_with_the_one_on_the_map() {
    let names = names();
    for (text, label) in [
        ("hull", "Hull (Kingston upon Hull)"),
        ("Newport", "Newport (Casnewydd)"),
        ("chorlton", "Chorlton-cum-hardy, Manchester"),
        ("Wirral", "Wirral"),
        ("tameside", "Tameside"),
        ("Herefordshire", "Herefordshire"),
    ] {
        let known = names.find(text, None).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(known.label(), label);
        let again = names.find(label, None).unwrap_or_else(|| panic!("{label}"));
        assert_eq!(again.label(), label);
    }
    assert_eq!(names.len(), 24);
}

fn meant(text: &str) -> Option<(String, String)> {
    let names = names();
    let (known, written) = names.misspelt(text, None)?;
    Some((known.place.name.to_string(), written))
}

#[test]
fn a_misspelt_name_is_the_nearest_one() {
    for (text, name) in [
        ("Strettford", "Stretford"),
        ("stretfrod", "Stretford"),
        ("Altringham", "Altrincham"),
        ("Manchestr", "Manchester"),
        ("Menchaster", "Manchester"),
        ("Nanchester", "Manchester"),
        ("Urmiston", "Urmston"),
        ("Salle", "Sale"),
        ("chorlton cum hardie", "Chorlton-cum-hardy"),
        ("ashton under line", "Ashton-under-Lyne"),
    ] {
        assert_eq!(meant(text), Some((name.into(), text.into())), "{text}");
    }
}

#[test]
fn what_was_added_to_a_misspelt_name_still_tells() {
    let told = |text: &str| {
        let names = names();
        let found = names.misspelt(text, None);
        found.map(|(known, written)| (known.place.area.to_string(), written))
    };
    let stretford = Some(("Trafford".to_owned(), "Strettford".to_owned()));
    assert_eq!(told("Strettford, Trafford"), stretford);
    assert_eq!(told("Strettford trafford"), stretford);
    let hamlet = Some(("County of Herefordshire".to_owned(), "Stretferd".to_owned()));
    assert_eq!(told("Stretferd, Herefordshire"), hamlet);
}

#[test]
fn what_is_near_to_nothing_or_to_too_much_is_not_guessed() {
    for text in [
        "Nowhereton",
        "",
        "Sal",
        "M32 0DF",
        "Bulh",
        "Stretford99",
        "x",
    ] {
        assert_eq!(meant(text), None, "{text}");
    }
    use PlaceKind::Town;
    let twins = Names::new([
        named("Marton", "A", Town, 53.0, -2.0),
        named("Morton", "B", Town, 53.0, -2.0),
    ]);
    assert!(twins.misspelt("Murton", None).is_none());
    assert_eq!(twins.near("Murton", 9, None).len(), 2);
}

proptest! {
    #[test]
    fn one_slip_in_a_name_is_put_right(which in 0..24usize, at in 0..20usize, how in 0..4u8, letter in "[a-z]") {
        let names = names();
        let key = fold(&names.places[which].name);
        let letter = letter.chars().next().unwrap();
        let mut letters: Vec<char> = key.chars().collect();
        let at = at % letters.len();
        match how {
            0 => drop(letters.remove(at)),
            1 => letters.insert(at, letter),
            2 => letters[at] = letter,
            _ => letters.swap(at, (at + 1) % key.len()),
        }
        let written: String = letters.into_iter().collect();
        prop_assume!(fold(&written) == written && written.len() > 4 && (how < 3 || at + 1 < key.len()));
        // One slip away from two names, it may be either: "wanchester".
        let mut others = names.known(&names.entries).filter(|known| *known.entry.key != *key);
        prop_assume!(!others.any(|known| strsim::osa_distance(&known.entry.key, &written) <= 1));
        if names.find(&written, None).is_none() {
            let found = names.misspelt(&written, None).map(|(known, _)| &*known.entry.key);
            prop_assert_eq!(found, Some(&*key), "{}", written);
        }
    }

    #[test]
    fn any_text_is_looked_for_without_panic(text in "\\PC{0,20}", north in 50.0..60.0f64) {
        let (names, centre) = (names(), Point::new(north, -2.0));
        let _ = (names.find(&text, centre), names.misspelt(&text, centre), names.near(&text, 3, centre));
    }
}
