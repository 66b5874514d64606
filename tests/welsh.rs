//! The pages in Welsh: whatever is ours is said in it, and what is not is marked as English.

mod catalogue;
mod texts;
mod walk;

use crate::support::{Client, Demo, Exchange, temporary_folder};
use reqwest::Method;
use walk::Walk;

/// Fails with everything that is missing at once, each on a line.
#[track_caller]
fn none_of(what: &str, missing: &[String]) {
    assert!(missing.is_empty(), "{what}:\n  {}", missing.join("\n  "));
}

#[test]
fn everything_of_ours_is_said_in_welsh() {
    let temporary = temporary_folder();
    let demo = Demo::start(temporary.path());
    let mut walk = Walk::new(demo.after("listening on "));
    walk.anybody(demo.after("3. Say so without a key, as a group does on a telephone: "));
    walk.navigator(&demo.link_of("Nasreen Khan"));
    walk.provider(&demo.link_of("Pat Whelan"));
    walk.steward(&demo.link_of("Stella Marsh"));
    walk.commissioner(&demo.link_of("Callum Reid"));
    none_of("English on a Welsh page, and not marked so", &walk.unsaid);
    none_of("marked as English, though no group wrote it", &walk.ours);
    choices_are_kept(&Client::new(demo.after("listening on ")));
    some_pages_are_english_as_a_whole(&mut walk, &demo.link_of("Stella Marsh"));
}

fn choices_are_kept(client: &Client) {
    let chosen = client.get("/language/cy?to=%2F%3Fq%3Dfood").expect(303);
    assert_eq!(chosen.header("location"), Some("/?q=food"));
    let cookie = chosen.header("set-cookie").expect("a cookie");
    assert!(cookie.starts_with("tongue=cy;"), "{cookie}");
    let elsewhere = client.get("/language/en?to=https%3A%2F%2Felsewhere.example");
    assert_eq!(elsewhere.expect(303).header("location"), Some("/"));
    client.get("/language/fr").expect(404);
    let page = |cookie: &str, asked: &str| {
        let request = client.request(Method::GET, "/sign-in");
        let request = request
            .header("cookie", cookie)
            .header("accept-language", asked);
        let page = request.send_and_read().expect(200).text;
        page.contains("<html lang=\"cy\">")
    };
    assert!(
        page("tongue=cy", "en-GB"),
        "the choice goes before the browser"
    );
    assert!(!page("tongue=en", "cy"), "in both directions");
    assert!(page("", "cy-GB,en;q=0.8"), "a browser may ask for it");
    assert!(!page("", "de,cy;q=0.8"), "by its first language");
}

fn some_pages_are_english_as_a_whole(walk: &mut Walk, link: &str) {
    walk.sign_in(link);
    for path in ["/audit", "/docs"] {
        let page = walk.page("cy", path);
        assert!(page.contains("<html lang=\"en-GB\">"), "{path}");
        assert_eq!(page, walk.page("en", path), "{path}");
    }
}
