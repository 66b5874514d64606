//! Local knowledge among professionals.

use super::*;
use crate::support::town::{command, done};

const WORDS: &str = "Ring at the <side> door";

fn add(person: &Person, body: &str) -> Reply {
    person.post(
        &format!("{}/notes", page_of(&lunch())),
        &format!("body={body}"),
    )
}

/// The address by which the first note on the page can be taken away.
fn removal(page: &str) -> Option<String> {
    let (before, _) = page.split_once("/remove\"")?;
    Some(format!("{}/remove", before.rsplit_once("action=\"")?.1))
}

on_both_databases! {
    /// Navigators, commissioners and stewards read it; the public does not, nor those who run it, nor
    /// any program.
    fn it_is_read_by_professionals_only(db: &TestDatabase) {
        let town = town(db, 4);
        let led = add(&Person::new(&town, "navigator"), "Ring+at+the+<side>+door").expect(303);
        assert_eq!(led.header("location"), Some(&*format!("{}#notes", page_of(&lunch()))));
        for role in ["navigator", "commissioner", "steward"] {
            let page = Person::new(&town, role).get(&page_of(&lunch())).expect(200).text;
            assert!(page.contains("Ring at the &#60;side&#62; door") && page.contains("Somebody, today"), "{role}: {page}");
            assert!(page.contains("never about a person you help"));
            assert_eq!(removal(&page).is_some(), role == "steward", "{role}");
        }
        for organization in [1, 2] {
            let page = Person::provider(&town, organization).get(&page_of(&lunch())).expect(200).text;
            assert!(!page.contains("side&#62;") && !page.contains("Local knowledge"), "{page}");
        }
        let file = town.file("export.json");
        done(&command(&town.database, &["export", "hsds", &file]));
        let said = [
            std::fs::read_to_string(&file).unwrap(),
            town.anyone().get(&page_of(&lunch())).expect(200).text,
            town.anyone().get(&format!("{}/handout", page_of(&lunch()))).expect(200).text,
            town.steward().get(&format!("/api/v1{}", page_of(&lunch()))).expect(200).text,
            town.anyone().get("/api/v1/search?q=lunch").expect(200).text,
            town.anyone().get("/api/v1/changes").expect(200).text,
        ];
        assert!(said.iter().all(|text| !text.contains("side&#62;") && !text.contains("<side>")), "{WORDS}");
        assert_eq!(town.search("q=side+door&availability=any")["contents"].as_array().map(Vec::len), Some(0));
    }

    /// One's own can be taken away, and a steward takes any; the audit knows who and when, without the
    /// words.
    fn ones_own_can_be_taken_away(db: &TestDatabase) {
        let town = town(db, 4);
        let (sam, ada) = (Person::new(&town, "navigator"), Person::new(&town, "navigator"));
        add(&sam, "Side+door").expect(303);
        let page = sam.get(&page_of(&lunch())).expect(200).text;
        let path = removal(&page).expect("a button");
        assert_eq!(removal(&ada.get(&page_of(&lunch())).expect(200).text), None);
        ada.post(&path, "").expect(403);
        sam.post_from_elsewhere(&path, "").expect(403);
        town.anyone().post_form(&path, "").expect(401);
        Person::provider(&town, 1).post(&path, "").expect(403);
        assert!(ada.get(&page_of(&lunch())).expect(200).text.contains("Side door"));
        sam.post(&path, "").expect(303);
        assert!(!ada.get(&page_of(&lunch())).expect(200).text.contains("Side door"));
        sam.post(&path, "").expect(404);
        add(&sam, "Back+door").expect(303);
        let steward = Person::new(&town, "steward");
        let path = removal(&steward.get(&page_of(&lunch())).expect(200).text).expect("a button");
        sam.post(&path.replace("000000000001", "000000000002"), "").expect(404);
        steward.post(&path, "").expect(303);
        assert!(!sam.get(&page_of(&lunch())).expect(200).text.contains("Back door"));
        assert_eq!(audited(&town), ["note.removed", "note.added", "note.removed", "note.added"]);
    }

    /// What cannot be kept is refused with what to do, and nothing is kept.
    fn what_cannot_be_kept_is_refused(db: &TestDatabase) {
        let town = town(db, 4);
        let sam = Person::new(&town, "navigator");
        let path = format!("{}/notes", page_of(&lunch()));
        assert!(add(&sam, &"x".repeat(1001)).expect(422).text.contains("may have 1000"));
        add(&sam, "+").expect(422);
        add(&sam, "a%00b").expect(422);
        sam.post(&path, "body=a&name=Ada").expect(422);
        sam.post_from_elsewhere(&path, "body=a").expect(403);
        town.anyone().post_form(&path, "body=a").expect(401);
        Person::provider(&town, 1).post(&path, "body=a").expect(403);
        sam.post("/services/0000005e-0000-4000-8000-000000000009/notes", "body=a").expect(404);
        assert_eq!(removal(&sam.get(&page_of(&lunch())).expect(200).text), None);
        add(&sam, &"x".repeat(1000)).expect(303);
    }
}

/// What the audit has of notes, the latest first; and never their words.
fn audited(town: &Town) -> Vec<String> {
    use headroom::accounts::audit::{Filter, latest};
    let db = headroom::db::Database::open(&town.database.parse().expect("an address"))
        .expect("a database");
    let filter = Filter {
        kind: Some("note".into()),
        ..Filter::default()
    };
    let entries = db
        .read(|conn| latest(conn, &filter, 10))
        .expect("the audit");
    assert!(!format!("{entries:?}").contains(" door"), "{entries:?}");
    entries.into_iter().map(|entry| entry.action).collect()
}
