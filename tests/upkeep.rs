//! What nobody needs any more is deleted once a day, and nothing else.

use diesel::prelude::*;
use headroom::db::schema::{
    deliveries, messages, old_secrets, searched, searched_why, service_looks, sessions,
    sign_in_links, subscription_links, subscription_news, subscriptions, update_links,
};
use headroom::db::{Conn, Database};
use headroom::upkeep::{Deleted, daily, tidy};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::support::town::soon;
use crate::support::{Launch, TestDatabase, on_both_databases};

const DAY: i64 = 86_400_000;

fn open(db: &TestDatabase) -> Database {
    Database::open(&db.url().parse().expect("its URL")).expect("the database")
}

/// Rows of each table, of which the number is their age in days; `copies` of each.
fn fill(db: &Database, now: Timestamp, copies: usize) {
    let at = move |days: i64| now.as_millisecond() - days * DAY;
    let done = db.write(move |tx| {
        let conn: &mut Conn = tx;
        for copy in 0..copies {
            for days in [29, 31] {
                delivery(conn, &format!("{copy}/{days}"), "delivered", Some(at(days)))?;
            }
            delivery(conn, &format!("{copy}/dead"), "dead", None)?;
            for days in [179, 181] {
                link(conn, &format!("{copy}/{days}"), at(days))?;
            }
            for hours in [23, 25] {
                session(conn, &format!("{copy}/{hours}"), at(0) - hours * DAY / 24)?;
            }
            for (days, state) in [(89, "sent"), (91, "sent"), (92, "failed")] {
                message(conn, &format!("{copy}/{days}"), state, at(days))?;
            }
            for days in [399, 401] {
                let day = now
                    .to_zoned(TimeZone::UTC)
                    .date()
                    .saturating_sub(days.days());
                diesel::insert_into(service_looks::table)
                    .values((
                        service_looks::service_id.eq(format!("{copy}")),
                        service_looks::day.eq(day.to_string()),
                        service_looks::looks.eq(3),
                    ))
                    .execute(conn)?;
                diesel::insert_into(searched::table)
                    .values((
                        searched::week.eq(day.to_string()),
                        searched::need.eq("debt"),
                        searched::outcode.eq(format!("{copy}")),
                        searched::found.eq("room"),
                        searched::times.eq(3),
                    ))
                    .execute(conn)?;
                diesel::insert_into(searched_why::table)
                    .values((
                        searched_why::week.eq(day.to_string()),
                        searched_why::need.eq("debt"),
                        searched_why::outcode.eq(format!("{copy}")),
                        searched_why::found.eq("room"),
                        searched_why::why.eq("few_answers"),
                        searched_why::times.eq(3),
                    ))
                    .execute(conn)?;
            }
        }
        Ok(())
    });
    done.expect("rows");
}

/// A session that was last used then, and a link to sign in that worked until then.
fn session(conn: &mut Conn, id: &str, then: i64) -> QueryResult<usize> {
    diesel::insert_into(sign_in_links::table)
        .values((
            sign_in_links::hash.eq(id),
            sign_in_links::account_id.eq("a"),
            sign_in_links::leads_to.eq("/"),
            sign_in_links::expires_at.eq(then),
            sign_in_links::uses_left.eq(1),
        ))
        .execute(conn)?;
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(id),
            sessions::hash.eq(id),
            sessions::form.eq("f"),
            sessions::account_id.eq("a"),
            sessions::begun_at.eq(then),
            sessions::changed_at.eq(then),
            sessions::seen_at.eq(then),
        ))
        .execute(conn)
}

fn delivery(conn: &mut Conn, id: &str, state: &str, arrived: Option<i64>) -> QueryResult<usize> {
    diesel::insert_into(deliveries::table)
        .values((
            deliveries::id.eq(id),
            deliveries::subscription_id.eq("a subscription"),
            deliveries::event.eq("{}"),
            deliveries::state.eq(state),
            deliveries::next_try_at.eq(0),
            deliveries::created_at.eq(0),
            deliveries::delivered_at.eq(arrived),
        ))
        .execute(conn)
}

fn link(conn: &mut Conn, id: &str, until: i64) -> QueryResult<usize> {
    diesel::insert_into(update_links::table)
        .values((
            update_links::id.eq(id),
            update_links::hash.eq(id),
            update_links::service_id.eq(""),
            update_links::location_id.eq(""),
            update_links::purpose.eq(""),
            update_links::issued_to.eq(""),
            update_links::issued_at.eq(0),
            update_links::expires_at.eq(until),
        ))
        .execute(conn)
}

fn message(conn: &mut Conn, id: &str, state: &str, at: i64) -> QueryResult<usize> {
    diesel::insert_into(messages::table)
        .values((
            messages::id.eq(id),
            messages::dedupe_key.eq(id),
            messages::channel.eq("email"),
            messages::address.eq(""),
            messages::subject.eq(""),
            messages::body.eq(""),
            messages::html.eq(""),
            messages::state.eq(state),
            messages::next_try_at.eq(at),
            messages::created_at.eq(at),
            messages::sent_at.eq((state == "sent").then_some(at)),
        ))
        .execute(conn)
}

/// A subscription with one letter and one service that it was told of.
fn letter(
    conn: &mut Conn,
    id: &str,
    made: i64,
    said_yes: bool,
    ended: Option<i64>,
) -> QueryResult<()> {
    diesel::insert_into(subscriptions::table)
        .values((
            subscriptions::id.eq(id),
            subscriptions::kind.eq("room_again"),
            subscriptions::channel.eq("email"),
            subscriptions::address.eq(""),
            subscriptions::created_by.eq(""),
            subscriptions::created_at.eq(made),
            subscriptions::confirmed_at.eq(said_yes.then_some(made)),
            subscriptions::ended_at.eq(ended),
            subscriptions::from_slot.eq(0),
        ))
        .execute(conn)?;
    diesel::insert_into(subscription_links::table)
        .values((
            subscription_links::hash.eq(id),
            subscription_links::subscription_id.eq(id),
            subscription_links::made_at.eq(made),
        ))
        .execute(conn)?;
    diesel::insert_into(subscription_news::table)
        .values((
            subscription_news::subscription_id.eq(id),
            subscription_news::service_id.eq("a service"),
        ))
        .execute(conn)?;
    Ok(())
}

fn left_of_deliveries(db: &Database) -> Vec<String> {
    let all = |conn: &mut Conn| {
        let all = deliveries::table.order(deliveries::id);
        Ok(all.select(deliveries::id).load(conn)?)
    };
    db.read(all).expect("rows")
}

on_both_databases! {
    /// On each side of each limit; what was given up and what failed stays.
    fn what_is_too_old_goes_and_the_rest_stays(db: &TestDatabase) {
        let (database, now) = (open(db), Timestamp::now());
        fill(&database, now, 1);
        let deleted = tidy(&database, now).expect("upkeep");
        assert_eq!(deleted, Deleted { deliveries: 1, links: 1, sessions: 1, sign_ins: 1, messages: 1, looks: 1, searches: 1, ..Deleted::default() });
        assert_eq!(tidy(&database, now).expect("upkeep"), Deleted::default());
        assert_eq!(left_of_deliveries(&database), ["0/29", "0/dead"]);
        let of = |conn: &mut Conn| {
            let links: Vec<String> = update_links::table.select(update_links::id).load(conn)?;
            let all = messages::table.order(messages::id).select(messages::id);
            let messages: Vec<String> = all.load(conn)?;
            let looks = service_looks::table.count().get_result::<i64>(conn)?;
            let whys = searched_why::table.count().get_result::<i64>(conn)?;
            Ok((links, messages, [looks, whys]))
        };
        let left = database.read(of).expect("rows");
        assert_eq!(left, (vec!["0/179".into()], vec!["0/89".into(), "0/92".into()], [1, 1]));
    }

    /// More than one transaction takes.
    fn much_is_deleted_in_small_pieces(db: &TestDatabase) {
        let (database, now) = (open(db), Timestamp::now());
        fill(&database, now, 1201);
        let deleted = tidy(&database, now).expect("upkeep");
        assert_eq!([deleted.deliveries, deleted.links, deleted.messages, deleted.looks], [1201; 4]);
        assert_eq!(left_of_deliveries(&database).len(), 2402);
    }

    /// No address is kept longer than it is needed. With the link in any letter of a subscription that
    /// lives, the letters can be ended.
    fn subscriptions_that_are_over_go_with_all_that_is_theirs(db: &TestDatabase) {
        let (database, now) = (open(db), Timestamp::now());
        let ago = move |days: i64| now.as_millisecond() - days * DAY;
        database.write(move |tx| {
            let conn: &mut Conn = tx;
            letter(conn, "lives", ago(500), true, None)?;
            letter(conn, "ended", ago(500), true, Some(ago(31)))?;
            letter(conn, "ended lately", ago(500), true, Some(ago(29)))?;
            letter(conn, "unwanted", ago(38), false, None)?;
            letter(conn, "unwanted lately", ago(36), false, None)?;
            for (id, until) in [("over", ago(1)), ("signs", ago(-1))] {
                diesel::insert_into(old_secrets::table)
                    .values((old_secrets::id.eq(id), old_secrets::subscription_id.eq("lives"),
                        old_secrets::secret.eq("whsec_"), old_secrets::until.eq(until)))
                    .execute(conn)?;
            }
            Ok(())
        }).expect("rows");
        let deleted = tidy(&database, now).expect("upkeep");
        assert_eq!((deleted.subscriptions, deleted.secrets), (2, 1));
        let left = |conn: &mut Conn| {
            let links = subscription_links::table.order(subscription_links::hash);
            let news = subscription_news::table.order(subscription_news::subscription_id);
            let all = subscriptions::table.order(subscriptions::id);
            Ok([
                links.select(subscription_links::hash).load::<String>(conn)?,
                news.select(subscription_news::subscription_id).load(conn)?,
                all.select(subscriptions::id).load(conn)?,
            ])
        };
        let left = database.read(left).expect("rows");
        assert!(left.iter().all(|ids| *ids == ["ended lately", "lives", "unwanted lately"]), "{left:?}");
    }

    /// Whoever comes second on a day finds it done; on the next day it is done again.
    fn it_is_done_once_a_day_by_one_node(db: &TestDatabase) {
        let (one, other) = (open(db), open(db));
        let noon: Timestamp = "2026-11-22T12:00:00Z".parse().expect("a time");
        assert_eq!(daily(&one, noon).expect("upkeep"), Some(Deleted::default()));
        fill(&one, noon, 1);
        assert_eq!(daily(&other, noon + SignedDuration::from_hours(6)).expect("upkeep"), None);
        let tomorrow = noon + SignedDuration::from_hours(20);
        let deleted = daily(&other, tomorrow).expect("upkeep").expect("another day");
        assert_eq!((deleted.deliveries, deleted.messages), (1, 1));
        assert_eq!(daily(&one, tomorrow).expect("upkeep"), None);
    }

    /// The server does it beside its work.
    fn a_server_does_it(db: &TestDatabase) {
        let database = open(db);
        fill(&database, Timestamp::now(), 1);
        let _server = Launch::new(db.url()).start();
        soon("upkeep", || (left_of_deliveries(&database) == ["0/29", "0/dead"]).then_some(()));
    }
}
