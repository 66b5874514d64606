//! Whom to ask: named by those who run a service, else by its listing.

use serde_json::{Value, json};

use super::asked_at;
use crate::support::{Listing, Town, on_both_databases, service};

fn contacts_of(listing: &Listing) -> String {
    format!("/api/v1/services/{}/contacts", listing.id())
}

fn email(address: &str) -> Value {
    json!({ "name": null, "channel": "email", "address": address })
}

on_both_databases! {
    /// The service's own address is asked, else that of its organisation, unless somebody is named.
    fn where_nobody_is_named_the_listing_is_asked(db: &TestDatabase) {
        let own = asked_at(1, "Lunch", "Lunch@Quay.example");
        let mut organization = own.record()["organization"].clone();
        organization["email"] = json!("office@quay.example");
        let theirs = service(2, "Walks").with("organization", organization);
        let nobody = service(3, "Talks").by(2, "Nobody's").with("email", "nobody in particular");
        let town = Town::start(db, &[own.clone(), theirs.clone(), nobody.clone()]);
        let steward = town.steward();
        let of = |listing: &Listing| steward.get(&contacts_of(listing)).expect(200).body;
        assert_eq!(of(&own), json!({ "contacts": [email("lunch@quay.example")], "from": "service" }));
        assert_eq!(of(&theirs), json!({ "contacts": [email("office@quay.example")], "from": "organization" }));
        assert_eq!(of(&nobody), json!({ "contacts": [], "from": "nobody" }));
        let named = json!({ "contacts": [
            { "name": "Sam", "channel": "text", "address": "07700 900 123" },
            { "channel": "email", "address": "Kit@quay.example" },
        ] });
        let put = town.provider(1).put(&contacts_of(&own), &named).expect(200).body;
        let sam = json!({ "name": "Sam", "channel": "text", "address": "+447700900123" });
        assert_eq!(put, json!({ "contacts": [sam, email("kit@quay.example")], "from": "named" }));
        assert_eq!(of(&own), put);
        steward.put(&contacts_of(&own), &json!({ "contacts": [] })).expect(200);
        assert_eq!(of(&own)["from"], "service");
    }

    /// Who is asked is nobody else's business.
    fn only_stewards_and_the_provider_may_know(db: &TestDatabase) {
        let lunch = asked_at(1, "Lunch", "lunch@quay.example");
        let other = service(2, "Walks").by(2, "Others");
        let town = Town::start(db, &[lunch.clone(), other]);
        town.anyone().get(&contacts_of(&lunch)).expect(401);
        for client in [town.with_role("navigator"), town.with_role("commissioner"), town.provider(2)] {
            client.get(&contacts_of(&lunch)).expect(403);
            client.put(&contacts_of(&lunch), &json!({ "contacts": [] })).expect(403);
        }
        town.steward().get(&contacts_of(&service(9, "None"))).expect(404);
    }

    /// What cannot be reached is refused, field by field, and nothing of it is kept.
    fn what_is_no_contact_is_refused(db: &TestDatabase) {
        let lunch = service(1, "Lunch");
        let town = Town::start(db, std::slice::from_ref(&lunch));
        let steward = town.steward();
        let refused = |contacts: Value| {
            let reply = steward.put(&contacts_of(&lunch), &json!({ "contacts": contacts })).expect(422);
            reply.body["errors"][0]["field"].as_str().expect("a field").to_owned()
        };
        let good = email("a@quay.example");
        assert_eq!(refused(json!([good, email("nobody")])), "contacts[1].address");
        assert_eq!(refused(json!([{ "channel": "text", "address": "12" }])), "contacts[0].address");
        assert_eq!(refused(json!([{ "channel": "email", "address": "a@quay.example", "name": "a\u{0}" }])), "contacts[0].name");
        assert_eq!(refused(json!([good, good, good])), "contacts");
        assert_eq!(refused(json!([{ "channel": "post", "address": "1 Example Street" }])), "contacts[0].channel");
        assert_eq!(steward.get(&contacts_of(&lunch)).expect(200).body["contacts"], json!([]));
    }
}
