//! What stewards decide about changes that wait.

use super::*;
use crate::support::{Fault, Smtp};

/// Proposes another text of a field.
#[track_caller]
fn propose(person: &Person, of: &Listing, field: &str, value: &str) {
    let sheet = form(person, of).with(field, value);
    press(person, of, &sheet, "send").expect(303);
}

on_both_databases! {
    /// Each change is approved, approved in other words, or refused with a reason; whoever proposed it is told.
    fn each_change_is_decided_once(db: &TestDatabase) {
        let smtp = Smtp::start(|_| Fault::None);
        let (url, authority) = (smtp.url(), smtp.authority());
        let options = ["--smtp", &url, "--smtp-ca", &authority, "--mail-from", "Headroom <headroom@quay.example>", "--public-url", "http://room.example"];
        let town = Town::with(db, &[lunch()], |launch| options.iter().fold(launch, |launch, one| launch.argument(one)));
        let (pat, steward) = (Person::provider(&town, 1), Person::new(&town, "steward"));
        propose(&pat, &lunch(), "name", "Lunch and a chat");
        propose(&pat, &lunch(), "description", "Soup.");
        propose(&pat, &lunch(), "eligibility", "Nobody.");
        assert!(steward.get("/tasks").expect(200).text.contains("3 changes of listings wait"));
        let page = steward.get("/moderation").expect(200).text;
        assert!(page.contains("<ins>") && page.contains("<del>") && page.contains("Wythmere Together"), "{page}");
        let [name, description, eligibility] = waiting(&steward).try_into().expect("three changes");
        let decide = |(id, seen): &(String, String), more: &str| {
            steward.post(&format!("/moderation/{id}"), &format!("seen={seen}&{more}"))
        };
        pat.post(&format!("/moderation/{}", name.0), &format!("seen={}&do=approve", name.1)).expect(403);
        decide(&name, "do=approve").expect(303);
        decide(&name, "do=approve").expect(409);
        decide(&description, "do=change&value=Soup+and+bread.").expect(303);
        assert!(decide(&eligibility, "do=refuse&reason=").expect(422).text.contains("A reason is missing"));
        decide(&eligibility, "do=refuse&reason=That+is+too+few.").expect(303);
        let after = listing(&town, &lunch());
        assert_eq!((&after["name"], &after["description"]), (&json!("Lunch and a chat"), &json!("Soup and bread.")));
        assert_eq!(after["eligibility_description"], "Anybody over 50.");
        assert!(pat.get(&page_of(&lunch())).expect(200).text.contains("That is too few."));
        let told = soon("three letters", || Some(smtp.letters()).filter(|letters| letters.len() == 3));
        assert!(told.iter().all(|letter| letter.to == pat.email));
        assert!(told.iter().any(|letter| letter.data.contains("That is too few.")));
        soon("the search finds the new name", || town.names("q=chat").contains(&"Lunch and a chat".to_owned()).then_some(()));
    }

    /// A listing that changed meanwhile is not overwritten by a steward who has not seen that; all changes of
    /// an organisation are taken at once, or none.
    fn a_steward_sees_what_has_changed_meanwhile(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let (pat, steward) = (Person::provider(&town, 1), Person::new(&town, "steward"));
        propose(&pat, &lunch(), "name", "Lunch and a chat");
        let street = format!("at/{}/street", location_id(1));
        propose(&pat, &lunch(), &street, "2 High Street");
        let before = waiting(&steward);
        town.import(&[lunch().with("name", "Lunch club (new)")]);
        let all = |changes: &[(String, String)]| {
            let changes: Vec<String> = changes.iter().map(|(id, seen)| format!("change={id}+{seen}")).collect();
            steward.post("/moderation/all", &changes.join("&"))
        };
        all(&before).expect(409);
        let held = listing(&town, &lunch());
        assert_eq!(held["name"], "Lunch club (new)");
        assert_eq!(held["service_at_locations"][0]["location"]["addresses"][0]["address_1"], "1 High Street");
        let page = steward.get("/moderation").expect(200).text;
        assert!(page.contains("The listing has changed since this was proposed") && page.contains("“Lunch club”"), "{page}");
        all(&waiting(&steward)).expect(303);
        let after = listing(&town, &lunch());
        assert_eq!(after["name"], "Lunch and a chat");
        assert_eq!(after["service_at_locations"][0]["location"]["addresses"][0]["address_1"], "2 High Street");
        let own = form(&steward, &lunch()).with("name", "Lunch");
        press(&steward, &lunch(), &own, "send").expect(303);
        assert_eq!(listing(&town, &lunch())["name"], "Lunch", "a steward need not wait");
        assert!(waiting(&steward).is_empty());
    }
}
