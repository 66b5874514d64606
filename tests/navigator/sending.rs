//! Sending somebody from the page of a service.

use super::*;

on_both_databases! {
    /// A place is kept and a code given; without keeping a place, only the code.
    fn somebody_is_sent_and_a_place_is_kept(db: &TestDatabase) {
        let town = town(db, 2);
        let sam = Person::new(&town, "navigator");
        let sent = code(&press(&sam, &lunch(), "yes"));
        assert_eq!(room(&town, &lunch())["held"], 1);
        let page = sam.get(&format!("/signposts/{sent}")).expect(200).text;
        assert!(page.contains(&sent) && page.contains("A place is kept until"), "{page}");
        let other = code(&press(&sam, &lunch(), "no"));
        assert_eq!(room(&town, &lunch())["held"], 1);
        let page = sam.get(&format!("/signposts/{other}")).expect(200).text;
        assert!(page.contains("No place is kept"), "{page}");
    }

    /// A hand that clicks twice sends one person; who opens the page again sends another.
    fn a_button_that_is_pressed_twice_sends_one_person(db: &TestDatabase) {
        let town = town(db, 5);
        let sam = Person::new(&town, "navigator");
        let page = sam.get(&page_of(&lunch())).expect(200).text;
        let once = hidden(&page, "once");
        let first = send(&sam, &lunch(), &once, "yes");
        let second = send(&sam, &lunch(), &once, "yes");
        assert_eq!(code(&first), code(&second));
        assert_eq!(room(&town, &lunch())["held"], 1);
        let said = sam.get(second.header("location").unwrap()).expect(200).text;
        assert!(said.contains("one person was sent, not two"), "{said}");
        assert_ne!(code(&press(&sam, &lunch(), "yes")), code(&first));
        assert_eq!(room(&town, &lunch())["held"], 2);
    }

    /// Many presses at once are one, too.
    fn many_presses_at_once_send_one_person(db: &TestDatabase) {
        let town = town(db, 9);
        let sam = Person::new(&town, "navigator");
        let codes: Vec<String> = std::thread::scope(|scope| {
            let presses: Vec<_> = (0..6).map(|_| scope.spawn(|| code(&send(&sam, &lunch(), "one", "yes")))).collect();
            presses.into_iter().map(|press| press.join().unwrap()).collect()
        });
        assert!(codes.iter().all(|code| *code == codes[0]), "{codes:?}");
        assert_eq!(room(&town, &lunch())["held"], 1);
    }

    /// When the last place has gone, the page says so and where else there is room, with a button each.
    fn where_there_is_no_room_others_are_offered(db: &TestDatabase) {
        let town = town(db, 1);
        let sam = Person::new(&town, "navigator");
        code(&press(&sam, &lunch(), "yes"));
        let refused = send(&sam, &lunch(), "another", "yes").expect(409).text;
        assert!(refused.contains("There is no room there now") && refused.contains("Supper club"), "{refused}");
        assert!(refused.contains(&format!("action=\"{}/signposts\"", page_of(&supper()))), "{refused}");
        assert!(!refused.contains("action=\"/services/0000005e-0000-4000-8000-000000000001/signposts\""));
        code(&send(&sam, &supper(), &hidden(&refused, "once"), "yes"));
        let page = sam.get(&page_of(&lunch())).expect(200).text;
        assert!(page.contains("Where else is there room?") && !page.contains("Send somebody"), "{page}");
        let elsewhere = sam.get(&format!("{}/elsewhere", page_of(&lunch()))).expect(200).text;
        assert!(elsewhere.contains("Supper club"), "{elsewhere}");
    }

    /// Only navigators and stewards see the buttons, and only for them do they work.
    fn only_those_who_send_people_may_send(db: &TestDatabase) {
        let town = town(db, 5);
        let path = format!("{}/signposts", page_of(&lunch()));
        let public = town.anyone().get(&page_of(&lunch())).expect(200).text;
        assert!(!public.contains("Send somebody") && !public.contains("name=\"once\""));
        town.anyone().post_form(&path, "once=a&hold=yes").expect(401);
        for (role, organization) in [("provider", Some(1)), ("provider", Some(2)), ("commissioner", None)] {
            let person = somebody(&town, role, organization);
            assert!(!person.get(&page_of(&lunch())).expect(200).text.contains("Send somebody"), "{role}");
            send(&person, &lunch(), "a", "yes").expect(403);
            person.get("/signposts").expect(403);
            person.get(&format!("{}/elsewhere", page_of(&lunch()))).expect(403);
        }
        town.anyone().get("/signposts").expect(401);
        for role in ["navigator", "steward"] {
            code(&press(&Person::new(&town, role), &lunch(), "yes"));
        }
        assert_eq!(room(&town, &lunch())["held"], 2);
    }

    /// What did not come from a page of the session is refused, and so is what is not on the page.
    fn what_did_not_come_from_the_page_is_refused(db: &TestDatabase) {
        let town = town(db, 5);
        let sam = Person::new(&town, "navigator");
        let path = format!("{}/signposts", page_of(&lunch()));
        sam.post_from_elsewhere(&path, "once=a&hold=yes").expect(403);
        sam.post_from_elsewhere(&path, "form=0123&once=a&hold=yes").expect(403);
        sam.post(&path, "once=a&hold=yes&name=Ada").expect(422);
        sam.post(&path, "once=a").expect(422);
        sam.post(&path, "hold=yes").expect(422);
        sam.post(&path, &format!("hold=yes&once={}", "x".repeat(65))).expect(422);
        sam.post(&path, "once=a&hold=yes&location=here").expect(422);
        sam.post("/services/nowhere/signposts", "once=a&hold=yes").expect(422);
        sam.post("/services/0000005e-0000-4000-8000-000000000009/signposts", "once=a&hold=yes").expect(404);
        assert_eq!(room(&town, &lunch())["held"], 0);
    }
}
