//! What brings a service on the list, and what takes it off by itself.

use super::*;
use crate::support::Server;
use crate::support::town::{command, done, room_of};

on_both_databases! {
    /// In the transaction of the report, before anybody looks; and who came well opens nothing.
    fn a_report_that_it_is_otherwise_opens_a_task_at_once(db: &TestDatabase) {
        let supper = service(2, "Supper club").with("email", "supper@quay.example");
        let town = Town::start(db, &[lunch(), supper.clone()]);
        say(&town.steward(), &supper, &json!({ "state": "open" })).expect(200);
        say(&town.steward(), &lunch(), &json!({ "state": "open" })).expect(200);
        report(&town, &supper, "attended");
        report(&town, &supper, "declined");
        assert_eq!(open_rows(&open(db)), 0);
        for outcome in ["turned_away_full", "service_closed", "could_not_contact"] {
            report(&town, &lunch(), outcome);
            assert_eq!(open_rows(&open(db)), 1, "{outcome}");
        }
        let task = only_task(&town.steward());
        assert_eq!((&task["service_id"], &task["service_name"]), (&json!(lunch().id()), &json!("Lunch club")));
        assert_eq!(task["reasons"], json!(["disputed"]));
        assert_eq!(task["because"][0], "3 times somebody found it otherwise than it is shown");
        assert_eq!(task["because"][1], "3 people sent there in 28 days");
        for nothing in ["not_before", "claimed_by", "claimed_until", "done_at", "done_by", "result", "note"] {
            assert_eq!(task[nothing], Value::Null, "{nothing}");
        }
    }

    /// The provider confirms, or a feed speaks: nobody has to ring.
    fn a_task_closes_by_itself_when_its_reason_has_gone(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let steward = town.steward();
        dispute(&town, &lunch());
        let first = only_task(&steward);
        town.provider(1).post(&format!("{}/confirm", room_of(&lunch())), &json!({})).expect(200);
        let address = format!("/api/v1/tasks/{}", first["id"].as_str().expect("an id"));
        let closed = steward.get(&address).expect(200).body;
        assert_eq!((&closed["result"], &closed["done_by"]), (&json!("resolved"), &Value::Null));
        assert!(list(&steward, "").is_empty());
        act(&steward, &first, "claim", &json!({})).expect(409);
        report(&town, &lunch(), "service_closed");
        let second = only_task(&steward);
        assert_ne!(second["id"], first["id"]);
        speak(&open(db), &lunch(), Source::Feed);
        assert!(list(&steward, "").is_empty());
        assert_eq!(steward.get(&address).expect(200).body["done_at"], closed["done_at"]);
    }

    /// However many reasons there are, it is rung once.
    fn several_reasons_join_in_one_task(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let (steward, database) = (town.steward(), open(db));
        leave_unanswered(&database, &lunch(), 4);
        assert_eq!(only_task(&steward)["reasons"], json!(["unanswered"]));
        let_money_end(&steward, &lunch());
        report(&town, &lunch(), "service_closed");
        let task = only_task(&steward);
        assert_eq!(task["reasons"], json!(["disputed", "unanswered", "funding_lapsed"]));
        assert_eq!(list(&steward, "reason=no_contact"), [] as [Value; 0]);
        assert_eq!(list(&steward, "reason=no_contact&reason=disputed"), [task]);
        speak(&database, &lunch(), Source::Provider);
        assert_eq!(only_task(&steward)["reasons"], json!(["funding_lapsed"]));
        let address = format!("/api/v1/services/{}/funding", lunch().id());
        steward.put(&address, &json!({ "status": "secured" })).expect(200);
        assert!(list(&steward, "").is_empty());
    }

    /// Where there is nobody to ask; once somebody is named, it is a question without an answer.
    fn a_service_that_nobody_can_be_asked_about_is_on_the_list(db: &TestDatabase) {
        let talks = service(2, "Talks").by(2, "Nobody's");
        let town = Town::start(db, std::slice::from_ref(&talks));
        let (steward, database) = (town.steward(), open(db));
        leave_unanswered(&database, &talks, 0);
        let task = only_task(&steward);
        assert_eq!(task["reasons"], json!(["no_contact"]));
        assert_eq!(task["because"], json!(["nobody has ever said how much room there is", "there is no address to ask at"]));
        let contact = json!({ "name": null, "channel": "email", "address": "sam@quay.example" });
        let address = format!("/api/v1/services/{}/contacts", talks.id());
        steward.put(&address, &json!({ "contacts": [contact] })).expect(200);
        let later = only_task(&steward);
        assert_eq!((&later["id"], &later["reasons"]), (&task["id"], &json!(["unanswered"])));
        speak(&database, &talks, Source::Provider);
        assert!(list(&steward, "").is_empty());
    }

    /// What does not run is nobody's work.
    fn a_service_that_is_closed_leaves_the_list(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        dispute(&town, &lunch());
        only_task(&town.steward());
        town.import(&[lunch().with("status", "defunct")]);
        assert!(list(&town.steward(), "").is_empty());
    }

    /// Reports and stewards who look, all at once and at two servers: one task.
    fn a_service_has_one_open_task_however_many_look_and_report(db: &TestDatabase) {
        let listings: Vec<Listing> = (1..=5).map(|number| service(number, "Lunch")).collect();
        let town = Town::start(db, &listings);
        let other = Server::start(db);
        let key = crate::support::town::key(&town.database, "steward", None);
        let clients = [&town.server, &other].map(|server| server.client().with_key(&key));
        for listing in &listings {
            let_money_end(&clients[0], listing);
        }
        std::thread::scope(|scope| {
            for number in 0..12 {
                let (client, town, listings) = (&clients[number % 2], &town, &listings);
                scope.spawn(move || match number % 3 {
                    0 => report(town, &listings[number % 5], "service_closed"),
                    _ => drop(client.get("/api/v1/tasks").expect(200)),
                });
            }
        });
        assert_eq!(list(&clients[1], "").len(), 5);
        assert_eq!(open_rows(&open(db)), 5);
        let disputed: Vec<Value> = list(&clients[0], "reason=disputed");
        assert_eq!(disputed.len(), 4);
    }

    /// It is about what providers do and leave: nobody else's business.
    fn only_stewards_see_the_list(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        dispute(&town, &lunch());
        let task = only_task(&town.steward());
        let address = format!("/api/v1/tasks/{}", task["id"].as_str().expect("an id"));
        for client in [town.with_role("navigator"), town.with_role("commissioner"), town.provider(1)] {
            client.get("/api/v1/tasks").expect(403);
            client.get(&address).expect(403);
            act(&client, &task, "claim", &json!({})).expect(403);
            act(&client, &task, "release", &json!({})).expect(403);
            act(&client, &task, "later", &json!({ "not_before": day(1) })).expect(403);
            act(&client, &task, "done", &json!({ "result": "closed" })).expect(403);
        }
        town.anyone().get("/api/v1/tasks").expect(401);
        assert_eq!(only_task(&town.steward()), task);
    }

    /// Where no page and no program is at hand.
    fn the_command_line_prints_the_list(db: &TestDatabase) {
        let supper = service(2, "Supper club").with("email", "supper@quay.example");
        let town = Town::start(db, &[lunch(), supper.clone()]);
        let print = || done(&command(db.url(), &["tasks"]));
        assert_eq!(print(), "0 services to look into\n");
        let_money_end(&town.steward(), &supper);
        dispute(&town, &lunch());
        let printed = print();
        let lines: Vec<&str> = printed.lines().collect();
        assert_eq!(lines.len(), 3, "{printed}");
        assert!(lines[0].starts_with(&format!("1. Lunch club ({}): somebody found it otherwise", lunch().id())), "{printed}");
        assert!(lines[1].starts_with("2. Supper club") && lines[1].contains("its last known funding has ended"), "{printed}");
        assert_eq!(lines[2], "2 services to look into");
    }
}
