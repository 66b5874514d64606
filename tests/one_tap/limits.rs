//! How often a link can be used, and how often a wrong one tried.

use super::*;

on_both_databases! {
    /// Thirty taps in ten minutes are enough; looking is not counted.
    fn a_link_can_be_used_thirty_times_in_ten_minutes(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let link = Link::new(&town);
        for round in 0..30 {
            let state = if round % 2 == 0 { "full" } else { "open" };
            link.send(&format!("say={state}")).expect(303);
        }
        let refused = link.send("say=full").expect(429);
        let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
        assert!((1..=600).contains(&wait), "{wait}");
        assert!(refused.text.contains("One moment, please"));
        assert_eq!(room(&town)["state"], "open");
        link.look().expect(200);
        Link::make(&town, &json!({ "issued_to": "the treasurer" })).send("say=full").expect(303);
    }

    /// Sixty wrong links in ten minutes are enough; one that works still does.
    fn wrong_links_can_be_tried_sixty_times_in_ten_minutes(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let link = Link::new(&town);
        for round in 0..60 {
            town.anyone().get(&format!("/u/wrong{round}")).expect(404);
        }
        for reply in [town.anyone().get("/u/wrong"), town.anyone().post_form("/u/wrong", "say=full")] {
            assert!(reply.expect(429).header("retry-after").is_some());
        }
        link.look().expect(200);
        link.send("say=full").expect(303);
    }
}
