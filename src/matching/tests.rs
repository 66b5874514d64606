//! What always holds of likeness, of looking for pairs, and of merging.

use super::merge::taking;
use super::profile::{letters, words};
use super::*;
use crate::directory::record::Document;
use crate::domain::point::Point;
use crate::edits::{Field, read};
use proptest::prelude::*;
use serde_json::json;

fn named(name: &str) -> Profile {
    Profile {
        id: name.to_owned(),
        name: words(name),
        letters: letters(name),
        ..Profile::default()
    }
}

fn at(name: &str, phone: &str, postcode: &str) -> Profile {
    Profile {
        phones: vec![phone.into()],
        postcodes: vec![postcode.into()],
        ..named(name)
    }
}

#[test]
fn the_same_service_told_twice_is_likely_one() {
    let one = at("Quayside Lunch Club", "234567890", "QH11AA");
    let other = at("Quay-side lunch club", "234567890", "QH11AA");
    let spelt = at("Quaysyde Lunch Club", "234567890", "QH11AA");
    let close = at("The Quayside Lunch Club", "234567890", "QH11AA");
    assert!(likeness(&one, &close).score >= LIKELY);
    assert_eq!(likeness(&one, &close).reasons[0], Reason::SameName);
    assert!(likeness(&one, &other).score >= LIKELY);
    assert!(likeness(&one, &spelt).score >= LIKELY);
}

#[test]
fn a_common_name_elsewhere_and_another_session_are_not() {
    let here = Profile {
        points: vec![Point::new(53.9, -3.7).unwrap()],
        ..named("Lunch club")
    };
    let there = Profile {
        points: vec![Point::new(51.5, -0.1).unwrap()],
        ..named("Lunch club")
    };
    assert!(likeness(&here, &there).score < LIKELY);
    let monday = at("Chess on Mondays", "234567890", "QH11AA");
    let tuesday = at("Chess on Tuesdays", "234567890", "QH11AA");
    assert!(likeness(&monday, &tuesday).score < LIKELY);
    let warm = at("Warm room", "234567890", "QH11AA");
    assert_eq!(likeness(&warm, &monday).score, 0);
}

#[test]
fn those_that_have_something_rare_in_common_are_compared_and_few_others() {
    let mut all: Vec<Profile> = (0..20_000)
        .map(|n| {
            at(
                &format!("Club word{} and word{}", n % 150, n / 150),
                &format!("{n:09}"),
                &format!("QH{}", n / 7),
            )
        })
        .collect();
    all.push(at("Harbour Voices choir", "999999999", "ZZ1"));
    all.push(at("Harbor Voices choir", "999999999", "ZZ1"));
    let pairs = candidates(&all);
    assert!(pairs.contains(&(20_000, 20_001)));
    assert!(pairs.len() < 40 * all.len(), "{}", pairs.len());
    assert!(pairs.iter().all(|(one, other)| one < other));
    assert!(
        likely(&all)
            .iter()
            .any(|pair| pair.one.starts_with("Harbo"))
    );
}

fn service(id: u32, fields: serde_json::Value) -> Document {
    let mut service = json!({ "id": format!("0000005e-0000-4000-8000-{id:012}"), "name": "Lunch" });
    let all = service.as_object_mut().unwrap();
    all.extend(fields.as_object().unwrap().clone());
    all.clone()
}

#[test]
fn what_is_taken_comes_from_the_other_and_the_rest_stays() {
    let kept = service(1, json!({ "email": "a@b.example", "odd": 1 }));
    let place = json!({ "id": "x", "location_id": "p", "schedules": [{ "byday": "MO" }], "location": { "id": "p" } });
    let other = service(
        2,
        json!({ "email": "c@d.example", "description": "Soup", "service_at_locations": [place] }),
    );
    let taken = Taken {
        fields: vec![Field::Description],
        places: vec!["p".into()],
    };
    let made = taking(kept.clone(), &other, &taken);
    assert_eq!(
        (&made["email"], &made["description"], &made["odd"]),
        (&json!("a@b.example"), &json!("Soup"), &json!(1))
    );
    let entry = &made["service_at_locations"][0];
    assert_eq!(
        (&entry["service_id"], &entry["location_id"]),
        (&kept["id"], &json!("p"))
    );
    assert_eq!(entry["schedules"], json!([{ "byday": "MO" }]));
    assert_eq!(taking(kept.clone(), &other, &Taken::default()), kept);
}

fn some_profile() -> impl Strategy<Value = Profile> {
    let word = "(lunch|club|quay|harbour|harbor|monday|2|voices)";
    let some = |what: &'static str| proptest::collection::vec(what, 0..3);
    (
        proptest::collection::vec(word, 0..4),
        some("(1|2)"),
        some("(a|b)"),
        some("(P|Q)"),
        some("(n|m)"),
        "(o|p|)",
        0..3u8,
    )
        .prop_map(
            |(name, phones, emails, postcodes, needs, organization, place)| Profile {
                id: name.join(" "),
                name: words(&name.join(" ")),
                letters: letters(&name.join(" ")),
                run_by: words(&organization),
                organization,
                phones,
                emails,
                postcodes,
                needs,
                points: Point::new(50.0 + f64::from(place) / 30.0, 0.0)
                    .into_iter()
                    .take(place.into())
                    .collect(),
                ..Profile::default()
            },
        )
}

proptest! {
    #[test]
    fn whichever_comes_first_the_likeness_is_the_same(a in some_profile(), b in some_profile()) {
        prop_assert_eq!(likeness(&a, &b), likeness(&b, &a));
        prop_assert!(likeness(&a, &b).score <= 100);
    }

    #[test]
    fn no_pair_is_told_twice(all in proptest::collection::vec(some_profile(), 0..12)) {
        let pairs = candidates(&all);
        let once: std::collections::BTreeSet<_> = pairs.iter().collect();
        prop_assert_eq!(once.len(), pairs.len());
    }

    #[test]
    fn what_is_undone_is_as_it_was(fields in proptest::collection::vec((0..16usize, "[a-z]{0,3}"), 0..6), keep in "[a-z]{0,4}") {
        let before = service(1, json!({ "description": keep, "phones": [{ "number": "1234" }] }));
        let mut other = service(2, json!({}));
        let mut taken = Taken::default();
        for (at, value) in fields {
            let field = Field::OF_SERVICE[at].clone();
            crate::edits::apply(&mut other, &field, &value);
            taken.fields.push(field);
        }
        let after = taking(before.clone(), &other, &taken);
        prop_assert_eq!(&restored(&before, &after, after.clone()), &before);
        // What somebody changed since is not taken back.
        let mut since = after.clone();
        since.insert("description".into(), json!("since"));
        let undone = restored(&before, &after, since);
        prop_assert_eq!(&undone["description"], &json!("since"));
        prop_assert_eq!(&read(&undone)[&Field::Phone], &read(&before)[&Field::Phone]);
    }
}
