//! The shape that finders of the older standard read.

use serde_json::json;

use super::schemas::Judged;
use super::{SPORT, nothing_empty};
use crate::support::Client;

pub fn the_older_shape_is_there(client: &Client) {
    let get = |path: &str| client.get(&format!("/oruk/v1/{path}")).expect(200).body;
    let first = get("services?per_page=3&_=17");
    assert_eq!(
        (
            &first["totalElements"],
            &first["totalPages"],
            &first["number"]
        ),
        (&json!(4), &json!(2), &json!(1))
    );
    assert_eq!(
        (&first["size"], &first["first"], &first["last"]),
        (&json!(3), &json!(true), &json!(false))
    );
    let none = get("services?page=9");
    assert_eq!(
        (&none["empty"], &none["last"], &none["content"]),
        (&json!(true), &json!(true), &json!([]))
    );
    let found = get(&format!("services?taxonomy_id={SPORT}&include=contacts"));
    let club = &found["content"][0];
    nothing_empty(club);
    assert_eq!(club["contacts"][0]["phones"][0]["number"], "0161 496 0000");
    assert_eq!(
        club["service_taxonomys"][0]["taxonomy"]["vocabulary"],
        "UK-CAT"
    );
    let one = get(&format!("services/{}", club["id"].as_str().unwrap()));
    assert_eq!(one, *club);
    assert_eq!(get("services?text=debt")["totalElements"], 1);
    assert!(
        get("vocabularies")
            .as_array()
            .is_some_and(|names| names.contains(&json!("UK-CAT")))
    );
    assert_eq!(
        get("taxonomies?vocabulary=UK-CAT")["content"][0]["name"],
        "Sport"
    );
    assert_eq!(get("organizations")["totalElements"], 2);
    if let Some(mut judged) = Judged::new() {
        judged.hold(&first, &["v1/service_list"]);
        judged.hold(&one, &["v1/service"]);
        judged.hold(&get("organizations"), &["v1/organization_list"]);
        judged.hold(&get("taxonomies"), &["v1/taxonomy_list"]);
        judged.judge();
    }
}
