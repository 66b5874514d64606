//! The page of a signpost and the list of them: what became of those who were sent.

use super::*;

fn tell(person: &Person, code: &str, outcome: &str) -> Reply {
    person.post(
        &format!("/signposts/{code}/outcome"),
        &format!("outcome={outcome}"),
    )
}

on_both_databases! {
    /// What became of somebody is one press; who was turned away changes what everybody is shown.
    fn an_outcome_is_one_press(db: &TestDatabase) {
        let town = town(db, 5);
        let sam = Person::new(&town, "navigator");
        for outcome in ["attended", "did_not_attend", "not_suitable", "declined", "turned_away_full"] {
            let code = code(&press(&sam, &lunch(), "yes"));
            let page = sam.get(&format!("/signposts/{code}")).expect(200).text;
            assert!(page.contains(&format!("name=\"outcome\" value=\"{outcome}\"")), "{page}");
            let told = tell(&sam, &code, outcome).expect(303);
            assert_eq!(told.header("location"), Some(&*format!("/signposts/{code}")));
            let page = sam.get(&format!("/signposts/{code}")).expect(200).text;
            assert!(page.contains("now-done") && page.contains("No place is kept"), "{page}");
        }
        let room = room(&town, &lunch());
        assert_eq!((&room["disputed"], &room["held"]), (&json!(true), &json!(0)));
        let tasks = town.steward().get("/api/v1/tasks").expect(200).body;
        assert_eq!(tasks["contents"][0]["reasons"], json!(["disputed"]));
        tell(&sam, "AAAA-AAAA", "attended").expect(404);
        tell(&sam, &code(&press(&sam, &supper(), "no")), "happy").expect(422);
    }

    /// A place that is let go of is there for others, and the list does not ask for it any more.
    fn a_place_is_let_go_of(db: &TestDatabase) {
        let town = town(db, 1);
        let sam = Person::new(&town, "navigator");
        let code = code(&press(&sam, &lunch(), "yes"));
        let path = format!("/signposts/{code}/release");
        sam.post_from_elsewhere(&path, "").expect(403);
        Person::provider(&town, 1).post(&path, "").expect(403);
        assert_eq!(room(&town, &lunch())["held"], 1);
        sam.post(&path, "").expect(303);
        assert_eq!(room(&town, &lunch())["held"], 0);
        assert!(sam.get("/signposts").expect(200).text.contains("Place let go"));
    }

    /// The list has one's own, those first of whom nothing was heard.
    fn the_list_has_ones_own_and_what_is_open_first(db: &TestDatabase) {
        let town = town(db, 9);
        let (sam, ada) = (Person::new(&town, "navigator"), Person::new(&town, "navigator"));
        let codes = [(); 3].map(|()| code(&press(&sam, &lunch(), "yes")));
        let others = code(&press(&ada, &supper(), "yes"));
        let told = sam.post(&format!("/signposts/{}/outcome", codes[2]), "outcome=attended&list=1").expect(303);
        assert_eq!(told.header("location"), Some(&*format!("/signposts#{}", codes[2])));
        let list = sam.get("/signposts").expect(200).text;
        let at = |code: &str| list.find(&format!("id=\"{code}\"")).unwrap_or(usize::MAX);
        assert!(at(&codes[1]) < at(&codes[0]) && at(&codes[0]) < at(&codes[2]), "{list}");
        assert!(!list.contains(&others) && list.contains("Tuesday lunch club"), "{list}");
        assert!(ada.get("/signposts").expect(200).text.contains(&others));
        ada.get(&format!("/signposts/{}", codes[0])).expect(200);
    }

    /// Those who run the service may look and tell; strangers and those who run another may not.
    fn a_signpost_is_open_to_its_parties_only(db: &TestDatabase) {
        let town = town(db, 5);
        let sam = Person::new(&town, "navigator");
        let code = code(&press(&sam, &lunch(), "yes"));
        let path = format!("/signposts/{code}");
        town.anyone().get(&path).expect(401);
        town.anyone().post_form(&format!("{path}/outcome"), "outcome=attended").expect(401);
        for (role, organization) in [("provider", Some(2)), ("commissioner", None)] {
            let person = somebody(&town, role, organization);
            person.get(&path).expect(403);
            tell(&person, &code, "attended").expect(403);
        }
        sam.post_from_elsewhere(&format!("{path}/outcome"), "outcome=attended").expect(403);
        let theirs = Person::provider(&town, 1);
        let page = theirs.get(&path).expect(200);
        assert!(!page.text.contains("Let go of the place") && !page.text.contains("All that you sent"));
        assert_eq!(page.header("x-robots-tag"), Some("noindex, nofollow"));
        tell(&theirs, &code, "attended").expect(303);
        let room = room(&town, &lunch());
        assert_eq!((&room["places_free"], &room["held"]), (&json!(4), &json!(0)));
        sam.get("/signposts/nonsense").expect(404);
        sam.get(&path.to_lowercase()).expect(200);
    }
}
