//! Whose a task is, and until when it is nobody's.

use super::*;
use crate::support::Server;
use crate::support::town::key;
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};

const CLIENTS: usize = 24;
const ROUNDS: usize = 6;

/// All of the clients claim the task at once. Returns which of them got it; all others must have been
/// told that it is somebody else's.
fn race(clients: &[Client], task: &Value) -> Vec<usize> {
    let start = &Barrier::new(clients.len());
    let claim = move |client: &Client| {
        start.wait();
        let reply = act(client, task, "claim", &json!({}));
        assert!(matches!(reply.status, 200 | 409), "{}", reply.text);
        reply.status == 200
    };
    let won: Vec<bool> = std::thread::scope(|scope| {
        let racers = clients.iter();
        let racers: Vec<_> = racers
            .map(|client| scope.spawn(move || claim(client)))
            .collect();
        let ends = racers.into_iter().map(|racer| racer.join());
        ends.map(|won| won.expect("nobody fails")).collect()
    });
    (0..clients.len()).filter(|number| won[*number]).collect()
}

fn race_again_and_again(db: &TestDatabase, town: &Town, servers: &[&Server]) {
    dispute(town, &lunch());
    let keys: Vec<String> = (0..CLIENTS)
        .map(|_| key(&town.database, "steward", None))
        .collect();
    let clients: Vec<Client> = (0..CLIENTS)
        .map(|number| {
            servers[number % servers.len()]
                .client()
                .with_key(&keys[number])
        })
        .collect();
    let task = only_task(&clients[0]);
    let database = open(db);
    for round in 0..ROUNDS {
        let winners = race(&clients, &task);
        assert_eq!(winners.len(), 1, "round {round}: {winners:?}");
        for (number, client) in clients.iter().enumerate().take(4) {
            let mine = list(client, "mine=true").len();
            assert_eq!(mine, usize::from(number == winners[0]));
        }
        match round % 2 {
            0 => drop(act(&clients[winners[0]], &task, "release", &json!({})).expect(200)),
            _ => let_time_pass(&database),
        }
    }
}

on_both_databases! {
    /// Of all who claim it at once one has it, every time.
    fn two_stewards_never_have_one_task(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        race_again_and_again(db, &town, &[&town.server]);
    }

    /// Nor through two servers.
    fn two_stewards_never_have_one_task_by_two_nodes(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let other = Server::start(db);
        race_again_and_again(db, &town, &[&town.server, &other]);
    }

    /// Two that put a task to its end at once record one result.
    fn a_task_is_done_once(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        dispute(&town, &lunch());
        let stewards = [(); 8].map(|()| town.steward());
        let task = only_task(&stewards[0]);
        let done = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for steward in &stewards {
                let (task, done) = (&task, &done);
                scope.spawn(move || {
                    let body = json!({ "result": "reached", "capacity": { "state": "full" } });
                    let reply = act(steward, task, "done", &body);
                    assert!(matches!(reply.status, 200 | 409), "{}", reply.text);
                    done.fetch_add(usize::from(reply.status == 200), Ordering::Relaxed);
                });
            }
        });
        assert_eq!(done.into_inner(), 1);
        let history = format!("/api/v1/services/{}/capacity/history", lunch().id());
        let history = stewards[0].get(&history).expect(200).body;
        assert_eq!(history["total_items"], 3, "a statement, a report and one answer");
    }

    /// Who has a task is shown to others, and it is free again after two hours by itself.
    fn a_claim_is_shown_and_ends_by_itself(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        dispute(&town, &lunch());
        let (ann, ben) = (town.steward(), town.steward());
        let task = only_task(&ann);
        let mine = act(&ann, &task, "claim", &json!({})).expect(200).body;
        assert_eq!((&mine["claimed_by"], &mine["mine"]), (&json!("a test"), &json!(true)));
        let until: Timestamp = mine["claimed_until"].as_str().unwrap().parse().expect("a time");
        let minutes = until.duration_since(Timestamp::now()).as_mins();
        assert!((115..=120).contains(&minutes), "{minutes}");
        assert_eq!(only_task(&ben)["mine"], false);
        assert_eq!(only_task(&ben)["claimed_until"], mine["claimed_until"]);
        let refused = act(&ben, &task, "claim", &json!({})).expect(409).body;
        assert!(refused["detail"].as_str().unwrap().contains("a test has this task until"));
        act(&ben, &task, "release", &json!({})).expect(409);
        act(&ben, &task, "later", &json!({ "not_before": day(1) })).expect(409);
        act(&ben, &task, "done", &json!({ "result": "no_answer" })).expect(409);
        act(&ann, &task, "claim", &json!({})).expect(200);
        let_time_pass(&open(db));
        assert_eq!(only_task(&ben)["claimed_by"], Value::Null);
        assert_eq!(act(&ben, &task, "claim", &json!({})).expect(200).body["mine"], true);
        act(&ben, &task, "release", &json!({})).expect(200);
        act(&ben, &task, "release", &json!({})).expect(200);
        assert!(list(&ben, "mine=true").is_empty());
    }

    /// What is put off is not seen until its day, and is seen then without anybody's doing; or at once,
    /// when another reason joins.
    fn what_is_put_off_comes_back_by_itself(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        dispute(&town, &lunch());
        let steward = town.steward();
        let task = only_task(&steward);
        act(&steward, &task, "claim", &json!({})).expect(200);
        let put_off = act(&steward, &task, "later", &json!({ "not_before": day(7) })).expect(200).body;
        assert_eq!((&put_off["not_before"], &put_off["claimed_by"]), (&json!(day(7)), &Value::Null));
        assert!(list(&steward, "").is_empty());
        assert_eq!(list(&steward, "put_off=true").len(), 1);
        report(&town, &lunch(), "service_closed");
        assert!(list(&steward, "").is_empty(), "the same reason again is no reason to ring");
        let_time_pass(&open(db));
        assert_eq!(only_task(&steward)["not_before"], Value::Null);
        act(&steward, &task, "later", &json!({ "not_before": day(7) })).expect(200);
        let_money_end(&steward, &lunch());
        assert_eq!(only_task(&steward)["reasons"], json!(["disputed", "funding_lapsed"]));
        for wrong in [json!(day(0)), json!(day(-1)), json!(day(366)), json!("2026-02-30"), json!("soon"), json!(7), json!(null)] {
            let refused = act(&steward, &task, "later", &json!({ "not_before": wrong })).expect(422).body;
            assert_eq!(refused["errors"][0]["field"], "not_before", "{wrong}");
        }
        act(&steward, &task, "later", &json!({})).expect(422);
    }
}
