//! Who may open which page, and that no other site can have anything done.

use super::*;

/// Each page of a desk: its path, and the roles that may open it.
const PAGES: [(&str, &[&str]); 8] = [
    ("/tasks", &["steward"]),
    ("/my", &["provider"]),
    ("/my/people", &["provider"]),
    ("/people", &["steward"]),
    ("/keys", &["steward"]),
    ("/audit", &["steward"]),
    ("/audit.csv", &["steward"]),
    ("/audit/room.csv", &["steward"]),
];

on_both_databases! {
    /// Who has not signed in is told how; who has another role is told so.
    fn a_desk_is_open_to_its_own(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let roles = ["navigator", "provider", "commissioner", "steward"];
        let people = roles.map(|role| (role, sign_in(&town, role, (role == "provider").then_some(1), &[])));
        for (path, open_to) in PAGES {
            let unknown = town.anyone().get(path).expect(401);
            assert!(unknown.text.contains("/sign-in?to="), "{}", unknown.text);
            for (role, person) in &people {
                let status = if open_to.contains(role) { 200 } else { 403 };
                let page = person.get(path).expect(status);
                assert_eq!(page.header("x-robots-tag"), Some("noindex, nofollow"), "{path}");
            }
        }
    }

    /// Without what a form carries nothing is done, whatever else it says.
    fn no_other_site_can_send_a_form(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        dispute(&town, &lunch());
        let task = only_task(&town);
        let (steward, provider) = (sign_in(&town, "steward", None, &[]), sign_in(&town, "provider", Some(1), &[]));
        let code = send_while_open(&town);
        let before = (room(&town, &lunch()), only_task(&town));
        for what in ["claim", "release", "later", "done"] {
            steward.post_from_elsewhere(&format!("{}/{what}", path(&task)), "say=closed").expect_any(&[403, 422]);
            steward.post_from_elsewhere(&format!("{}/{what}", path(&task)), "form=guess").expect(403);
        }
        let tap = format!("service={}&location=&say=full", lunch().id());
        provider.post_from_elsewhere("/my/room", &tap).expect(403);
        provider.post_from_elsewhere("/my/told", &format!("code={code}&outcome=attended")).expect(403);
        assert_eq!((room(&town, &lunch()), only_task(&town)), before);
        for path in ["/people", "/keys"] {
            steward.post_from_elsewhere(path, "name=Eve&role=steward").expect(403);
        }
        provider.post_from_elsewhere("/my/people", "name=Eve&email=eve@x.example").expect(403);
        assert!(!steward.get("/people").expect(200).text.contains("Eve"));
        assert!(!steward.get("/keys").expect(200).text.contains("Eve"));
        let stranger = town.anyone();
        for path in ["/people", "/keys", "/my/people", "/my/room", "/my/told"] {
            stranger.post_form(path, "form=").expect(401);
            sign_in(&town, "navigator", None, &[]).post(path, "").expect(403);
        }
    }

    /// A provider speaks for its own organisation and those that are part of it.
    fn nobody_speaks_for_another_organisation(db: &TestDatabase) {
        let part = service(2, "Youth club").by_child_of(1, 2, "Wythmere Youth");
        let other = service(3, "Choir").by(3, "Quay Voices");
        let town = Town::start(db, &[lunch(), part.clone(), other.clone()]);
        let provider = sign_in(&town, "provider", Some(1), &[]);
        let page = provider.get("/my").expect(200).text;
        assert!(page.contains("Lunch club") && page.contains("Youth club") && !page.contains("Choir"));
        let tap = |listing: &Listing| format!("service={}&location=&say=full", listing.id());
        provider.post("/my/room", &tap(&part)).expect(303);
        assert_eq!(room(&town, &part)["state"], "full");
        provider.post("/my/room", &tap(&other)).expect(403);
        assert_eq!(room(&town, &other)["version"], 0);
        provider.get(&format!("/my/poster/{}", other.id())).expect(403);
        provider.get(&format!("/my/poster/{}", part.id())).expect(200);
        say(&town.steward(), &other, &json!({ "state": "open" })).expect(200);
        let code = send(&town, &other);
        provider.post("/my/told", &format!("code={code}&outcome=attended")).expect(403);
    }

    /// A volunteer says how much room there is, and does nothing else.
    fn who_may_only_speak_of_room_does_only_that(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let volunteer = sign_in(&town, "provider", Some(1), &["--room-only"]);
        volunteer.get("/my").expect(200);
        volunteer.post("/my/room", &format!("service={}&location=&say=limited", lunch().id())).expect(303);
        assert_eq!(room(&town, &lunch())["state"], "limited");
        volunteer.get(&format!("/my/poster/{}", lunch().id())).expect(403);
        volunteer.get("/tasks").expect(403);
    }
}

/// Somebody is sent where there is room again.
fn send_while_open(town: &Town) -> String {
    let other = service(9, "Soup");
    town.import(std::slice::from_ref(&other));
    say(&town.steward(), &other, &json!({ "state": "open" })).expect(200);
    send(town, &other)
}

trait Any {
    fn expect_any(self, statuses: &[u16]) -> Self;
}

impl Any for Reply {
    #[track_caller]
    fn expect_any(self, statuses: &[u16]) -> Reply {
        assert!(
            statuses.contains(&self.status),
            "{}: {}",
            self.status,
            self.text
        );
        self
    }
}
