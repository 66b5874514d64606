//! "Something is wrong", said from the page of a service.

use super::*;

fn say_wrong(person: &Person, listing: &Listing, once: &str, wrong: &str) -> Reply {
    let at = crate::support::listing::location_id(1);
    let path = format!("{}/wrong", page_of(listing));
    person.post(&path, &format!("once={once}&location={at}&wrong={wrong}"))
}

fn tasks(town: &Town) -> Value {
    town.steward().get("/api/v1/tasks").expect(200).body["contents"].clone()
}

on_both_databases! {
    /// What is said of its room is in doubt for everybody at once, and a steward is to look into it.
    fn that_they_are_full_is_in_doubt_at_once(db: &TestDatabase) {
        let town = town(db, 4);
        let sam = Person::new(&town, "navigator");
        let page = sam.get(&page_of(&lunch())).expect(200).text;
        assert!(page.contains("Something is wrong") && page.contains("value=\"no_answer\""), "{page}");
        let once = hidden(&page, "once");
        let led = say_wrong(&sam, &lunch(), &once, "full").expect(303);
        let told = room(&town, &lunch());
        assert_eq!((&told["state"], &told["disputed"]), (&json!("unconfirmed"), &json!(true)));
        assert_eq!(tasks(&town)[0]["reasons"], json!(["disputed"]));
        let page = sam.get(led.header("location").unwrap().trim_end_matches("#said")).expect(200).text;
        assert!(page.contains("Thank you. No room is promised"), "{page}");
        say_wrong(&sam, &lunch(), &once, "full").expect(303);
        let history = town.provider(1).get(&format!("{}/history", room_of(&lunch()))).expect(200).body;
        let reports = history["contents"].as_array().unwrap().iter().filter(|past| past["kind"] == "report");
        assert_eq!(reports.count(), 1);
    }

    /// Details are not about room: a steward is asked to check them, until one has spoken to somebody.
    fn wrong_details_are_for_a_steward(db: &TestDatabase) {
        let town = town(db, 4);
        let sam = Person::new(&town, "navigator");
        for once in ["a", "b"] {
            say_wrong(&sam, &lunch(), once, "details").expect(303);
        }
        assert_eq!(room(&town, &lunch())["disputed"], false);
        let steward = town.steward();
        let tasks = || steward.get("/api/v1/tasks?reason=details_wrong").expect(200).body["contents"].clone();
        let task = tasks()[0].clone();
        assert_eq!((&task["reasons"], &task["service_name"]), (&json!(["details_wrong"]), &json!("Tuesday lunch club")));
        assert_eq!(task["because"].as_array().unwrap().last(), Some(&json!("somebody says that its details are wrong")));
        let done = format!("/api/v1/tasks/{}/done", task["id"].as_str().unwrap());
        steward.post(&done, &json!({ "result": "confirmed" })).expect(200);
        assert_eq!(tasks(), json!([]));
        say_wrong(&sam, &lunch(), "c", "details").expect(303);
        assert_eq!(tasks().as_array().map(Vec::len), Some(1));
    }

    /// Those who send people say so, stewards, and those who run it; nobody else, and in no words of
    /// their own.
    fn not_everybody_may_say_so(db: &TestDatabase) {
        let town = town(db, 4);
        let path = format!("{}/wrong", page_of(&lunch()));
        town.anyone().post_form(&path, "once=a&wrong=full").expect(401);
        let public = town.anyone().get(&format!("{}?said=full", page_of(&lunch()))).expect(200).text;
        assert!(!public.contains("Something is wrong") && !public.contains("Thank you"));
        for (role, organization) in [("commissioner", None), ("provider", Some(2))] {
            let person = somebody(&town, role, organization);
            assert!(!person.get(&page_of(&lunch())).expect(200).text.contains("Something is wrong"), "{role}");
            say_wrong(&person, &lunch(), "a", "full").expect(403);
        }
        let sam = Person::new(&town, "navigator");
        sam.post_from_elsewhere(&path, "once=a&wrong=full").expect(403);
        sam.post(&path, "once=a&wrong=full&note=Ada+was+there").expect(422);
        sam.post(&path, "once=a&wrong=smelly").expect(422);
        sam.post(&path, "once=&wrong=full").expect(422);
        sam.post(&path, "once=a&wrong=full&location=here").expect(404);
        sam.post(&path, "once=a&wrong=full").expect(404);
        assert_eq!(tasks(&town), json!([]));
        let theirs = Person::provider(&town, 1);
        assert!(theirs.get(&page_of(&lunch())).expect(200).text.contains("Something is wrong"));
        say_wrong(&theirs, &lunch(), "a", "closed").expect(303);
        assert_eq!(room(&town, &lunch())["disputed"], true);
        say_wrong(&Person::new(&town, "steward"), &lunch(), "a", "no_answer").expect(303);
    }
}
