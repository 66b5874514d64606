//! Asking all of them in turns, so that whatever else the machine does meets all of them alike.

use super::asking::{Clients, Form, Who};
use super::kept::Peers;
use crate::support::latencies::Latencies;
use crate::support::program::Server;
use std::sync::Barrier;
use std::time::{Duration, Instant};

/// Clients at once.
pub const CLIENTS: usize = 8;
/// Those that are compared.
const ALL: usize = Who::ALL.len();
/// How long all clients ask one of them before they turn to the next.
const TURN: Duration = Duration::from_secs(3);

/// One connection to each: every question to each of them, one after the other. All questions are
/// asked as often as each other.
pub fn alone(forms: &[Form], clients: &mut Clients, seconds: f64) -> [Latencies; ALL] {
    let mut measured: [Latencies; ALL] = Default::default();
    Who::ALL.iter().for_each(|who| clients.turn_to(*who, forms));
    let begun = Instant::now();
    while begun.elapsed().as_secs_f64() < seconds {
        for form in forms {
            for who in Who::ALL {
                measured[who.index()].time(|| clients.ask(who, form));
            }
        }
    }
    measured
}

/// Many clients, each with connections of its own: all of them ask the same server for a while. How
/// many questions a second each server answers.
pub fn together(forms: &[Form], server: &Server, peers: &Peers, seconds: f64) -> [f64; ALL] {
    let rounds = (seconds / TURN.as_secs_f64()).ceil() as usize;
    let barrier = Barrier::new(CLIENTS);
    let counted = std::thread::scope(|scope| {
        let start = |number: usize| {
            let (barrier, skip) = (&barrier, number * forms.len() / CLIENTS);
            scope.spawn(move || {
                let mut clients = Clients::new(server.address, peers);
                one_of_many(&mut clients, forms, skip, rounds, barrier)
            })
        };
        let threads: Vec<_> = (0..CLIENTS).map(start).collect();
        let counted = threads.into_iter();
        let counted = counted.map(|thread| thread.join().expect("a client that lasts"));
        counted.collect::<Vec<_>>()
    });
    // All clients wait for the last of a turn, so they agree on how long it took but for a hair.
    Who::ALL.map(|who| {
        let who = who.index();
        let asked: usize = counted.iter().map(|counts| counts[who].0).sum();
        let took: Duration = counted.iter().map(|counts| counts[who].1).sum();
        asked as f64 / (took.as_secs_f64() / CLIENTS as f64)
    })
}

/// For each server how many questions were asked and how long that took.
fn one_of_many(
    clients: &mut Clients,
    forms: &[Form],
    skip: usize,
    rounds: usize,
    barrier: &Barrier,
) -> [(usize, Duration); ALL] {
    let mut counts = [(0, Duration::ZERO); ALL];
    let mut next = [skip; ALL];
    for who in Who::ALL.into_iter().cycle().take(rounds * Who::ALL.len()) {
        let number = who.index();
        clients.turn_to(who, forms);
        barrier.wait();
        let begun = Instant::now();
        while begun.elapsed() < TURN {
            clients.ask(who, &forms[next[number] % forms.len()]);
            next[number] += 1;
            counts[number].0 += 1;
        }
        barrier.wait();
        counts[number].1 += begun.elapsed();
    }
    counts
}
