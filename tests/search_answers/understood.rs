//! What is understood of the words of a question, and what becomes of it.

use serde_json::{Value, json};

use super::*;

/// What was understood, as `kind:id`.
fn understood(answer: &Value) -> Vec<String> {
    let parts = answer["interpretation"]["understood"]
        .as_array()
        .unwrap()
        .clone();
    let said = |part: &Value, field: &str| part[field].as_str().unwrap().to_owned();
    parts
        .iter()
        .map(|part| format!("{}:{}", said(part, "kind"), said(part, "id")))
        .collect()
}

fn relaxed(answer: &Value) -> String {
    answer["interpretation"]["relaxed"].to_string()
}

on_both_databases! {
    /// Lay words lead to the groups that help, which use none of them.
    fn lay_words_lead_to_who_helps(db: &TestDatabase) {
        let town = Town::start(db, &[
            service(1, "Money advice clinic").described("We deal with arrears and bailiffs."),
            service(2, "Deaf club").described("For people with hearing loss."),
            service(3, "Swimming"),
        ]);
        let answer = town.search("q=he+is+behind+with+the+bills+and+his+hearing+is+going");
        let found = names(&answer);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.contains(&"Money advice clinic".into()) && found.contains(&"Deaf club".into()));
        assert!(understood(&answer).contains(&"need:debt".into()), "{answer}");
        let need = &answer["interpretation"]["needs"][0];
        assert_eq!((&need["id"], &need["label"]), (&json!("debt"), &json!("Debt")));
        assert!(reasons(&answer, "Money advice clinic").contains("Debt"));
    }

    /// Each part that was understood can be taken away, and then is not understood.
    fn each_part_can_be_taken_away(db: &TestDatabase) {
        let town = Town::start(db, &[service(1, "Debt advice for everybody")]);
        let q = "q=debt,+Tuesday+morning,+free,+speaks+Urdu,+for+my+mum,+82,+wheelchair,+QH1+1AA";
        let answer = town.search(q);
        let parts = understood(&answer);
        for part in ["need:debt", "cost:free", "day:TU", "time:morning", "language:ur", "person:mother", "age:82", "access:wheelchair"] {
            assert!(parts.contains(&part.to_owned()), "{part} is not among {parts:?}");
        }
        assert!(parts.iter().any(|part| part.starts_with("place:QH1 1AA")), "{parts:?}");
        for part in answer["interpretation"]["understood"].as_array().unwrap() {
            let without = part["without"].as_str().unwrap();
            let left = understood(&town.search(&format!("{q}&without={without}")));
            let id = format!("{}:{}", part["kind"].as_str().unwrap(), part["id"].as_str().unwrap());
            let others: Vec<_> = parts.iter().filter(|part| **part != id).collect();
            assert!(!left.contains(&id), "without {without}: {left:?}");
            assert!(others.iter().all(|other| left.contains(other)), "without {without}: {left:?}");
        }
    }

    /// A misspelt word is read as the one that listings have, and it is said; it can be searched
    /// for as it stands.
    fn misspelt_words_are_put_right(db: &TestDatabase) {
        let town = Town::start(db, &[service(1, "Ukulele orchestra"), service(2, "Bereavement cafe")]);
        let answer = town.search("q=ukelele+orchstra");
        assert_eq!(names(&answer), ["Ukulele orchestra"]);
        assert_eq!(answer["interpretation"]["corrected"], "ukulele orchestra");
        assert_eq!(town.search("q=bereevment")["interpretation"]["needs"][0]["id"], "bereavement");
        let literal = town.search("q=ukelele&without=spelling");
        assert_eq!(literal["interpretation"]["corrected"], Value::Null);
    }

    /// A word that few listings have may be a slip of theirs, or a name of its own: what has it comes
    /// first, then what has the common word that is nearly the same, and that is said.
    fn a_rare_word_is_never_replaced_by_a_common_one(db: &TestDatabase) {
        let many = (2..40).map(|number| service(number, &format!("Club {number} of Pelfeholm")));
        let listings: Vec<_> = std::iter::once(service(1, "Pelweholm")).chain(many).collect();
        let town = Town::start(db, &listings);
        let answer = town.search("q=Pelweholm");
        assert_eq!(answer["contents"][0]["name"], "Pelweholm", "{answer}");
        assert_eq!(answer["total_items"], 39);
        assert_eq!(answer["interpretation"]["corrected"], Value::Null);
        assert!(understood(&answer).contains(&"spelling:pelfeholm".into()));
        for without in ["spelling", "spelling:pelfeholm"] {
            let literal = town.search(&format!("q=Pelweholm&without={without}"));
            assert_eq!(names(&literal), ["Pelweholm"]);
        }
    }

    /// A place among the words is where it is looked from; a misspelt place is put right.
    fn places_are_understood(db: &TestDatabase) {
        let town = Town::start(db, &[
            service(1, "Near choir").at_postcode(1, "QH1 1AA"),
            service(2, "Far choir").at_postcode(2, "QH2 2BB"),
        ]);
        let answer = town.search("q=choir+qh22bb");
        assert_eq!(answer["interpretation"]["place"]["label"], "QH2 2BB");
        assert_eq!(names(&answer), ["Far choir", "Near choir"]);
        let misspelt = town.search("q=choir&near=Sorelgate");
        let place = &misspelt["interpretation"]["place"];
        assert_eq!(place["instead_of"], "Sorelgate", "{place}");
        assert_eq!(names(&misspelt), ["Far choir", "Near choir"]);
    }

    /// What says that it is for the person comes before what does not say, which is labelled and
    /// never dropped; what says that it is not, is not offered.
    fn what_is_not_said_comes_after_a_yes(db: &TestDatabase) {
        let town = Town::start(db, &[
            service(1, "A lunch club").with("minimum_age", json!(18)).with("maximum_age", json!(30)),
            service(2, "B lunch club"),
            service(3, "C lunch club").with("minimum_age", json!(60)),
        ]);
        let answer = town.search("q=lunch+club+for+my+mum,+82");
        assert_eq!(names(&answer)[..2], ["C lunch club", "B lunch club"], "{answer:#}");
        assert!(reasons(&answer, "B lunch club").contains("ages are not described"));
        assert!(!names(&answer).contains(&"A lunch club".into()));
    }

    /// Nothing found is not the end: the search goes wider, step by step, and says so.
    fn the_search_widens_and_says_so(db: &TestDatabase) {
        let town = Town::start(db, &[
            service(1, "Befriending").at_postcode(1, "QH2 2BB"),
            service(2, "Legal advice").at_postcode(2, "QH2 2BB"),
        ]);
        let far = town.search("q=befriending&near=QH1+1AA&within_km=1");
        assert_eq!(names(&far)[0], "Befriending");
        assert!(relaxed(&far).contains("nothing is near enough"), "{}", relaxed(&far));
        let near = town.search("q=befriending&near=QH1+1AA&within_km=10");
        assert!(!relaxed(&near).contains("near enough"));
        let nothing = town.search("q=xylophone+tuning");
        assert_eq!(names(&nothing), ["Legal advice"]);
        assert!(relaxed(&nothing).contains("who can advise"), "{}", relaxed(&nothing));
    }

    /// Words of danger bring advice, whatever is filtered, and never instead of answers.
    fn danger_comes_with_advice_and_answers(db: &TestDatabase) {
        let town = Town::start(db, &[service(1, "Talking cafe"), service(2, "Bereaved by suicide group")]);
        for filters in ["", "&age=5&cost=free&availability=confirmed", "&need=nothing-known&day=MO"] {
            let answer = town.search(&format!("q=she+wants+to+kill+herself{filters}"));
            assert_eq!(answer["safety"]["level"], "emergency", "{filters}");
            let contacts = answer["safety"]["contacts"].to_string();
            assert!(contacts.contains("999") && contacts.contains("116 123"), "{contacts}");
        }
        let harmless = town.search("q=bereaved+by+suicide+group");
        assert_eq!(harmless["safety"], Value::Null);
        assert_eq!(names(&harmless)[0], "Bereaved by suicide group");
    }
}
