//! What is told: room again, once; a new service for a need, near; nothing else.

use serde_json::json;

use super::{
    full, hours_pass, lunch, open, private, room_again, roomy, seen_full, subscribe, taken, town,
    walks,
};
use crate::support::town::{command, done, room_of};
use crate::support::{Receiver, TestDatabase, on_both_databases, service};

on_both_databases! {
    /// What is said again, confirmed or corrected is not told again, nor anything within six hours.
    fn room_is_told_once_and_not_again_within_six_hours(db: &TestDatabase) {
        let receiver = Receiver::start(|_| 200);
        let town = town(db, &[lunch(), walks()]);
        let steward = town.steward();
        full(&steward, &lunch());
        full(&steward, &walks());
        for listing in [lunch(), walks()] {
            subscribe(&steward, &room_again(&listing, &receiver));
        }
        roomy(&steward, &lunch());
        assert_eq!(taken(&receiver, 1)[0].names(), ["Lunch club"]);
        roomy(&steward, &lunch());
        steward.post(&format!("{}/confirm", room_of(&lunch())), &json!({})).expect(200);
        full(&steward, &lunch());
        seen_full(&open(db), &lunch());
        roomy(&steward, &lunch());
        // The feed is read in order: when this is told, all that was said before has been looked at.
        roomy(&steward, &walks());
        assert_eq!(taken(&receiver, 2)[1].names(), ["Walks"]);
        hours_pass(&open(db), 7);
        assert_eq!(taken(&receiver, 3)[2].names(), ["Lunch club"]);
    }

    /// Room that was there all along is no news, nor is room that is only unconfirmed.
    fn room_that_was_there_is_not_told(db: &TestDatabase) {
        let receiver = Receiver::start(|_| 200);
        let town = town(db, &[lunch(), walks()]);
        let steward = town.steward();
        roomy(&steward, &lunch());
        full(&steward, &walks());
        for listing in [lunch(), walks()] {
            subscribe(&steward, &room_again(&listing, &receiver));
        }
        roomy(&steward, &lunch());
        roomy(&steward, &walks());
        assert_eq!(taken(&receiver, 1)[0].names(), ["Walks"]);
    }

    /// The end of a hold gives room again, though nobody says anything.
    fn a_hold_that_ends_is_room_again(db: &TestDatabase) {
        let receiver = Receiver::start(|_| 200);
        let town = crate::support::Town::with(db, &[lunch()], |launch| private(launch).argument("--hold-for").argument("8s"));
        let steward = town.steward();
        crate::support::town::say(&steward, &lunch(), &json!({ "state": "open", "places_free": 1 })).expect(200);
        subscribe(&steward, &room_again(&lunch(), &receiver));
        let body = json!({ "service_id": lunch().id(), "hold": true });
        steward.post("/api/v1/signposts", &body).expect(201);
        let posts = taken(&receiver, 1);
        assert_eq!(posts[0].event()["data"]["services"][0]["places_free"], 1);
    }

    /// A new service for the need, near, is told once; one that is elsewhere, for another need, or was
    /// there before, is not.
    fn a_new_service_for_a_need_near_is_told(db: &TestDatabase) {
        let receiver = Receiver::start(|_| 200);
        let before = service(1, "Old food bank").described("A food bank.").at(1, 53.94, -3.75);
        let town = town(db, std::slice::from_ref(&before));
        let wish = json!({ "kind": "new_service", "need": "food-bank", "near": "QH1", "within_km": 3,
            "channel": "webhook", "address": receiver.url() });
        let made = subscribe(&town.with_role("navigator"), &wish);
        assert_eq!((&made["near"], &made["within_km"]), (&json!("QH1"), &json!(3.0)));
        town.import(&[
            before.described("A food bank, and more of it."),
            service(2, "Far food bank").described("A food bank.").at(2, 53.99, -3.75),
            service(3, "Chess").described("Chess for all.").at(3, 53.94, -3.75),
            service(4, "New food bank").described("A food bank.").at(4, 53.94, -3.75),
        ]);
        let posts = taken(&receiver, 1);
        assert_eq!(posts[0].names(), ["New food bank"]);
        assert_eq!(posts[0].event()["type"], "service.new");
        let another = service(5, "Newest food bank").described("A food bank.").at(5, 53.94, -3.75);
        town.import(&[service(4, "New food bank").described("A food bank with tea.").at(4, 53.94, -3.75), another]);
        assert_eq!(taken(&receiver, 2)[1].names(), ["Newest food bank"]);
    }

    /// `headroom deliver` tells what there is to tell, once.
    fn deliver_tells_once_from_the_command_line(db: &TestDatabase) {
        let receiver = Receiver::start(|_| 200);
        let mut town = town(db, &[lunch()]);
        let steward = town.steward();
        full(&steward, &lunch());
        subscribe(&steward, &room_again(&lunch(), &receiver));
        seen_full(&open(db), &lunch());
        town.server.stop();
        say_open(db);
        let options = ["deliver", "--public-url", "https://room.example", "--allow-private-webhooks"];
        let said = done(&command(db.url(), &options));
        assert!(said.starts_with("1 told; webhooks: 1 delivered, 0 delayed, 0 dead"), "{said}");
        let said = done(&command(db.url(), &options));
        assert!(said.starts_with("0 told; webhooks: 0 delivered"), "{said}");
        let url = format!("https://room.example/services/{}", lunch().id());
        assert_eq!(taken(&receiver, 1)[0].event()["data"]["services"][0]["url"], url);
    }
}

/// Says that lunch has room, without a server.
fn say_open(db: &TestDatabase) {
    use headroom::capacity::{Author, Report, store};
    use headroom::domain::availability::{Source, StatedState};
    let said = open(db).write(|tx| {
        let line = store::lines_of(tx, &lunch().id())?.remove(0);
        let author = Author {
            source: Source::Steward,
            name: "a test".into(),
        };
        let report = Report::of(StatedState::Open);
        store::state(
            tx,
            line.slot,
            &report,
            &author,
            None,
            jiff::Timestamp::now(),
        )
    });
    said.expect("it can be said");
}
