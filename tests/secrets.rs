//! Something secret stands in every field that is not for the public; whatever the public can get at has
//! none of it: answers, pages, exports, events, and the files of the index.

use std::path::Path;
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::roles::table::{Row, table};
use crate::support::http::wait;
use crate::support::listing::location_id;
use crate::support::town::{command, done, say};
use crate::support::{Client, Listing, Person, TestDatabase, Town, on_both_databases, service};

/// Each secret begins with this, so that none is overlooked.
const MARK: &str = "quillonzz";
/// What is searched for: a letter less, so that what is asked is not taken for what is told; the search
/// would find the whole word by it, and complete it.
const ASKED: &str = "quillonz";

fn lunch() -> Listing {
    service(1, "Lunch")
}

/// A service with something in each of its objects that is not for everybody, at each level.
fn guarded() -> Listing {
    let each = |make: &dyn Fn(String) -> Value| -> Value {
        let levels = ["professional", "provider", "steward"];
        let marked = levels.iter().map(|level| {
            let mut object = make(secret(level));
            object["visibility"] = json!(level);
            object
        });
        marked.collect()
    };
    let phones = || each(&|said| json!({ "number": format!("0555 {said}"), "description": said }));
    let contacts =
        || each(&|said| json!({ "name": said, "email": said, "phones": [{ "number": said }] }));
    let schedules =
        || each(&|said| json!({ "freq": "WEEKLY", "byday": "MO", "description": said }));
    let attributes = || each(&|said| json!({ "taxonomy_term": { "id": said, "name": said } }));
    let languages = || each(&|said| json!({ "code": said, "name": said }));
    let place = json!({
        "name": secret("house"), "latitude": 53.917_263_5, "longitude": -3.718_274_5, "description": secret("where"),
        "addresses": each(&|said| json!({ "address_1": said, "postal_code": "QH1 1AB" })),
        "accessibility": each(&|said| json!({ "description": said })), "url": secret("url"),
        "phones": phones(), "contacts": contacts(), "schedules": schedules(), "languages": languages(),
        "attributes": attributes(), "transportation": secret("bus"),
    });
    let shut =
        json!({ "name": secret("shut"), "latitude": 53.917_263_5, "visibility": "provider" });
    let mut guarded = service(2, "Supper")
        .at_place(2, place)
        .at_place(3, shut)
        .with("phones", phones()).with("contacts", contacts()).with("schedules", schedules())
        .with("attributes", attributes()).with("languages", languages())
        .with("additional_urls", each(&|said| json!({ "label": said, "url": format!("https://{said}.example/") })))
        .with("service_areas", each(&|said| json!({ "name": said })))
        .with("cost_options", each(&|said| json!({ "amount": 1, "amount_description": said })))
        .with("required_documents", each(&|said| json!({ "document": said })))
        .with("funding", each(&|said| json!({ "source": said })))
        .with("capacities", each(&|said| json!({ "unit": { "name": said }, "available": 1, "updated": "2026-01-01T00:00:00Z" })))
        .with("x_notes", each(&|said| json!({ "text": said })))
        .with("x_note", json!({ "text": secret("single"), "visibility": "professional", "deep": { "text": secret("deep"), "visibility": "steward" } }))
        .record();
    guarded["organization"]["phones"] = phones();
    guarded["organization"]["contacts"] = contacts();
    guarded["organization"]["locations"] =
        json!([{ "id": location_id(3), "name": secret("shut") }]);
    guarded["service_at_locations"][0]["contacts"] = contacts();
    guarded["service_at_locations"][0]["phones"] = phones();
    guarded["service_at_locations"][0]["description"] = json!(secret("door"));
    Listing::of(guarded)
}

fn secret(of: &str) -> String {
    format!("{MARK}{of}")
}

fn at(what: &str) -> String {
    format!("/api/v1/services/{}/{what}", lunch().id())
}

/// Plants a secret in every field, and gives those that have no mark: what the program itself made up.
fn plant(town: &Town) -> Vec<String> {
    let key = |role: &str| {
        let made = ["key", "create", "--role", role, "--name", &secret("key")];
        town.anyone()
            .with_key(done(&command(&town.database, &made)).trim())
    };
    let (steward, navigator) = (key("steward"), key("navigator"));
    say(
        &steward,
        &lunch(),
        &json!({ "state": "open", "places_free": 3 }),
    )
    .expect(200);
    let link = steward
        .post(&at("links"), &json!({ "issued_to": secret("label") }))
        .expect(201);
    let contact = json!({ "name": secret("name"), "channel": "email", "address": format!("{}@hidden.example", secret("address")) });
    steward
        .put(&at("contacts"), &json!({ "contacts": [contact] }))
        .expect(200);
    let award = json!({ "funder": secret("funder"), "amount": "98765.43", "currency": "GBP", "ends_on": "2031-03-31", "source": secret("source") });
    steward
        .put(&at("funding"), &json!({ "awards": [award] }))
        .expect(200);
    let hook = json!({ "kind": "room_again", "service_id": lunch().id(), "channel": "email", "address": format!("{}@hidden.example", secret("told")) });
    navigator.post("/api/v1/subscriptions", &hook).expect(201);
    let person = Person::with(
        town,
        "steward",
        &["--area", &format!("lad/{}", secret("area"))],
    );
    let sent = navigator
        .post(
            "/api/v1/signposts",
            &json!({ "service_id": lunch().id(), "hold": true }),
        )
        .expect(201);
    let code = text(&sent.body["code"]);
    let gone = navigator
        .post(
            "/api/v1/signposts",
            &json!({ "service_id": lunch().id(), "hold": false }),
        )
        .expect(201);
    let path = format!("/api/v1/signposts/{}/outcome", text(&gone.body["code"]));
    navigator
        .post(&path, &json!({ "outcome": "turned_away_full" }))
        .expect(200);
    close_with_a_note(&steward);
    let remark = format!("body={}", secret("remark"));
    let notes = format!("/services/{}/notes", lunch().id());
    person.post(&notes, &remark).expect(303);
    // A link is told as an address; only its end is secret.
    let link = text(&link.body["url"])
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .to_owned();
    vec![
        "98765.43".into(),
        "hidden.example".into(),
        link,
        code,
        person.email,
        person.form,
    ]
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// A call that found the service closed, with a note for those who look after the listing.
fn close_with_a_note(steward: &Client) {
    let tasks = steward.get("/api/v1/tasks").expect(200);
    let id = text(&tasks.body["contents"][0]["id"]);
    let call = json!({ "result": "closed", "note": secret("note") });
    steward
        .post(&format!("/api/v1/tasks/{id}/done"), &call)
        .expect(200);
}

/// Whatever the public can load, with what it was answered.
fn public(town: &Town) -> Vec<(String, String)> {
    let open = |row: &Row| row.method == "GET" && row.may[0] && row.path != "/api/v1/live";
    let mut paths: Vec<String> = table()
        .iter()
        .filter(|row| open(row))
        .map(|row| row.path.clone())
        .collect();
    for query in [
        "q=lunch",
        "q=supper",
        "near=QH1%201AA&sort=distance&availability=any",
        &format!("q={ASKED}"),
        "availability=any&per_page=100",
    ] {
        paths.extend(["/api/v1/search", "/"].map(|path| format!("{path}?{query}")));
    }
    paths.push(format!("/api/v1/suggest?q={ASKED}"));
    paths.push("/api/v1/changes?after=0&limit=1000".into());
    let paths = paths
        .into_iter()
        .flat_map(|path| match path.contains("{id}") {
            true => vec![
                path.replace("{id}", &lunch().id()),
                path.replace("{id}", &guarded().id()),
            ],
            false => vec![path],
        });
    let load = |path: String| {
        let path = path
            .replace("{token}", "nonsense")
            .replace("{path}", "headroom.js");
        let answer = town.anyone().get(&path).text;
        (path, answer)
    };
    paths.map(load).collect()
}

/// The events of everything that has happened.
fn events(town: &Town) -> String {
    let request = town
        .anyone()
        .request(Method::GET, "/api/v1/live")
        .header("last-event-id", "0");
    wait(async {
        let mut response = request.send().await.expect("an answer");
        let mut read = Vec::new();
        while let Ok(Ok(Some(piece))) =
            tokio::time::timeout(Duration::from_millis(700), response.chunk()).await
        {
            read.extend_from_slice(&piece);
        }
        String::from_utf8(read).expect("events are text")
    })
}

/// All files under a folder, as they are on disk.
fn files(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        match path.is_dir() {
            true => files(&path, found),
            // Files come and go while the index is merged.
            false => found.extend(
                std::fs::read(&path)
                    .ok()
                    .map(|bytes| (path.display().to_string(), bytes)),
            ),
        }
    }
}

fn has(bytes: &[u8], word: &str) -> bool {
    bytes
        .windows(word.len())
        .any(|some| some.eq_ignore_ascii_case(word.as_bytes()))
}

on_both_databases! {
    /// Nothing of it can be had without a key.
    fn no_secret_is_told_to_the_public(db: &TestDatabase) {
        let town = Town::start(db, &[lunch().described("A hot meal in company").at(1, 53.949, -3.75), guarded()]);
        let mut secrets = plant(&town);
        secrets.extend([MARK, "53.91726", "3.71827", "QH1 1AB"].map(str::to_owned));
        let mut seen: Vec<(String, Vec<u8>)> = public(&town).into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
        let told = events(&town);
        assert!(told.contains("availability"), "events were told: {told}");
        seen.push(("/api/v1/live".into(), told.into_bytes()));
        let export = town.file("export.json");
        done(&command(&town.database, &["export", "hsds", &export]));
        seen.push(("the export".into(), std::fs::read(&export).expect("the export")));
        files(&town.server.data().join("index"), &mut seen);
        let leaks = seen.iter().flat_map(|(place, bytes)| {
            let leaked = secrets.iter().filter(|secret| has(bytes, secret));
            leaked.map(move |secret| format!("{secret} is in {place}"))
        });
        let leaks: Vec<String> = leaks.collect();
        assert!(leaks.is_empty(), "{}", leaks.join("\n"));
        assert!(seen.len() > 20, "much was looked at");
    }
}

/// The test itself would notice: those who may see a secret are shown it.
#[test]
fn the_secrets_are_there_for_those_who_may_see_them() {
    let db = TestDatabase::sqlite();
    let town = Town::start(&db, &[lunch().at(1, 53.949, -3.75), guarded()]);
    plant(&town);
    let steward = town.steward();
    for (what, secret_of) in [
        ("contacts", "address"),
        ("funding", "funder"),
        ("capacity/history", "key"),
    ] {
        let reply = steward.get(&at(what)).expect(200);
        assert!(
            has(reply.text.as_bytes(), &secret(secret_of)),
            "{what}: {}",
            reply.text
        );
    }
    let page = Person::new(&town, "navigator").get(&format!("/services/{}", lunch().id()));
    assert!(page.text.contains(&secret("remark")), "{}", page.text);
    let page = Person::new(&town, "steward").get(&format!("/services/{}", guarded().id()));
    for of in [
        "professional",
        "provider",
        "steward",
        "house",
        "shut",
        "deep",
        "door",
    ] {
        assert!(page.text.contains(&secret(of)), "{of}: {}", page.text);
    }
    let closed = steward.get("/api/v1/tasks?closed=true").expect(200);
    assert!(
        has(closed.text.as_bytes(), &secret("note")),
        "{}",
        closed.text
    );
}
