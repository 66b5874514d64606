//! What somebody is given to take along.

use super::*;

fn told() -> Listing {
    lunch().weekly("TU", "12:00", "14:00").costs(3.5).with(
        "application_process",
        "Just turn up. We lay a place for you.",
    )
}

on_both_databases! {
    /// The sheet about a service is open to anybody, and has no code.
    fn a_sheet_about_a_service_is_open_to_anybody(db: &TestDatabase) {
        let town = Town::start(db, &[told()]);
        let path = format!("{}/handout", page_of(&told()));
        let sheet = town.anyone().get(&path).expect(200).text;
        for words in ["Tuesday lunch club", "A warm lunch", "1 Example Street", "QH1 1AA", "Next: <b>", "£3.50", "We lay a place", "Ring <a href=\"tel:999\">", "<path d=\"M"] {
            assert!(sheet.contains(words), "{words}: {sheet}");
        }
        assert!(!sheet.contains("Your code") && sheet.contains(&format!("{}{}", town.server.url(), page_of(&told()))), "{sheet}");
        town.anyone().get("/services/nowhere/handout").expect(404);
        town.anyone().get("/services/0000005e-0000-4000-8000-000000000009/handout").expect(404);
        town.anyone().get(&format!("{path}?at=\"><b>")).expect(200);
    }

    /// With a code it is for the parties of the signpost, and names nobody.
    fn a_sheet_with_a_code_is_for_those_who_may_see_it(db: &TestDatabase) {
        let town = Town::start(db, &[told(), supper()]);
        free(&town, &told(), 3);
        let sam = Person::new(&town, "navigator");
        let code = code(&press(&sam, &told(), "yes"));
        let path = format!("/signposts/{code}/handout");
        town.anyone().get(&path).expect(401);
        Person::provider(&town, 2).get(&path).expect(403);
        let sheet = sam.get(&path).expect(200);
        assert_eq!(sheet.header("x-robots-tag"), Some("noindex, nofollow"));
        let sheet = sheet.text;
        assert!(sheet.contains(&code) && sheet.contains("A place is kept for you until"), "{sheet}");
        let own = sheet.split("<main").nth(1).unwrap_or_default();
        assert!(!own.contains("Somebody"), "{own}");
        sam.get("/signposts/nonsense/handout").expect(404);
    }
}
