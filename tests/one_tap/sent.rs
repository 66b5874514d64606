//! Those who were sent: what became of them is told on the page, by the codes that they bring.

use super::*;

fn send(town: &Town, listing: &Listing) -> String {
    let body = json!({ "service_id": listing.id(), "hold": true });
    let made = town
        .with_role("navigator")
        .post("/api/v1/signposts", &body)
        .expect(201)
        .body;
    made["code"].as_str().expect("a code").to_owned()
}

fn tell(link: &Link, code: &str, outcome: &str) -> Reply {
    let path = format!("{}/told", link.path);
    link.anyone
        .post_form(&path, &format!("code={code}&outcome={outcome}"))
}

on_both_databases! {
    /// Whoever was sent is on the page; one tap tells what became of them, and another puts it right.
    fn what_became_of_somebody_is_one_tap(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        say(&town.steward(), &lunch(), &json!({ "state": "open", "places_free": 3 })).expect(200);
        let link = Link::new(&town);
        assert!(!link.look().text.contains("People who were sent"));
        let code = send(&town, &lunch());
        let page = link.look().text;
        assert!(page.contains(&code) && page.contains("sent today; a place is kept until"), "{page}");
        for (outcome, words, free) in [("attended", "Came", 2), ("did_not_attend", "Did not come", 3)] {
            let reply = tell(&link, &code, outcome).expect(303);
            assert_eq!(reply.header("location"), Some(format!("{}#sent", link.path).as_str()));
            let told = format!("role=\"status\">{words}</strong>");
            assert!(link.look().text.contains(&told));
            assert_eq!((&room(&town)["held"], &room(&town)["places_free"]), (&json!(0), &json!(free)));
        }
        let navigator = town.with_role("navigator");
        let shown = navigator.get(&format!("/api/v1/signposts/{code}")).expect(200).body;
        assert_eq!(shown["outcome"], "did_not_attend");
    }

    /// Looking tells nothing, and a link tells nothing of those who were sent elsewhere.
    fn a_link_tells_only_of_its_own(db: &TestDatabase) {
        let supper = service(2, "Supper club").by(1, "Wythmere Together");
        let town = Town::start(db, &[lunch(), supper.clone()]);
        let link = Link::new(&town);
        let code = send(&town, &supper);
        assert!(!link.look().text.contains(&code));
        tell(&link, &code, "turned_away_full").expect(404);
        tell(&link, "2222-2222", "turned_away_full").expect(404);
        tell(&link, &code, "happy").expect(400);
        link.anyone.get(&format!("{}/told?code={code}&outcome=attended", link.path)).expect(405);
        let shown = town.steward().get(&format!("/api/v1/signposts/{code}")).expect(200).body;
        assert_eq!(shown["outcome"], json!(null));
    }
}
