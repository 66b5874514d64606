//! The work list: from the list to a task that is done.

use super::*;

on_both_databases! {
    /// The list says why, whom to ring and who has it; what came of the call is shown at once.
    fn a_call_is_taken_made_and_recorded(db: &TestDatabase) {
        let club = lunch().with("phones", json!([{ "number": "0161 496 0000" }]));
        let town = Town::start(db, &[club]);
        dispute(&town, &lunch());
        let (ada, ben) = (sign_in(&town, "steward", None, &[]), sign_in(&town, "steward", None, &[]));
        let list = ada.get("/tasks").expect(200).text;
        assert!(list.contains("Lunch club") && list.contains("tel:01614960000"), "{list}");
        assert!(list.contains("Somebody found it otherwise than it is shown"), "{list}");
        let path = path(&only_task(&town));
        let taken = ada.post(&format!("{path}/claim"), "").expect(303);
        assert_eq!(taken.header("location"), Some(path.as_str()));
        ben.post(&format!("{path}/claim"), "").expect(409);
        assert!(ben.get(&path).expect(200).text.contains("has it until"));
        let done = ada.post(&format!("{path}/done"), "say=limited&places_free=3&note=ring+first").expect(303);
        assert_eq!(done.header("location"), Some("/tasks?said=reached"));
        let room = room(&town, &lunch());
        assert_eq!((&room["state"], &room["places_free"], &room["source"]), (&json!("limited"), &json!(3), &json!("steward")));
        assert!(!ada.get("/tasks").expect(200).text.contains("Lunch club"));
        assert!(ada.get(&path).expect(200).text.contains("rang and recorded"));
    }

    /// What cannot be taken is shown again as it was typed, and nothing is half done.
    fn what_contradicts_itself_is_put_right_on_the_page(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        dispute(&town, &lunch());
        let steward = sign_in(&town, "steward", None, &[]);
        let (task, before) = (only_task(&town), room(&town, &lunch()));
        let done = format!("{}/done", path(&task));
        let page = steward.post(&done, "say=full&places_free=4&note=hello").expect(422).text;
        assert!(page.contains("Not sent yet") && page.contains("value=\"4\"") && page.contains(">hello<"), "{page}");
        let changed = steward.post(&done, "say=same&version=0").expect(409).text;
        assert!(changed.contains("somebody has changed this"), "{changed}");
        steward.post(&done, "say=nonsense").expect(422);
        steward.post(&done, "say=open&name=Ada").expect(422);
        assert_eq!((only_task(&town), room(&town, &lunch())), (task.clone(), before));
        steward.post(&done, &format!("say=same&version={}", room(&town, &lunch())["version"])).expect(303);
        assert_eq!(room(&town, &lunch())["disputed"], false);
        steward.get("/tasks/nonsense").expect(404);
        for wrong in ["show=nonsense", "page=x", "page=1&page=2"] {
            let page = steward.get(&format!("/tasks?{wrong}")).expect(400).text;
            assert!(page.contains("<h1>That could not be read</h1>"), "{page}");
        }
    }

    /// No answer, put off, given back, closed: each leads back to the list and says so.
    fn a_task_can_wait_or_end_otherwise(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        dispute(&town, &lunch());
        let steward = sign_in(&town, "steward", None, &[]);
        let path = path(&only_task(&town));
        steward.post(&format!("{path}/claim"), "").expect(303);
        assert!(steward.get("/tasks?show=mine").expect(200).text.contains("Lunch club"));
        steward.post(&format!("{path}/release"), "").expect(303);
        assert_eq!(only_task(&town)["claimed_by"], Value::Null);
        steward.post(&format!("{path}/done"), "say=no_answer").expect(303);
        assert_eq!(only_task(&town)["attempts"], 1);
        assert!(steward.get("/tasks?show=put_off").expect(200).text.contains("1 call without an answer"));
        steward.post(&format!("{path}/later"), "not_before=2020-01-01").expect(422);
        steward.post(&format!("{path}/later"), "not_before=soon").expect(422);
        let day = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24 * 9);
        let day = day.strftime("%Y-%m-%d").to_string();
        steward.post(&format!("{path}/later"), &format!("not_before={day}")).expect(303);
        assert_eq!(only_task(&town)["not_before"], day);
        steward.post(&format!("{path}/done"), "say=closed&note=moved+away").expect(303);
        let closed = steward.get("/tasks?show=closed").expect(200).text;
        assert!(closed.contains("moved away"), "{closed}");
    }

    /// Of a service at two places, one is spoken of.
    fn of_two_places_one_is_spoken_of(db: &TestDatabase) {
        let club = lunch().at(1, 53.94, -3.75).at(2, 53.99, -3.75);
        let town = Town::start(db, std::slice::from_ref(&club));
        let steward = town.steward();
        let say_at = |number, state| {
            let address = format!("{}?location_id={}", room_of(&club), location_id(number));
            steward.put(&address, &json!({ "state": state })).expect(200);
        };
        say_at(1, "open");
        say_at(2, "full");
        let code = send(&town, &club);
        let told = json!({ "outcome": "could_not_contact" });
        town.with_role("navigator").post(&format!("/api/v1/signposts/{code}/outcome"), &told).expect(200);
        let ada = sign_in(&town, "steward", None, &[]);
        let path = path(&only_task(&town));
        let page = ada.get(&path).expect(200).text;
        assert!(page.contains(&format!("done?at={}", location_id(1))), "the disputed one comes first");
        ada.post(&format!("{path}/done"), "say=limited").expect(422);
        ada.post(&format!("{path}/done?at={}", location_id(1)), "say=limited").expect(303);
        let at = |number| steward.get(&format!("{}?location_id={}", room_of(&club), location_id(number))).expect(200).body;
        assert_eq!((&at(1)["state"], &at(2)["state"]), (&json!("limited"), &json!("full")));
    }
}
