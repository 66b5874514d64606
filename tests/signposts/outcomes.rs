//! What became of those who were sent, and what follows from it.

use super::*;

on_both_databases! {
    /// Whatever became of it, the place is not kept any longer; who came has it, who did not leaves it.
    fn an_outcome_frees_the_hold(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        free(&town, &lunch(), 4);
        let navigator = town.with_role("navigator");
        for (outcome, left) in [("did_not_attend", 4), ("not_suitable", 4), ("declined", 4), ("attended", 3)] {
            let code = code(hold(&navigator, &lunch()));
            let told = tell(&navigator, &code, outcome).expect(200).body;
            assert_eq!((&told["outcome"], &told["held_until"]), (&json!(outcome), &json!(null)));
            let room = room(&town, &lunch());
            assert_eq!((&room["held"], &room["places_free"]), (&json!(0), &json!(left)), "{outcome}");
            assert_eq!(room, told["availability"]);
            assert_eq!(room["disputed"], false);
        }
    }

    /// Told twice it counts once, and what was told wrongly can be put right.
    fn an_outcome_counts_once_and_can_be_put_right(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        free(&town, &lunch(), 4);
        let navigator = town.with_role("navigator");
        let code = code(hold(&navigator, &lunch()));
        for (outcome, left) in [("attended", 3), ("attended", 3), ("did_not_attend", 4), ("attended", 3)] {
            tell(&navigator, &code, outcome).expect(200);
            assert_eq!(room(&town, &lunch())["places_free"], left, "{outcome}");
        }
        free(&town, &lunch(), 2);
        assert_eq!(room(&town, &lunch())["places_free"], 2);
        tell(&navigator, &code, "happy").expect(422);
    }

    /// Somebody who was turned away changes the answer for everybody at once: what was shown as room
    /// is not, until somebody confirms it; and the history knows.
    fn who_is_turned_away_changes_the_answer_for_everybody(db: &TestDatabase) {
        let supper = service(2, "Supper club");
        let town = Town::start(db, &[lunch(), supper.clone()]);
        free(&town, &lunch(), 4);
        say(&town.steward(), &supper, &json!({ "state": "limited" })).expect(200);
        assert_eq!(town.names("q=club"), ["Lunch club", "Supper club"]);
        let navigator = town.with_role("navigator");
        let code = code(hold(&navigator, &lunch()));
        tell(&navigator, &code, "turned_away_full").expect(200);
        assert_eq!(town.names("q=club"), ["Supper club", "Lunch club"]);
        let told = room(&town, &lunch());
        assert_eq!((&told["state"], &told["disputed"], &told["places_free"]), (&json!("unconfirmed"), &json!(true), &json!(null)));
        let confirm = format!("{}/confirm", room_of(&lunch()));
        town.provider(1).post(&confirm, &json!({})).expect(200);
        let told = room(&town, &lunch());
        assert_eq!((&told["state"], &told["disputed"], &told["places_free"]), (&json!("open"), &json!(false), &json!(4)));
        let history = town.provider(1).get(&format!("{}/history", room_of(&lunch()))).expect(200).body;
        let kinds: Vec<&str> = history["contents"].as_array().unwrap().iter().map(|past| past["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["confirmation", "report", "statement"]);
        assert_eq!(history["contents"][1]["source"], "navigator");
    }

    /// What is full already is not disputed by somebody who was turned away for it; that it is closed
    /// is news.
    fn only_what_is_news_disputes(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        free(&town, &lunch(), 4);
        let navigator = town.with_role("navigator");
        let codes = [(); 3].map(|()| code(send(&navigator, &lunch())));
        say(&town.steward(), &lunch(), &json!({ "state": "full" })).expect(200);
        tell(&navigator, &codes[0], "turned_away_full").expect(200);
        assert_eq!(room(&town, &lunch())["disputed"], false);
        tell(&navigator, &codes[1], "service_closed").expect(200);
        let told = room(&town, &lunch());
        assert_eq!((&told["state"], &told["disputed"]), (&json!("full"), &json!(true)));
        free(&town, &lunch(), 2);
        assert_eq!(room(&town, &lunch())["disputed"], false);
        tell(&navigator, &codes[2], "could_not_contact").expect(200);
        assert_eq!(room(&town, &lunch())["disputed"], true);
    }

    /// Where nobody ever said anything a report counts too.
    fn a_report_counts_where_nobody_has_spoken(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let navigator = town.with_role("navigator");
        let code = code(send(&navigator, &lunch()));
        tell(&navigator, &code, "service_closed").expect(200);
        let told = room(&town, &lunch());
        assert_eq!((&told["state"], &told["disputed"]), (&json!("unconfirmed"), &json!(true)));
        assert_eq!(told["as_of"], json!(null));
    }

    /// How far a listing is to be believed is shown from five observations on, and not before.
    fn reliability_is_shown_from_five_observations_on(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        say(&town.steward(), &lunch(), &json!({ "state": "open" })).expect(200);
        let (navigator, provider) = (town.with_role("navigator"), town.provider(1));
        let listing = || town.anyone().get(&format!("/api/v1/services/{}", lunch().id())).expect(200).body["reliability"].clone();
        let outcomes = ["attended", "turned_away_full", "declined", "did_not_attend", "attended", "attended"];
        for outcome in outcomes {
            assert_eq!(listing(), json!(null), "{outcome}");
            tell(&provider, &code(send(&navigator, &lunch())), outcome).expect(200);
        }
        let known = listing();
        assert_eq!((&known["observations"], &known["turned_away"]), (&json!(5), &json!(0.2)));
        let words = "Of the last 5 people sent to this service that we heard back about, 1 was turned away.";
        let page = town.anyone().get(&format!("/services/{}", lunch().id())).expect(200).text;
        assert_eq!(page.matches(words).count(), 1, "{page}");
        assert_eq!(known["answers_within_hours"], 0.0);
    }
}
