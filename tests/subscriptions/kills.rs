//! The server is killed again and again: what was said is told all the same.

use std::collections::BTreeSet;

use diesel::prelude::*;
use headroom::db::schema::deliveries;
use headroom::db::{Conn, Database};

use super::{be_tried_again, full, open, private, room_again, roomy, subscribe, town};
use crate::support::town::{key, soon};
use crate::support::{Launch, Listing, Receiver, on_both_databases, service};

const SERVICES: u32 = 20;

/// Lets the leases of those who died run out: nobody may be alive who holds one.
fn let_leases_run_out(db: &Database) {
    let done = db.write(|tx| {
        let taken = deliveries::table.filter(deliveries::state.eq("sending"));
        Ok(diesel::update(taken)
            .set(deliveries::leased_until.eq(0))
            .execute(tx as &mut Conn)?)
    });
    done.expect("the table");
}

on_both_databases! {
    /// 20 services, a kill after every fifth word, and a receiver that fails every third time: each
    /// event is there in the end, under one id.
    fn a_killed_server_loses_nothing(db: &TestDatabase) {
        let receiver = Receiver::start(|attempt| if attempt % 3 == 0 { 502 } else { 200 });
        let listings: Vec<Listing> = (1..=SERVICES).map(|number| service(number, &format!("Club {number}"))).collect();
        let mut town = town(db, &listings);
        let steward = town.steward();
        for listing in &listings {
            full(&steward, listing);
            subscribe(&steward, &room_again(listing, &receiver));
        }
        let database = open(db);
        let key = key(db.url(), "steward", None);
        for part in listings.chunks(5) {
            let client = town.server.client().with_key(&key);
            part.iter().for_each(|listing| roomy(&client, listing));
            town.server.kill();
            let_leases_run_out(&database);
            town.server = private(Launch::new(db.url())).start();
        }
        let all = soon("all of them", || {
            be_tried_again(&database);
            let taken = receiver.taken();
            let names: BTreeSet<String> = taken.iter().flat_map(|post| post.names()).collect();
            (names.len() == SERVICES as usize).then_some(taken)
        });
        let ids: BTreeSet<&String> = all.iter().map(|post| &post.id).collect();
        assert_eq!(ids.len(), SERVICES as usize, "one id for each event");
        println!("{SERVICES} events, 4 kills, {} came twice", all.len() - ids.len());
    }
}
