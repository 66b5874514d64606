//! What a listing says that is not for everybody: who is shown it, what distances tell of it, and what
//! later writes make of it.

use serde_json::{Value, json};

use crate::support::listing::{location_id, square};
use crate::support::town::{HOME, command, done, found};
use crate::support::{Listing, Person, TestDatabase, Town, on_both_databases, service};

/// Where the refuge really is; nobody may find that out.
const PLACE: (f64, f64) = (53.917_263, -3.718_274);

/// A refuge whose address is withheld, for those who live around [`HOME`].
fn refuge() -> Listing {
    let address = json!({ "id": "00000aad-0000-4000-8000-000000000001", "address_1": "7 Larkspur Row", "city": "Wythmere",
        "postal_code": "QH1 1AB", "visibility": "professional" });
    let duty = json!({ "name": "Duty worker", "phones": [{ "number": "0555 010 7777" }], "visibility": "provider" });
    let remark = json!({ "text": "Risk plan in the blue folder", "visibility": "steward" });
    let place = json!({ "name": "Larkspur House", "latitude": PLACE.0, "longitude": PLACE.1, "addresses": [address],
        "description": "behind Larkspur Row", "x_uprn": 100_023_336_956_i64 });
    service(1, "Women's refuge")
        .described("Somewhere safe to stay")
        .with("phones", json!([{ "number": "0555 010 1111" }]))
        .with("contacts", json!([duty]))
        .with("x_remarks", json!([remark]))
        .for_area("Wythmere", Some(square(HOME.0, HOME.1, 0.2)))
        .at_place(1, place)
}

/// A place that is known, in the same outcode.
fn drop_in() -> Listing {
    service(2, "Drop-in")
        .by(2, "Sorrelgate Trust")
        .at(2, 53.949, -3.75)
}

/// Whatever would tell where the refuge is, or is not for the public otherwise.
const TELLING: [&str; 9] = [
    "Larkspur",
    "1AB",
    "53.917",
    "3.718",
    "100023336956",
    "010 7777",
    "Duty worker",
    "Risk plan",
    "blue folder",
];

#[track_caller]
fn tells_nothing(what: &str, text: &str) {
    let told: Vec<_> = TELLING
        .iter()
        .filter(|word| text.contains(**word))
        .collect();
    assert!(told.is_empty(), "{what} tells {told:?}: {text}");
}

fn exported(town: &Town, name: &str, more: &[&str]) -> Value {
    let file = town.file(name);
    done(&command(
        &town.database,
        &[&["export", "hsds", &file], more].concat(),
    ));
    let text = std::fs::read_to_string(&file).expect("the export");
    serde_json::from_str(&text).expect("JSON")
}

fn import(town: &Town, record: &Value, more: &[&str]) -> String {
    let file = town.file("again.json");
    std::fs::write(&file, record.to_string()).expect("a file");
    done(&command(
        &town.database,
        &[&["import", "hsds", &file], more].concat(),
    ))
}

/// Everything that the operator has of the refuge.
fn whole(town: &Town) -> Value {
    exported(town, "whole.json", &["--with-withheld"])[0].clone()
}

/// From wherever one asks, the answer is the same but for the place that one asked from.
fn no_distance_tells(town: &Town) {
    let asked = [
        (0.0, 0.0),
        (-0.02, 0.03),
        (0.01, 0.0),
        (-0.0255, 0.0345),
        (0.1, -0.1),
        (-0.15, 0.15),
    ];
    for (north, east) in asked {
        let near = format!("{},{}", HOME.0 + north, HOME.1 + east);
        for query in [
            format!("near={near}&within_km=1"),
            format!("near={near}&sort=distance&within_km=50"),
        ] {
            let answer = town.search(&format!("{query}&availability=any"));
            let it = found(&answer, "Women's refuge");
            assert_eq!(it["distance_m"], Value::Null, "{query}");
            let place = &it["location"];
            assert!(
                place["latitude"].is_null()
                    && place["postcode"].is_null()
                    && place["name"].is_null(),
                "{place}"
            );
            tells_nothing(&query, &answer["contents"].to_string());
        }
    }
    let outside = town.search("near=51.5,-0.1&availability=any&within_km=5&q=refuge");
    tells_nothing("a search from elsewhere", &outside["contents"].to_string());
    for word in [
        "Larkspur",
        "Larkspur%20House",
        "Duty%20worker",
        "blue%20folder",
    ] {
        let answer = town.search(&format!("q={word}&availability=any"));
        let because = answer["contents"].to_string();
        assert!(
            !because.contains("Larkspur") && !because.contains("blue folder"),
            "{because}"
        );
    }
}

/// Each sees as far as their work needs.
fn each_sees_their_part(town: &Town) {
    let page = format!("/services/{}", refuge().id());
    tells_nothing("the page", &town.anyone().get(&page).expect(200).text);
    let sees = |person: &Person| {
        let text = person.get(&page).expect(200).text;
        ["7 Larkspur Row", "010 7777", "blue folder"].map(|word| text.contains(word))
    };
    assert_eq!(sees(&Person::new(town, "navigator")), [true, false, false]);
    assert_eq!(
        sees(&Person::new(town, "commissioner")),
        [true, false, false]
    );
    assert_eq!(sees(&Person::provider(town, 1)), [true, true, false]);
    assert_eq!(sees(&Person::provider(town, 2)), [true, false, false]);
    let organization = crate::support::listing::organization_id(1);
    let volunteer = Person::with(
        town,
        "provider",
        &["--organization", &organization, "--room-only"],
    );
    assert_eq!(sees(&volunteer), [false, false, false]);
    let steward = Person::new(town, "steward");
    assert_eq!(sees(&steward), [true, true, true]);
    let text = steward.get(&page).expect(200).text;
    for words in [
        "Not public. For professionals only",
        "Not public. For those who run it only",
        "Not public. For stewards only",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let sheet = steward.get(&format!("{page}/handout")).expect(200).text;
    tells_nothing("the sheet to take along", &sheet);
    let compared = steward
        .get(&format!("/compare?keep={}", refuge().id()))
        .text;
    tells_nothing("what is compared", &compared);
    let answer = town
        .steward()
        .get(&format!("/api/v1/services/{}", refuge().id()))
        .expect(200);
    tells_nothing("the API", &answer.text);
    for path in [
        format!("/oruk/v3/services/{}", refuge().id()),
        format!("/oruk/v1/services/{}", refuge().id()),
        "/oruk/v3/service_at_locations?format=ndjson&full=true".to_owned(),
        "/oruk/v3/organizations?format=ndjson&full_service=true".to_owned(),
        format!("/services/{}/calendar.ics", refuge().id()),
        "/changes.atom".to_owned(),
    ] {
        tells_nothing(&path, &town.anyone().get(&path).expect(200).text);
    }
    let near = "/oruk/v3/service_at_locations?postcode=QH1%201AB&proximity=50000";
    let near = town.anyone().get(near).expect(200).text;
    assert!(!near.contains("refuge"), "{near}");
}

on_both_databases! {
    /// The address, the number of the worker and the note are told to those they are for, and to
    /// nobody else; no distance gives the place away.
    fn a_refuge_is_found_and_not_where_it_is(db: &TestDatabase) {
        let town = Town::start(db, &[refuge(), drop_in()]);
        no_distance_tells(&town);
        each_sees_their_part(&town);
        what_later_writes_make_of_it(&town);
    }
}

fn what_later_writes_make_of_it(town: &Town) {
    let public = exported(town, "public.json", &[]);
    tells_nothing("the export", &public.to_string());
    let before = whole(town);
    assert_eq!(
        before["service_at_locations"][0]["location"]["addresses"][0]["postal_code"],
        "QH1 1AB"
    );
    assert_eq!(before["contacts"][0]["visibility"], "provider");
    // What goes out whole comes back whole, and changes nothing.
    for flags in [&[][..], &["--with-withheld"]] {
        assert!(import(town, &json!([before]), flags).contains("changed 0, unchanged 1"));
    }
    let elsewhere = TestDatabase::sqlite();
    let file = town.file("whole.json");
    done(&command(elsewhere.url(), &["import", "hsds", &file]));
    let copy = town.file("copy.json");
    done(&command(
        elsewhere.url(),
        &["export", "hsds", &copy, "--with-withheld"],
    ));
    assert!(
        std::fs::read(&file).unwrap() == std::fs::read(&copy).unwrap(),
        "the copy differs"
    );
    // The public record again, from somebody who has no more: nothing is lost.
    assert!(import(town, &public, &[]).contains("changed 0"));
    assert_eq!(whole(town), before);
    // The same from somebody who knows the address and not that it is withheld: it is not told.
    let mut knows = public[0].clone();
    knows["service_at_locations"][0]["location"] = json!({ "id": location_id(1), "latitude": PLACE.0, "longitude": -3.718,
        "addresses": [{ "address_1": "7 Larkspur Row", "postal_code": "QH1 1AB" }] });
    knows["service_at_locations"][0]["description"] = json!("Ring at Larkspur Row");
    import(town, &json!([knows]), &[]);
    tells_nothing(
        "the export",
        &exported(town, "public.json", &[]).to_string(),
    );
    assert_eq!(
        whole(town)["service_at_locations"][0]["location"]["longitude"],
        -3.718
    );
    no_distance_tells(town);
    // Whoever may see it all says what holds.
    let mut told = whole(town);
    told["contacts"][0]
        .as_object_mut()
        .unwrap()
        .shift_remove("visibility");
    told["x_remarks"] = json!([]);
    import(town, &json!([told]), &["--with-withheld"]);
    let public = exported(town, "public.json", &[]);
    assert_eq!(public[0]["contacts"][0]["name"], "Duty worker");
    assert_eq!(whole(town)["x_remarks"], json!([]));
}

/// A word that is not known is refused with the place where it stands, and nothing is published.
#[test]
fn an_unknown_mark_is_refused() {
    let db = TestDatabase::sqlite();
    let files = tempfile::tempdir().unwrap();
    let file = files.path().join("s.json");
    let record = refuge()
        .with("phones", json!([{ "number": "1", "visibility": "secret" }]))
        .record();
    std::fs::write(&file, json!([record]).to_string()).unwrap();
    let output = command(db.url(), &["import", "hsds", file.to_str().unwrap()]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("phones[0].visibility: must be \"public\", \"professional\", \"provider\" or \"steward\""), "{said}");
    assert!(done(&output).contains("added 0"));
}
