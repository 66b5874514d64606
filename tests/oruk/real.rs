//! The real directories: every list item and every record, held against the official schemas.

use serde_json::Value;

use super::nothing_empty;
use super::schemas::Judged;
use crate::support::town::{command, done};
use crate::support::{Client, Server, TestDatabase, shared_folder};

/// The lists of version 3: address, what one item is, and how many there are at least. An item of a list is the
/// record without the lists inside.
const LISTS: [(&str, &str, usize); 6] = [
    ("services?", "service", 7_740),
    ("services?full=true&", "service", 7_740),
    ("organizations?full=true&", "organization", 7_000),
    ("service_at_locations?", "service_at_location", 7_377),
    ("taxonomies?", "taxonomy", 3),
    ("taxonomy_terms?", "taxonomy_term", 300),
];

/// Every record of a list.
fn all(client: &Client, address: &str) -> Vec<Value> {
    let reply = client.get(address).expect(200);
    let read = |line: &str| serde_json::from_str(line).expect("a line of JSON");
    reply.text.lines().map(read).collect()
}

/// Greater Manchester and the charities of the UK.
#[test]
fn all_that_is_published_of_real_directories_is_valid() {
    let Some(mut judged) = Judged::new() else {
        return;
    };
    let Some(folder) = shared_folder("data/directory") else {
        return;
    };
    let db = TestDatabase::sqlite();
    for file in ["greater-manchester.json", "uk-charities.json.gz"] {
        let path = folder.join(file).display().to_string();
        done(&command(db.url(), &["import", "hsds", &path]));
    }
    let server = Server::start(&db);
    let client = server.client();
    for (list, kind, least) in LISTS {
        let records = all(&client, &format!("/oruk/v3/{list}format=ndjson"));
        assert!(records.len() >= least, "{list}: {}", records.len());
        for record in &records {
            nothing_empty(record);
            judged.hold(record, &[&format!("hsds/{kind}"), &format!("oruk/{kind}")]);
        }
    }
    one_by_one_they_are_the_same(&client, &mut judged);
    judged.judge();
}

/// A record asked for by its id is what the list has of it, whole.
fn one_by_one_they_are_the_same(client: &Client, judged: &mut Judged) {
    for (list, kind) in [
        ("services", "service"),
        ("organizations", "organization"),
        ("service_at_locations", "service_at_location"),
    ] {
        let page = client
            .get(&format!("/oruk/v3/{list}?full=true&per_page=5&page=3"))
            .expect(200)
            .body;
        for record in page["contents"].as_array().expect("contents") {
            let id = record["id"].as_str().expect("an id");
            let one = client
                .get(&format!("/oruk/v3/{list}/{id}"))
                .expect(200)
                .body;
            assert_eq!(one, *record);
            judged.hold(&one, &[&format!("hsds/{kind}"), &format!("oruk/{kind}")]);
        }
    }
    for page in [1, 2] {
        let list = client
            .get(&format!("/oruk/v1/services?per_page=100&page={page}"))
            .expect(200)
            .body;
        judged.hold(&list, &["v1/service_list"]);
        let detail = client
            .get(&format!(
                "/oruk/v1/services?include=contacts&per_page=100&page={page}"
            ))
            .expect(200)
            .body;
        for record in detail["content"].as_array().expect("content") {
            nothing_empty(record);
            judged.hold(record, &["v1/service"]);
        }
    }
}
