//! Where the next person is sent depends on those who were sent before.

use super::*;
use crate::support::town::found;

/// Two services that nothing tells apart but their names.
fn two() -> [Listing; 2] {
    [
        service(1, "Lunch club").at(1, 53.94, -3.75),
        service(2, "Supper club").at(2, 53.94, -3.75),
    ]
}

on_both_databases! {
    /// Where nobody has said anything, whoever is on the way makes the other place the better one.
    fn who_is_on_the_way_sends_the_next_person_elsewhere(db: &TestDatabase) {
        let town = Town::start(db, &two());
        let navigator = town.with_role("navigator");
        assert_eq!(town.names("q=club"), ["Lunch club", "Supper club"]);
        let code = code(hold(&navigator, &lunch()));
        assert_eq!(town.names("q=club"), ["Supper club", "Lunch club"]);
        navigator.delete(&format!("/api/v1/signposts/{code}")).expect(204);
        assert_eq!(town.names("q=club"), ["Lunch club", "Supper club"]);
    }

    /// "A little room" is used up by one who was sent, though it goes on being shown: it comes behind
    /// the other until that one did not go after all, or a new word comes.
    fn a_little_room_is_promised_to_one(db: &TestDatabase) {
        let town = Town::start(db, &two());
        let navigator = town.with_role("navigator");
        let little = || say(&town.steward(), &lunch(), &json!({ "state": "limited" })).expect(200);
        little();
        let first = code(send(&navigator, &lunch()));
        assert_eq!(town.names("q=club"), ["Supper club", "Lunch club"]);
        assert_eq!(room(&town, &lunch())["state"], "limited");
        let answer = town.search("q=club");
        let because = found(&answer, "Lunch club")["match"]["because"].to_string();
        assert!(because.contains("others were sent there since"), "{because}");
        tell(&navigator, &first, "declined").expect(200);
        assert_eq!(town.names("q=club"), ["Lunch club", "Supper club"]);
        tell(&navigator, &first, "attended").expect(200);
        assert_eq!(town.names("q=club"), ["Supper club", "Lunch club"]);
        little();
        assert_eq!(town.names("q=club"), ["Lunch club", "Supper club"]);
    }

    /// What was just found otherwise comes behind what nobody has spoken of.
    fn what_was_found_otherwise_comes_behind_silence(db: &TestDatabase) {
        let town = Town::start(db, &two());
        let navigator = town.with_role("navigator");
        let code = code(send(&navigator, &lunch()));
        tell(&navigator, &code, "turned_away_full").expect(200);
        assert_eq!(town.names("q=club"), ["Supper club", "Lunch club"]);
    }

    /// People count as sent since the last word, and only those.
    fn a_confirmation_begins_to_count_anew(db: &TestDatabase) {
        let town = Town::start(db, &two());
        let navigator = town.with_role("navigator");
        say(&town.steward(), &lunch(), &json!({ "state": "limited" })).expect(200);
        let before = code(send(&navigator, &lunch()));
        town.steward().post(&format!("{}/confirm", room_of(&lunch())), &json!({})).expect(200);
        assert_eq!(town.names("q=club"), ["Lunch club", "Supper club"]);
        // Sent before the last word: whatever became of it does not change the count.
        tell(&navigator, &before, "declined").expect(200);
        send(&navigator, &lunch()).expect(201);
        assert_eq!(town.names("q=club"), ["Supper club", "Lunch club"]);
    }
}
