//! Updates and searches at the same time, and each alone, in turns, so that all have the same noise.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::flush::{Rate, Raw};
use crate::support::client::Client;
use crate::support::latencies::{HEADING, Latencies, promise_at_least};
use crate::writers::{Town, Way, write};

/// Writers at once.
const WRITERS: usize = 8;
/// How long one thing is done before the next.
const TURN: Duration = Duration::from_secs(2);
/// What those who write at the pace of raw flushes aim at, as a multiple of it: whoever aims at it
/// just falls short.
const AIM: f64 = 1.05;
/// The least share of their speed that searches keep.
const KEPT: f64 = 0.8;

/// One way of writing, and what was measured of it.
struct Row {
    name: &'static str,
    way: Option<Way>,
    /// Whether the pace is that of raw flushes.
    paced: bool,
    updates: Rate,
    updates_beside: Rate,
    requests: Latencies,
    search: Searched,
    search_beside: Searched,
}

/// Searches of one connection.
#[derive(Default)]
struct Searched {
    rate: Rate,
    took: Latencies,
}

impl Searched {
    fn extend(&mut self, (rate, took): (Rate, Latencies)) {
        self.rate.add(rate);
        self.took.extend(took);
    }
}

/// Measures all of it for so many rounds, and says which promises are kept.
pub fn compare(town: Town, folder: &Path, paths: &[String], rounds: usize) {
    let mut raw = Raw::default();
    let mut rows = rows();
    let mut asked = paths.iter().cycle();
    let mut ask = |beside: &AtomicBool| search(town.address, &mut asked, beside);
    for _ in 0..rounds {
        raw.measure(folder, TURN / 2);
        for row in &mut rows {
            row.measure(town, raw.rate(), &mut ask);
        }
    }
    raw.tell();
    rows.iter().for_each(Row::tell);
    println!();
    rows.iter().for_each(|row| row.promise(raw.rate()));
}

fn rows() -> Vec<Row> {
    let row = |name, way, paced| Row {
        name,
        way,
        paced,
        updates: Rate::default(),
        updates_beside: Rate::default(),
        requests: Latencies::default(),
        search: Searched::default(),
        search_beside: Searched::default(),
    };
    let as_fast_as_they_can = |lines| Some(Way { lines, pace: None });
    vec![
        row("one core counts", None, false),
        row("single PUTs", as_fast_as_they_can(None), false),
        row("100 lines a request", as_fast_as_they_can(Some(100)), false),
        row(
            "1,000 lines a request",
            as_fast_as_they_can(Some(1000)),
            false,
        ),
        row(
            "100 lines, at the raw rate",
            as_fast_as_they_can(Some(100)),
            true,
        ),
    ]
}

impl Row {
    /// Searches alone, updates alone, both.
    fn measure(
        &mut self,
        town: Town,
        raw: f64,
        ask: &mut impl FnMut(&AtomicBool) -> (Rate, Latencies),
    ) {
        self.search.extend(during(ask, || std::thread::sleep(TURN)));
        let Some(way) = self.way else {
            return self.search_beside.extend(during(ask, count));
        };
        let pace = self.paced.then_some(raw * AIM);
        let way = Way { pace, ..way };
        self.updates.add(write(town, way, WRITERS, TURN).0);
        let mut beside = (Rate::default(), Latencies::default());
        let searched = during(ask, || beside = write(town, way, WRITERS, TURN));
        self.search_beside.extend(searched);
        self.updates_beside.add(beside.0);
        self.requests.extend(beside.1);
    }

    fn tell(&self) {
        match self.way {
            None => println!("\n{}, no updates", self.name),
            Some(_) => println!(
                "\n{WRITERS} writers, {}: {:.0} updates a second alone, {:.0} beside searches",
                self.name,
                self.updates.per_second(),
                self.updates_beside.per_second()
            ),
        }
        println!("  {:28}{HEADING}{:>12}", "", "a second");
        if self.way.is_some() {
            println!("  {:28}{}", "request", self.requests.sorted());
        }
        for (name, searched) in [
            ("search alone", &self.search),
            ("search beside", &self.search_beside),
        ] {
            let (took, rate) = (searched.took.sorted(), searched.rate.per_second());
            println!("  {name:28}{took}{rate:12.0}");
        }
    }

    fn promise(&self, raw: f64) {
        let name = self.name;
        let kept = self.search_beside.rate.per_second() / self.search.rate.per_second();
        match self.way {
            None => return println!("  {name}: searches keep {kept:.2} of their speed"),
            Some(_) => {
                let updates = self.updates_beside.per_second() / raw;
                promise_at_least(&format!("{name}, updates per raw flush"), updates, 1.0);
            }
        }
        promise_at_least(&format!("{name}, what searches keep"), kept, KEPT);
    }
}

/// Searches while something else is done.
fn during(
    ask: &mut impl FnMut(&AtomicBool) -> (Rate, Latencies),
    work: impl FnOnce() + Send,
) -> (Rate, Latencies) {
    let going_on = AtomicBool::new(true);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            work();
            going_on.store(false, Ordering::Release);
        });
        ask(&going_on)
    })
}

fn search<'a>(
    address: SocketAddr,
    paths: &mut impl Iterator<Item = &'a String>,
    going_on: &AtomicBool,
) -> (Rate, Latencies) {
    let mut client = Client::new(address);
    let mut took = Latencies::default();
    let begun = Instant::now();
    while going_on.load(Ordering::Acquire) {
        let Some(path) = paths.next() else { break };
        let status = took.time(|| client.get(path).status);
        assert_eq!(status, 200, "{path}");
    }
    (Rate::of(took.count(), begun.elapsed()), took)
}

/// Keeps one core busy with nothing, to tell what that alone costs a search on this machine.
fn count() {
    let begun = Instant::now();
    let mut number = 0_u64;
    while begun.elapsed() < TURN {
        number = std::hint::black_box(number.wrapping_add(1));
    }
}
