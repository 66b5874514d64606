//! The open standards: what is published is valid, says what is known of room, and can be chosen from.

mod fhir;
mod real;
mod schemas;
mod shapes;
mod v1;
mod web;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::listing::{location_id, organization_id};
use crate::support::town::say;
use crate::support::{Client, Exchange, Listing, Town, on_both_databases, service};
use schemas::Judged;

/// No null, no empty text and no empty list, anywhere.
#[track_caller]
pub fn nothing_empty(record: &Value) {
    fn is_full(value: &Value) -> bool {
        match value {
            Value::Null => false,
            Value::String(text) => !text.is_empty(),
            Value::Array(list) => !list.is_empty() && list.iter().all(is_full),
            Value::Object(object) => !object.is_empty() && object.values().all(is_full),
            _ => true,
        }
    }
    assert!(is_full(record), "something is empty in {record:#}");
}

/// A term of another taxonomy, which calls its terms by codes.
const SPORT: &str = "LE106";

fn listings() -> Vec<Listing> {
    let shabby = service(4, "Shabby club")
        .by(2, "Sorrelgate Trust")
        .with("url", "www.example.org/a b")
        .with("email", "nobody")
        .with("description", "")
        .with(
            "phones",
            json!([{ "number": "" }, { "number": "0161 496 0000", "extension": "12" }]),
        )
        .with(
            "attributes",
            json!([{ "taxonomy_term": { "id": SPORT, "name": "Sport", "taxonomy": "UK-CAT" } }]),
        );
    vec![
        service(1, "Lunch club")
            .described("Hot food for lonely people")
            .at_postcode(1, "QH1 1AA"),
        service(2, "Debt advice")
            .described("Help with debts")
            .at(2, 53.99, -3.75),
        service(3, "Walking group")
            .at(3, 53.941, -3.751)
            .weekly("TU", "10:00", "12:00"),
        shabby,
    ]
}

fn contents(reply: &Value) -> Vec<&str> {
    let list = reply["contents"].as_array().expect("contents");
    list.iter()
        .map(|one| one["name"].as_str().unwrap_or("?"))
        .collect()
}

fn named(client: &Client, query: &str) -> Vec<String> {
    let reply = client
        .get(&format!("/oruk/v3/services?{query}"))
        .expect(200);
    contents(&reply.body)
        .into_iter()
        .map(String::from)
        .collect()
}

on_both_databases! {
    /// One town, and everything that somebody can ask of it.
    fn the_standards_answer(db: &TestDatabase) {
        let town = Town::start(db, &listings());
        let client = town.anyone();
        records_are_put_right(&client);
        pages_add_up(&client);
        what_is_asked_must_all_hold(&town);
        room_is_counted_and_has_its_own_clock(&town);
        terms_and_places_are_records_too(&client);
        whoever_errs_is_told_so(&client);
        other_sites_may_read(&client);
        v1::the_older_shape_is_there(&client);
        web::the_web_has_its_own(&town);
        fhir::the_health_service_can_read(&town);
    }
}

fn records_are_put_right(client: &Client) {
    let id = listings()[3].id();
    let shabby = client
        .get(&format!("/oruk/v3/services/{id}"))
        .expect(200)
        .body;
    nothing_empty(&shabby);
    assert_eq!(shabby["url"], "https://www.example.org/a%20b");
    assert_eq!(shabby["phones"].as_array().map(Vec::len), Some(1));
    assert_eq!(shabby["phones"][0]["extension"], 12);
    assert_eq!(
        (shabby.get("email"), shabby.get("description")),
        (None, None)
    );
    assert_eq!(shabby["organization"]["id"], organization_id(2));
    assert_eq!(shabby["attributes"][0]["taxonomy_term"]["term"], "Sport");
    let lunch = client
        .get(&format!("/oruk/v3/services/{}", listings()[0].id()))
        .expect(200)
        .body;
    let address = &lunch["service_at_locations"][0]["location"]["addresses"][0];
    assert_eq!(
        (&address["country"], &address["state_province"]),
        (&json!("GB"), &json!("Wythmere"))
    );
    if let Some(mut judged) = Judged::new() {
        for record in [&shabby, &lunch] {
            judged.hold(record, &["hsds/service", "oruk/service"]);
        }
        let root = client.get("/oruk/v3").expect(200).body;
        judged.hold(&root, &["oruk/api_details"]);
        for list in [
            "service",
            "organization",
            "service_at_location",
            "taxonomy_term",
        ] {
            let page = client.get(&format!("/oruk/v3/{list}s")).expect(200).body;
            judged.hold(&page, &["hsds/page", &format!("oruk/{list}_list")]);
        }
        judged.judge();
    }
}

fn pages_add_up(client: &Client) {
    let page = |query: &str| {
        client
            .get(&format!("/oruk/v3/services?{query}"))
            .expect(200)
            .body
    };
    let arithmetic = |page: &Value| {
        let number = |field: &str| page[field].as_u64().expect("a number");
        let truth = |field: &str| page[field].as_bool().expect("a truth");
        let numbers = ["total_items", "total_pages", "page_number", "size"].map(number);
        (numbers, ["first_page", "last_page", "empty"].map(truth))
    };
    assert_eq!(
        arithmetic(&page("per_page=2")),
        ([4, 2, 1, 2], [true, false, false])
    );
    assert_eq!(
        arithmetic(&page("per_page=1&page=3")),
        ([4, 4, 3, 1], [false, false, false])
    );
    assert_eq!(
        arithmetic(&page("per_page=3&page=2")),
        ([4, 2, 2, 1], [false, true, false])
    );
    assert_eq!(
        arithmetic(&page("page=2")),
        ([4, 1, 2, 0], [false, true, true])
    );
    assert_eq!(
        arithmetic(&page("organization_id=none")),
        ([0, 0, 1, 0], [true, true, true])
    );
    assert_eq!(
        arithmetic(&page("minimal=true")),
        ([4, 1, 1, 4], [true, true, false])
    );
    let lines = client.get("/oruk/v3/services?format=ndjson").expect(200);
    assert_eq!(lines.header("content-type"), Some("application/x-ndjson"));
    assert_eq!(lines.text.lines().count(), 4);
    let list = page("");
    assert!(
        list["contents"][0]
            .as_object()
            .is_some_and(|one| !one.values().any(Value::is_array))
    );
}

fn what_is_asked_must_all_hold(town: &Town) {
    let client = town.anyone();
    assert_eq!(named(&client, "search=debt"), ["Debt advice"]);
    assert_eq!(named(&client, "search=zebra"), Vec::<String>::new());
    assert_eq!(
        named(&client, &format!("organization_id={}", organization_id(2))),
        ["Shabby club"]
    );
    assert_eq!(
        named(&client, &format!("taxonomy_term_id={SPORT}")),
        ["Shabby club"]
    );
    assert_eq!(
        named(&client, &format!("taxonomy_term_id={SPORT}&search=debt")),
        Vec::<String>::new()
    );
    let terms = client
        .get("/oruk/v3/taxonomy_terms?search=Debt&per_page=100")
        .expect(200)
        .body;
    let terms = terms["contents"].as_array().expect("contents");
    let debt = terms
        .iter()
        .find(|term| term["code"] == "debt")
        .expect("a need of ours");
    assert_eq!(
        named(
            &client,
            &format!("taxonomy_term_id={}", debt["id"].as_str().unwrap())
        ),
        ["Debt advice"]
    );
    let now = client.get("/oruk/v3/services?full=true").expect(200).body;
    let changed = |number: usize| {
        now["contents"][number]["last_modified"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let latest = (0..4).map(changed).max().unwrap();
    let since = named(&client, &format!("modified_after={latest}"));
    assert!(!since.is_empty());
    assert_eq!(
        named(&client, "modified_after=2100-01-01"),
        Vec::<String>::new()
    );
    let near = |query: &str| {
        let reply = client
            .get(&format!("/oruk/v3/service_at_locations?{query}"))
            .expect(200);
        let list = reply.body["contents"].as_array().expect("contents").clone();
        list.iter()
            .map(|one| one["service"]["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        near("postcode=QH1%201AA&proximity=1000"),
        ["Lunch club", "Walking group"]
    );
    assert_eq!(
        near("postcode=QH1%201AA&proximity=10000&search=debt"),
        ["Debt advice"]
    );
}

fn room_is_counted_and_has_its_own_clock(town: &Town) {
    let client = town.anyone();
    let lunch = &listings()[0];
    let whole = || {
        client
            .get(&format!("/oruk/v3/services/{}", lunch.id()))
            .expect(200)
            .body
    };
    let before = whole();
    assert_eq!(before.get("capacities"), None);
    say(
        &town.steward(),
        lunch,
        &json!({ "state": "open", "places_free": 3, "places_total": 12, "unit": "Seat" }),
    )
    .expect(200);
    let after = whole();
    nothing_empty(&after);
    let room = &after["capacities"][0];
    assert_eq!(
        (&room["available"], &room["maximum"], &room["unit"]["name"]),
        (&json!(3), &json!(12), &json!("Seat"))
    );
    assert!(after["last_modified"].as_str() > before["last_modified"].as_str());
    let since = format!(
        "modified_after={}",
        after["last_modified"].as_str().unwrap()
    );
    assert_eq!(named(&client, &since), ["Lunch club"]);
    say(&town.steward(), lunch, &json!({ "state": "open" })).expect(200);
    assert_eq!(whole().get("capacities"), None, "nobody has counted");
    say(&town.steward(), lunch, &json!({ "state": "full" })).expect(200);
    let full = whole();
    assert_eq!(full["capacities"][0]["available"], 0);
    if let Some(mut judged) = Judged::new() {
        judged.hold(&after, &["hsds/service", "oruk/service"]);
        judged.hold(&full, &["hsds/service", "oruk/service"]);
        judged.judge();
    }
}

fn terms_and_places_are_records_too(client: &Client) {
    let get = |path: &str| client.get(&format!("/oruk/v3/{path}")).expect(200).body;
    let sport = get(&format!("taxonomy_terms/{SPORT}"));
    let taxonomy = get(&format!(
        "taxonomies/{}",
        sport["taxonomy_id"].as_str().unwrap()
    ));
    assert_eq!(taxonomy["name"], "UK-CAT");
    let of = get(&format!(
        "taxonomy_terms?taxonomy_id={}",
        taxonomy["id"].as_str().unwrap()
    ));
    assert_eq!(of["total_items"], 1);
    assert!(get("taxonomies")["total_items"].as_u64() == Some(3));
    let site = get(&format!("service_at_locations/{}", location_id(3)));
    assert_eq!(
        (&site["service"]["name"], &site["location_id"]),
        (&json!("Walking group"), &json!(location_id(3)))
    );
    let organization = get(&format!(
        "organizations/{}?full_service=true",
        organization_id(2)
    ));
    assert_eq!(organization["services"][0]["name"], "Shabby club");
    assert_eq!(get("organizations?search=sorrel")["total_items"], 1);
}

fn whoever_errs_is_told_so(client: &Client) {
    for (path, status, code) in [
        ("services?page=0", 400, "bad-request"),
        ("services?per_page=101", 400, "bad-request"),
        ("services?pages=1", 400, "bad-request"),
        ("services?modified_after=soon", 400, "bad-request"),
        ("services?full=perhaps", 400, "bad-request"),
        ("services?format=xml", 400, "bad-request"),
        (
            "service_at_locations?postcode=ZZ9%209ZZ",
            400,
            "bad-request",
        ),
        (
            "services/790bc225-3be8-54c3-9496-78fab3fe842a",
            404,
            "not-found",
        ),
        ("services/nonsense", 404, "not-found"),
        ("taxonomies/nonsense", 404, "not-found"),
        ("nonsense", 404, "not-found"),
    ] {
        let reply = client.get(&format!("/oruk/v3/{path}")).expect(status);
        assert_eq!(reply.body["error"], code, "{path}");
        assert!(
            reply.body["message"]
                .as_str()
                .is_some_and(|text| !text.is_empty()),
            "{path}"
        );
        assert_eq!(
            reply.header("access-control-allow-origin"),
            Some("*"),
            "{path}"
        );
    }
    client.delete("/oruk/v3/services").expect(405);
}

fn other_sites_may_read(client: &Client) {
    let asks = client
        .request(Method::OPTIONS, "/oruk/v3/services")
        .send_and_read()
        .expect(204);
    assert_eq!(asks.header("access-control-allow-origin"), Some("*"));
    for path in [
        "/oruk/v3",
        "/oruk/v3/",
        "/oruk/v1/services",
        "/api/v1/search",
    ] {
        assert_eq!(
            client
                .get(path)
                .expect(200)
                .header("access-control-allow-origin"),
            Some("*"),
            "{path}"
        );
    }
    for path in ["/", "/sign-in", "/api/v1/tasks"] {
        assert_eq!(
            client.get(path).header("access-control-allow-origin"),
            None,
            "{path}"
        );
    }
}
