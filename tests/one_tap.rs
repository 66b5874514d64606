//! One-tap links: a group says on a telephone, without an account, how much room it has.

mod browsers;
mod limits;
mod links;
mod sent;
mod undoing;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::listing::{location_id, service_id};
use crate::support::town::{found, in_seconds, room_of, say};
use crate::support::{
    Client, Exchange, Launch, Listing, Reply, TestDatabase, Town, on_both_databases, service,
};

fn lunch() -> Listing {
    service(1, "Lunch club").by(1, "Wythmere Together")
}

/// A link as its owner has it: the path of its page.
struct Link {
    anyone: Client,
    path: String,
}

impl Link {
    /// One for the lunch club, made by its provider.
    #[track_caller]
    fn make(town: &Town, wanted: &Value) -> Link {
        let made = town.provider(1).post(&links_of(&lunch()), wanted);
        let url = made.expect(201).body["url"]
            .as_str()
            .expect("an address")
            .to_owned();
        let path = url.strip_prefix(town.server.url());
        Link {
            anyone: town.anyone(),
            path: path
                .unwrap_or_else(|| panic!("{url} is elsewhere"))
                .to_owned(),
        }
    }

    /// For the office of the lunch club.
    #[track_caller]
    fn new(town: &Town) -> Link {
        Link::make(town, &json!({ "issued_to": "the office" }))
    }

    fn token(&self) -> &str {
        self.path.strip_prefix("/u/").expect("the path of a link")
    }

    fn look(&self) -> Reply {
        self.anyone.get(&self.path)
    }

    /// Sends the form.
    fn send(&self, form: &str) -> Reply {
        self.anyone.post_form(&self.path, form)
    }

    /// Taps a button and comes back to the page.
    #[track_caller]
    fn tap(&self, form: &str) -> String {
        let reply = self.send(form).expect(303);
        assert_eq!(reply.header("location"), Some(self.path.as_str()));
        self.look().expect(200).text
    }
}

fn links_of(listing: &Listing) -> String {
    format!("/api/v1/services/{}/links", listing.id())
}

fn room(town: &Town) -> Value {
    town.anyone().get(&room_of(&lunch())).expect(200).body
}

/// Every version, newest first, as kind, state and author.
fn history(town: &Town) -> Vec<(String, String, String)> {
    let path = format!("{}/history?per_page=100", room_of(&lunch()));
    let all = town.steward().get(&path).expect(200).body;
    let text = |past: &Value, field: &str| past[field].as_str().expect("a text").to_owned();
    let pasts = all["contents"].as_array().expect("contents").iter();
    let pasts = pasts.map(|past| {
        (
            text(past, "kind"),
            text(past, "state"),
            text(past, "author"),
        )
    });
    pasts.collect()
}

on_both_databases! {
    /// Each button is in the very next search, with who said it in the history.
    fn each_button_is_in_the_very_next_search(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let link = Link::new(&town);
        for (state, words) in [
            ("open", "Has room"),
            ("limited", "A little room"),
            ("waiting_list", "Waiting list"),
            ("full", "Full"),
            ("paused", "Paused"),
        ] {
            link.send(&format!("say={state}")).expect(303);
            let shown = &town.search("availability=any")["contents"][0]["availability"];
            assert_eq!((&shown["state"], &shown["source"]), (&json!(state), &json!("provider")));
            let page = link.look().expect(200).text;
            assert!(page.contains(&format!("</svg> {words}</p>")), "{state}: {page}");
            assert_eq!(history(&town)[0],
                ("statement".into(), state.into(), "one-tap link: the office".into()));
        }
    }

    /// "Nothing has changed" confirms what was on the page, and only that.
    fn nothing_has_changed_confirms_what_was_on_the_page(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let link = Link::new(&town);
        let page = link.look().expect(200).text;
        assert!(!page.contains("Nothing has changed") && page.contains("Nobody has said yet"));
        link.send("say=same").expect(409);
        let body = json!({ "state": "open", "places_free": 3, "as_of": in_seconds(-86_400) });
        let said = say(&town.provider(1), &lunch(), &body).expect(200).body;
        assert!(link.look().text.contains("still “Has room: 3 places”"));
        link.tap("version=1&say=same");
        let confirmed = room(&town);
        assert!(confirmed["confirmed_at"].as_str() > said["confirmed_at"].as_str());
        assert_eq!(confirmed["as_of"], said["as_of"]);
        say(&town.provider(1), &lunch(), &json!({ "state": "full" })).expect(200);
        let refused = link.send("version=2&say=same").expect(409).text;
        assert!(refused.contains("somebody has changed this in the meantime"), "{refused}");
        assert_eq!(room(&town)["version"], 3);
    }

    /// What was typed goes with the tap; what is known of the place stays.
    fn what_was_typed_goes_with_the_tap(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let body = json!({ "state": "open", "places_free": 3, "places_total": 12, "unit": "seat" });
        say(&town.provider(1), &lunch(), &body).expect(200);
        let link = Link::new(&town);
        assert!(link.look().text.contains("Seats free"));
        link.tap("places_free=2&waiting=&wait_weeks=&until=&note=ring+first&say=limited");
        let shown = room(&town);
        let numbers = [&shown["places_free"], &shown["places_total"], &shown["unit"]];
        assert_eq!(numbers, [&json!(2), &json!(12), &json!("seat")]);
        assert_eq!(shown["note"], "ring first");
        link.tap("waiting=5&wait_weeks=3&until=2099-06-30&say=waiting_list");
        let shown = room(&town);
        let numbers = [&shown["waiting"], &shown["wait_weeks"], &shown["places_free"]];
        assert_eq!(numbers, [&json!(5), &json!(3), &json!(null)]);
        assert_eq!(shown["until"], "2099-06-30T23:00:00.000Z");
    }

    /// What cannot be is said beside its field, what was typed is kept, and nothing is changed.
    fn what_cannot_be_is_said_beside_its_field(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let link = Link::new(&town);
        for (form, id, kept) in [
            ("places_free=three&say=open", "places_free", "three"),
            ("places_free=0&say=open", "places_free", "0"),
            ("places_free=4&say=full", "places_free", "4"),
            ("waiting=-1&say=waiting_list", "waiting", "-1"),
            ("wait_weeks=99999999&say=waiting_list", "wait_weeks", "99999999"),
            ("until=2020-01-01&say=paused", "until", "2020-01-01"),
        ] {
            let refused = link.send(form).expect(422).text;
            assert!(refused.contains(&format!("id=\"{id}-problem\"")), "{form}: {refused}");
            assert!(refused.contains(&format!("value=\"{kept}\"")), "{form}");
            assert!(refused.contains("<details class=\"more\" open>"), "{form}");
        }
        let long = "x".repeat(901);
        assert!(link.send(&format!("note={long}&say=open")).expect(422).text.contains(&long));
        for form in ["", "say=closed", "say=open&name=Ada", "say=%ff", "note=%00&say=open"] {
            let status = link.send(form).status;
            assert!([400, 422].contains(&status), "{form}: {status}");
        }
        link.anyone.post_form(&link.path, &"x".repeat(300_000)).expect(413);
        assert_eq!(room(&town)["version"], 0);
    }

    /// Programs that check mail follow links, more than once and in several ways.
    fn looking_never_changes_anything(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        say(&town.provider(1), &lunch(), &json!({ "state": "open" })).expect(200);
        let link = Link::new(&town);
        let before = (room(&town), history(&town), town.anyone().get("/api/v1/changes").body);
        for query in ["", "?say=full", "?say=undo", "?say=same&version=1", "?utm_source=mail"] {
            for _ in 0..10 {
                link.anyone.get(&format!("{}{query}", link.path)).expect(200);
            }
            let head = link.anyone.request(Method::HEAD, &format!("{}{query}", link.path));
            assert_eq!(head.send_and_read().expect(200).text, "");
        }
        for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS] {
            let asked = link.anyone.request(method, &link.path).send_and_read();
            assert!([404, 405].contains(&asked.status), "{}", asked.status);
        }
        let after = (room(&town), history(&town), town.anyone().get("/api/v1/changes").body);
        assert_eq!(before, after);
    }

    /// The page is nobody else's business: not kept, not listed, not told to other sites.
    fn the_page_is_nobody_elses_business(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let link = Link::new(&town);
        let wrong = town.anyone().get("/u/nonsense");
        for reply in [link.look(), wrong, link.send("say=full")] {
            assert_eq!(reply.header("referrer-policy"), Some("no-referrer"));
            assert_eq!(reply.header("cache-control"), Some("no-store"));
            assert_eq!(reply.header("x-robots-tag"), Some("noindex, nofollow"));
        }
        let page = link.look().text;
        assert!(!page.contains("<script"), "{page}");
        assert!(!page.contains("http://") && !page.contains("https://"), "{page}");
        let figures = town.anyone().get("/metrics").text;
        assert!(!figures.contains(link.token()) && !town.server.said().contains(link.token()));
    }

    /// A service at several places has a link for each, which names it.
    fn each_place_has_its_own_link(db: &TestDatabase) {
        let at = |number, name| json!({ "name": name, "latitude": 53.94, "longitude": -3.75,
            "id": location_id(number) });
        let both = lunch().at_place(1, at(1, "Beacon House")).at_place(2, at(2, "Quay Hall"));
        let town = Town::start(db, &[both]);
        let provider = town.provider(1);
        let unclear = provider.post(&links_of(&lunch()), &json!({})).expect(422).body;
        assert_eq!(unclear["errors"][0]["field"], "location_id");
        let elsewhere = json!({ "location_id": location_id(3) });
        provider.post(&links_of(&lunch()), &elsewhere).expect(404);
        let link = Link::make(&town, &json!({ "location_id": location_id(2) }));
        let page = link.look().text;
        assert!(page.contains("Quay Hall") && !page.contains("Beacon House"), "{page}");
        link.tap("say=full");
        let room = |number| {
            let path = format!("{}?location_id={}", room_of(&lunch()), location_id(number));
            town.anyone().get(&path).body["state"].clone()
        };
        assert_eq!((room(1), room(2)), (json!("unconfirmed"), json!("full")));
        assert_eq!(found(&town.search("availability=any"), "Lunch club")["id"], service_id(1));
    }
}
