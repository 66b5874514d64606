//! Making links and taking them back.

use diesel::prelude::*;
use headroom::config::DatabaseUrl;
use headroom::db::schema::update_links;
use headroom::db::{Conn, Database};

use super::*;

/// All that the database holds, as bytes.
fn everything_in(db: &TestDatabase) -> Vec<u8> {
    #[derive(diesel::QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Text)]
        all: String,
    }
    match db {
        TestDatabase::Sqlite(_) => {
            let file = db.url().strip_prefix("sqlite:").expect("a file");
            let log = std::fs::read(format!("{file}-wal")).unwrap_or_default();
            [std::fs::read(file).expect("the database"), log].concat()
        }
        TestDatabase::Postgres(_) => {
            let mut conn = PgConnection::establish(db.url()).expect("a connection");
            let dump = "SELECT schema_to_xml('public', true, false, '')::text AS \"all\"";
            let row: Row = diesel::sql_query(dump)
                .get_result(&mut conn)
                .expect("a row");
            row.all.into_bytes()
        }
    }
}

/// Lets the time of all links be over.
fn let_three_weeks_pass(db: &TestDatabase) {
    let url: DatabaseUrl = db.url().parse().expect("the address of a database");
    let opened = Database::open(&url).expect("the database");
    let changed = opened.write(|tx| {
        let all = diesel::update(update_links::table);
        Ok(all
            .set(update_links::expires_at.eq(jiff::Timestamp::now().as_millisecond() - 1))
            .execute(tx as &mut Conn)?)
    });
    assert_eq!(changed.expect("a change"), 1);
}

on_both_databases! {
    /// A link works for three weeks, at the address where people reach the server.
    fn a_link_works_for_three_weeks(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let made = town.provider(1).post(&links_of(&lunch()), &json!({})).expect(201).body;
        let expires: jiff::Timestamp = made["expires_at"].as_str().unwrap().parse().unwrap();
        let days = expires.duration_since(jiff::Timestamp::now()).as_hours() / 24;
        assert!((20..=21).contains(&days), "{days}");
        let elsewhere = Launch::new(&town.database)
            .argument("--public-url").argument("https://room.example/").start();
        let steward = elsewhere.client().with_key(&crate::support::town::key(&town.database, "steward", None));
        let made = steward.post(&links_of(&lunch()), &json!({})).expect(201).body;
        assert!(made["url"].as_str().unwrap().starts_with("https://room.example/u/"), "{made}");
    }

    /// Only who speaks for the service makes links for it and takes them back.
    fn only_who_speaks_for_a_service_makes_links(db: &TestDatabase) {
        let other = service(2, "Supper club").by(2, "Harbour Kitchen");
        let town = Town::start(db, &[lunch(), other]);
        let path = links_of(&lunch());
        town.anyone().post(&path, &json!({})).expect(401);
        town.anyone().delete(&path).expect(401);
        for client in [town.with_role("navigator"), town.with_role("commissioner"), town.provider(2)] {
            client.post(&path, &json!({})).expect(403);
            client.delete(&path).expect(403);
        }
        town.steward().post(&path, &json!({})).expect(201);
        let unknown = links_of(&service(9, ""));
        town.steward().post(&unknown, &json!({})).expect(404);
        town.steward().delete(&unknown).expect(404);
        for wrong in [json!({ "email": "a@b.example" }), json!({ "issued_to": "x".repeat(81) }),
            json!({ "issued_to": "a\u{0}b" })] {
            town.steward().post(&path, &wrong).expect(422);
        }
        town.steward().post(&path, &json!({ "location_id": "nonsense" })).expect(400);
    }

    /// What was taken back works no more, and says what to do.
    fn what_was_taken_back_works_no_more(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let link = Link::new(&town);
        town.provider(1).delete(&links_of(&lunch())).expect(204);
        town.provider(1).delete(&links_of(&lunch())).expect(204);
        for reply in [link.look(), link.send("say=full")] {
            let page = reply.expect(410).text;
            assert!(page.contains("taken back") && page.contains("newest message"), "{page}");
        }
        assert_eq!(room(&town)["version"], 0);
        assert_eq!(Link::new(&town).look().status, 200);
    }

    /// What is too old works no more, and says what to do.
    fn what_is_too_old_works_no_more(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let link = Link::new(&town);
        let_three_weeks_pass(db);
        for reply in [link.look(), link.send("say=full")] {
            let page = reply.expect(410).text;
            assert!(page.contains("too old") && page.contains("new link"), "{page}");
        }
        assert_eq!(room(&town)["version"], 0);
    }

    /// What was never a link is a page, whatever it looks like.
    fn what_was_never_a_link_is_a_page(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let never = "abcdefghjkmnpqrstuvwxyz023";
        for path in [format!("/u/{never}"), "/u/x".into(), "/u/%00".into(), "/u/%ff".into(),
            format!("/u/{}", "x".repeat(5000))] {
            for reply in [town.anyone().get(&path), town.anyone().post_form(&path, "say=full")] {
                let page = reply.expect(404).text;
                assert!(page.contains("This link does not work"), "{path}: {page}");
            }
        }
    }

    /// A place that is no longer listed cannot be spoken for.
    fn a_place_that_is_gone_cannot_be_spoken_for(db: &TestDatabase) {
        let town = Town::start(db, &[lunch().at(1, 53.94, -3.75)]);
        let link = Link::new(&town);
        town.import(&[lunch().at(2, 53.94, -3.75)]);
        for reply in [link.look(), link.send("say=full")] {
            assert!(reply.expect(410).text.contains("no longer in the directory"));
        }
    }

    /// Five links of one contact work at the same time; one more takes the place of the oldest.
    fn the_five_newest_links_of_a_contact_work(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let another = Link::make(&town, &json!({ "issued_to": "the treasurer" }));
        let links: Vec<Link> = (0..7).map(|_| {
            std::thread::sleep(std::time::Duration::from_millis(3));
            Link::new(&town)
        }).collect();
        let statuses: Vec<u16> = links.iter().map(|link| link.look().status).collect();
        assert_eq!(statuses, [410, 410, 200, 200, 200, 200, 200]);
        assert_eq!(another.look().status, 200);
    }

    /// Whoever reads the database cannot use what he finds.
    fn the_database_holds_no_token(db: &TestDatabase) {
        let mut town = Town::start(db, &[lunch()]);
        let link = Link::new(&town);
        link.tap("say=full");
        assert!(town.server.stop().success());
        let all = everything_in(db);
        let holds = |text: &str| all.windows(text.len()).any(|part| part == text.as_bytes());
        assert!(holds("one-tap link: the office"), "this would find it if it were there");
        assert!(!holds(link.token()));
    }
}
