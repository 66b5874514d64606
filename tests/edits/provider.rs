//! Whoever runs a service changes its listing.

use super::*;

on_both_databases! {
    /// Times and the telephone are shown at once, the name waits, and nothing else changes; what waits can be
    /// taken back.
    fn what_is_typed_is_shown_or_waits(db: &TestDatabase) {
        let other = service(2, "Choir").by(2, "Quay Voices");
        let town = Town::start(db, &[lunch(), other.clone()]);
        let pat = Person::provider(&town, 1);
        let before = listing(&town, &lunch());
        let sheet = form(&pat, &lunch())
            .with("name", "Lunch and a chat")
            .with("phone", "0161 496 1111")
            .with("times.from.0", "09:30");
        let look = press(&pat, &lunch(), &sheet, "preview").expect(200).text;
        assert!(look.contains("<ins>1111</ins>") && look.contains("Once a steward has looked at it"), "{look}");
        assert!(look.contains("Send it") && look.contains("class=\"card\""), "{look}");
        assert_eq!(listing(&town, &lunch()), before, "nothing is sent before it was looked at");
        let back = Form::read(&press(&pat, &lunch(), &sheet, "edit").expect(200).text);
        assert_eq!(back.get("name"), "Lunch and a chat");
        assert!(back.get("base").contains("\"name\":\"Lunch club\""), "it begins where it began");
        let led = press(&pat, &lunch(), &sheet, "send").expect(303);
        assert!(led.header("location").is_some_and(|to| to.ends_with("said=both")));
        let after = listing(&town, &lunch());
        assert_eq!(after["name"], "Lunch club");
        assert_eq!(after["phones"][0], json!({ "number": "0161 496 1111", "description": "Mornings" }));
        assert_eq!(after["schedules"][0]["opens_at"], "09:30");
        assert_eq!(after["x_own"], before["x_own"]);
        assert_eq!(after["service_at_locations"], before["service_at_locations"]);
        soon("the search shows it", || {
            let found = town.search("q=lunch");
            found["contents"][0]["next_session"].as_str().is_some_and(|next| next.contains(":30:")).then_some(())
        });
        let audit = Person::new(&town, "steward").get("/audit.csv").expect(200).text;
        assert!(audit.contains("listing.changed") && audit.contains("proposal.made"), "{audit}");
        let page = pat.get(&page_of(&lunch())).expect(200).text;
        let (_, rest) = page.split_once("/proposals/").expect("what waits");
        let id = rest.split('/').next().expect("an id");
        pat.post(&format!("/my/services/{}/proposals/{id}/withdraw", lunch().id()), "").expect(303);
        pat.post(&format!("/my/services/{}/proposals/{id}/withdraw", lunch().id()), "").expect(409);
        assert!(!pat.get(&page_of(&lunch())).expect(200).text.contains("/proposals/"));
        assert!(pat.get("/my").expect(200).text.contains(&page_of(&lunch())));
        assert!(pat.get(&format!("/services/{}", lunch().id())).expect(200).text.contains(&page_of(&lunch())));
        pat.get(&page_of(&other)).expect(403);
        press(&pat, &other, &sheet, "send").expect(403);
    }

    /// Of two who change the same, the second is told what it says now; what was typed is not lost, and what
    /// nobody else has touched is no reason to ask.
    fn nothing_is_overwritten_unseen(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let pat = Person::provider(&town, 1);
        let sheet = form(&pat, &lunch());
        let import = lunch().with("phones", json!([{ "number": "0161 496 2222" }]));
        town.import(&[import.with("fees_description", "£2")]);
        let mine = sheet.clone().with("phone", "0161 496 1111");
        for step in ["preview", "send"] {
            let late = press(&pat, &lunch(), &mine, step).expect(409).text;
            assert!(late.contains("0161 496 2222") && late.contains("value=\"0161 496 1111\""), "{late}");
        }
        assert_eq!(listing(&town, &lunch())["phones"][0]["number"], "0161 496 2222");
        let again = Form::read(&press(&pat, &lunch(), &mine, "send").expect(409).text);
        press(&pat, &lunch(), &again, "send").expect(303);
        let after = listing(&town, &lunch());
        assert_eq!((&after["phones"][0]["number"], &after["fees_description"]), (&json!("0161 496 1111"), &json!("£2")));
        for (name, wrong) in [("name", " "), ("email", "nobody"), ("times.from.0", "99:99"), ("minimum_age", "old")] {
            let sheet = form(&pat, &lunch()).with(name, wrong);
            let page = press(&pat, &lunch(), &sheet, "send").expect(422).text;
            assert!(page.contains("aria-invalid"), "{name}");
        }
        assert_eq!(listing(&town, &lunch()), after);
        pat.post(&page_of(&lunch()), "step=send&name=Eve").expect(422);
        let nothing = press(&pat, &lunch(), &form(&pat, &lunch()), "preview").expect(200).text;
        assert!(nothing.contains("Nothing is different"), "{nothing}");
    }
}
