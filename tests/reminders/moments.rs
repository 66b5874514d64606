//! Who is asked when, over weeks: the library is told what time it is.

use headroom::capacity::{Author, store};
use headroom::db::Database;
use headroom::domain::availability::{Source, StatedState};
use headroom::gathered::store::looks;
use headroom::reminders::ask::{Asking, Summary, ask};
use headroom::reminders::contact::{Channel, Contact};
use headroom::reminders::outbox::store::{sent, take};
use headroom::reminders::store::lines::Memory;
use headroom::reminders::store::{contacts, unanswered};
use jiff::{SignedDuration, Timestamp};

use super::{LONG_AGO, asked_at, days_ago, open, outbox, say_at};
use crate::support::town::import;
use crate::support::{Listing, TestDatabase, on_both_databases, service};

/// Somebody who asks, and sends at once what is queued.
struct Asker {
    db: Database,
    memory: Memory,
    asking: Asking,
}

impl Asker {
    fn over(db: &TestDatabase) -> Asker {
        let asking = Asking {
            public_url: "https://room.example".into(),
            channels: vec![Channel::Email, Channel::Text],
            most_waiting: 1000,
        };
        Asker {
            db: open(db),
            memory: Memory::default(),
            asking,
        }
    }

    fn ask(&mut self, now: Timestamp) -> Summary {
        ask(&self.db, &mut self.memory, &self.asking, now).expect("somebody can be asked")
    }

    /// Asks and sends, and says to whom.
    fn asked(&mut self, now: Timestamp) -> Vec<String> {
        self.ask(now);
        let mut to = Vec::new();
        let at = now.as_millisecond();
        while let Some(taken) = self
            .db
            .write(move |tx| take(tx, &[Channel::Email, Channel::Text], at))
            .unwrap()
        {
            self.db.write(move |tx| sent(tx, &taken.id, at)).unwrap();
            to.push(taken.message.address);
        }
        to.sort();
        to
    }

    fn unanswered(&self) -> Vec<(String, i32)> {
        let all = self.db.read(unanswered).expect("a list");
        all.into_iter()
            .map(|line| (line.service_id, line.asked))
            .collect()
    }

    fn name(&self, listing: &Listing, addresses: &[&str]) {
        let id = listing.id();
        let named: Vec<Contact> = addresses
            .iter()
            .map(|address| Contact::email(address).expect("an address"))
            .collect();
        self.db
            .write(move |tx| contacts::put(tx, &id, &named))
            .unwrap();
    }
}

/// A navigator says that it is not as it is shown.
fn report(db: &Database, listing: &Listing, at: Timestamp) {
    let id = listing.id();
    let said = db.write(move |tx| {
        let line = store::lines_of(tx, &id)?.remove(0);
        let name = "a navigator".into();
        let source = Source::Navigator;
        store::dispute(tx, line.slot, &Author { source, name }, at)
    });
    said.expect("it can be reported");
}

fn week(number: i64) -> Timestamp {
    days_ago(LONG_AGO - 200 - 7 * number)
}

const NOBODY: [&str; 0] = [];
const SAM: &str = "sam@quay.example";
const KIT: &str = "kit@quay.example";

on_both_databases! {
    /// Two weeks the first contact, two weeks the second, then the stewards; an answer ends it.
    fn who_does_not_answer_is_followed_by_the_next_and_then_by_the_stewards(db: &TestDatabase) {
        let lunch = service(1, "Lunch");
        import(db.url(), &[lunch.clone(), service(2, "Talks").by(2, "Nobody's")]);
        let mut asker = Asker::over(db);
        asker.name(&lunch, &[SAM, KIT]);
        let weeks: Vec<Vec<String>> = (0..6).map(|number| asker.asked(week(number))).collect();
        assert_eq!(weeks, [vec![SAM], vec![SAM], vec![KIT], vec![KIT], vec![], vec![]]);
        assert_eq!(asker.unanswered(), [(service(2, "").id(), 0), (lunch.id(), 4)]);
        say_at(&asker.db, &lunch, StatedState::Open, Source::Provider, week(6));
        assert_eq!(asker.unanswered(), [(service(2, "").id(), 0)]);
        assert_eq!(asker.asked(week(7)), NOBODY);
        assert_eq!(asker.asked(week(9)), [SAM], "and it begins anew");
    }

    /// However long nobody was asked and however often one asks then: one digest each.
    fn after_a_long_outage_everybody_is_asked_once(db: &TestDatabase) {
        let listings = [asked_at(1, "Lunch", SAM), asked_at(2, "Walks", SAM), asked_at(3, "Talks", KIT)];
        import(db.url(), &listings);
        let mut asker = Asker::over(db);
        for listing in &listings {
            say_at(&asker.db, listing, StatedState::Open, Source::Provider, week(-20));
        }
        let summary = asker.ask(week(0));
        assert_eq!((summary.asked, summary.queued), (3, 2));
        // Nothing is sent for weeks: nothing is added either.
        for number in 0..4 {
            assert_eq!(asker.ask(week(number)).queued, 0);
        }
        assert_eq!(outbox(&asker.db).len(), 2);
    }

    /// A feed that keeps a line fresh, a pause with an end and a service that is closed are let be.
    fn nobody_is_asked_without_need(db: &TestDatabase) {
        let fed = asked_at(1, "Fed", SAM);
        let fresh = asked_at(2, "Fresh", SAM);
        let closed = asked_at(3, "Closed", SAM).with("status", "defunct");
        import(db.url(), &[fed.clone(), fresh.clone(), closed]);
        let mut asker = Asker::over(db);
        say_at(&asker.db, &fed, StatedState::Open, Source::Feed, week(0));
        say_at(&asker.db, &fresh, StatedState::Open, Source::Provider, week(0));
        assert_eq!(asker.asked(week(1)), NOBODY);
        assert_eq!(asker.asked(week(2)), [SAM], "both are due after their interval");
    }

    /// What changes every few days is asked about sooner than what never changes; so is what many
    /// look at.
    fn the_rhythm_of_a_service_and_its_readers_decide(db: &TestDatabase) {
        let [lively, calm, read] = [asked_at(1, "Lively", SAM), asked_at(2, "Calm", KIT), asked_at(3, "Read", "ada@quay.example")];
        import(db.url(), &[lively.clone(), calm.clone(), read.clone()]);
        let mut asker = Asker::over(db);
        let day = |number: i64| week(0) + SignedDuration::from_hours(24 * number);
        for number in 0..6 {
            let state = if number % 2 == 0 { StatedState::Full } else { StatedState::Open };
            say_at(&asker.db, &lively, state, Source::Provider, day(6 * number - 30));
        }
        for listing in [&calm, &read] {
            say_at(&asker.db, listing, StatedState::Open, Source::Provider, day(0));
        }
        let counts = [(read.id(), 140)].into();
        let today = day(0).to_zoned(jiff::tz::TimeZone::UTC).date();
        asker.db.write(move |tx| looks::add(tx, today, &counts)).unwrap();
        let asked: Vec<Vec<String>> = [5, 6, 7, 13, 14].map(|number| asker.asked(day(number))).into();
        assert_eq!(asked, [vec![], vec![SAM], vec!["ada@quay.example"], vec![SAM], vec![KIT, "ada@quay.example"]].map(|mut week: Vec<&str>| { week.sort(); week }));
    }

    /// A report is asked about within the week, once, and is nobody's answer.
    fn what_a_navigator_reports_is_asked_about_at_once(db: &TestDatabase) {
        let lunch = asked_at(1, "Lunch", SAM);
        import(db.url(), std::slice::from_ref(&lunch));
        let mut asker = Asker::over(db);
        let hour = |number: i64| week(0) + SignedDuration::from_hours(number);
        say_at(&asker.db, &lunch, StatedState::Open, Source::Provider, week(-3));
        assert_eq!(asker.asked(hour(0)), [SAM]);
        assert_eq!(asker.asked(hour(24)), NOBODY);
        report(&asker.db, &lunch, hour(25));
        assert_eq!(asker.asked(hour(26)), [SAM]);
        report(&asker.db, &lunch, hour(27));
        assert_eq!(asker.asked(hour(30)), NOBODY, "it was asked about already");
        let weeks: Vec<usize> = (2..6).map(|number| asker.asked(week(number)).len()).collect();
        assert_eq!(weeks, [1, 1, 0, 0], "four times in all, for a report is no answer");
        assert_eq!(asker.unanswered(), [(lunch.id(), 4)]);
    }

    /// Ten services a digest, no more.
    fn a_digest_is_about_ten_services_at_most(db: &TestDatabase) {
        let listings: Vec<Listing> = (1..=25).map(|number| asked_at(number, "Lunch", SAM)).collect();
        import(db.url(), &listings);
        let mut asker = Asker::over(db);
        let asked: Vec<u64> = (0..3).map(|number| { let asked = asker.ask(week(number)).asked; asker.asked(week(number)); asked }).collect();
        assert_eq!(asked, [10, 10, 10]);
        let total = asker.db.read(|conn| {
            use diesel::prelude::*;
            use headroom::db::schema::nudges;
            Ok(nudges::table.count().get_result::<i64>(conn)?)
        });
        assert_eq!(total.unwrap(), 25, "those not asked about yet come before those asked in vain");
    }

    /// Two that ask at the same moment ask everybody once.
    fn two_that_ask_at_once_ask_nobody_twice(db: &TestDatabase) {
        let listings: Vec<Listing> = (1..=40).map(|number| asked_at(number, "Lunch", &format!("n{}@quay.example", number % 30))).collect();
        import(db.url(), &listings);
        let start = std::sync::Barrier::new(4);
        let made: u64 = std::thread::scope(|scope| {
            let askers: Vec<_> = (0..4).map(|_| scope.spawn(|| {
                let mut asker = Asker::over(db);
                start.wait();
                asker.ask(week(0)).queued
            })).collect();
            askers.into_iter().map(|asker| asker.join().expect("nobody fails")).sum()
        });
        assert_eq!(made, 30);
        assert_eq!(outbox(&open(db)).len(), 30);
    }
}
