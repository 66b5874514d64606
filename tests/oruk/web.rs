//! What the web itself reads: data inside pages, a map of the site, calendars, a feed, and a page to be framed.

use serde_json::Value;

use super::listings;
use crate::support::listing::organization_id;
use crate::support::{Exchange, Person, Town};

pub fn the_web_has_its_own(town: &Town) {
    pages_carry_data(town);
    sessions_are_a_calendar(town);
    the_site_has_a_map(town);
    changes_are_a_feed(town);
    a_group_shows_its_services_elsewhere(town);
}

fn pages_carry_data(town: &Town) {
    let page = town
        .anyone()
        .get(&format!("/services/{}", listings()[2].id()))
        .expect(200);
    let data = page
        .text
        .split("<script type=\"application/ld+json\">")
        .nth(1)
        .expect("data");
    let data = data.split("</script>").next().expect("its end");
    let data: Value = serde_json::from_str(data).expect("JSON");
    assert_eq!(
        (&data["@type"], &data["name"]),
        (&Value::from("Service"), &Value::from("Walking group"))
    );
    assert_eq!(data["hoursAvailable"][0]["opens"], "10:00");
    assert!(
        page.header("content-security-policy")
            .is_some_and(|rules| !rules.contains("unsafe"))
    );
}

fn sessions_are_a_calendar(town: &Town) {
    let id = listings()[2].id();
    let calendar = town
        .anyone()
        .get(&format!("/services/{id}/calendar.ics"))
        .expect(200);
    assert_eq!(
        calendar.header("content-type"),
        Some("text/calendar; charset=utf-8")
    );
    assert!(calendar.text.ends_with("END:VCALENDAR\r\n"));
    assert!(
        calendar
            .text
            .split("\r\n")
            .all(|line| line.len() <= 75 && !line.contains('\n'))
    );
    for line in [
        "DTSTART;TZID=Europe/London:20240102T100000",
        "DTEND;TZID=Europe/London:20240102T120000",
        "RRULE:FREQ=WEEKLY;BYDAY=TU",
        "SUMMARY:Walking group",
    ] {
        assert!(
            calendar.text.contains(&format!("{line}\r\n")),
            "{line}: {}",
            calendar.text
        );
    }
    assert_eq!(
        town.anyone()
            .get(&format!("/services/{id}/calendar.ics"))
            .text,
        calendar.text
    );
    town.anyone()
        .get("/services/nonsense/calendar.ics")
        .expect(404);
}

fn the_site_has_a_map(town: &Town) {
    let index = town.anyone().get("/sitemap.xml").expect(200);
    assert_eq!(index.text.matches("<loc>").count(), 1);
    let list = town.anyone().get("/sitemap/1.xml").expect(200);
    assert_eq!(list.text.matches("<loc>").count(), listings().len());
    assert!(list.text.contains(&listings()[0].id()));
    town.anyone().get("/sitemap/2.xml").expect(404);
    assert!(
        town.anyone()
            .get("/robots.txt")
            .expect(200)
            .text
            .contains("/sitemap.xml")
    );
}

fn changes_are_a_feed(town: &Town) {
    let feed = town.anyone().get("/changes.atom").expect(200);
    assert_eq!(
        feed.header("content-type"),
        Some("application/atom+xml; charset=utf-8")
    );
    assert_eq!(feed.text.matches("<entry>").count(), listings().len());
    assert!(
        feed.text
            .contains("<summary>What is known of its room changed. Full"),
        "{}",
        feed.text
    );
}

/// Framed anywhere, and nobody in particular.
fn a_group_shows_its_services_elsewhere(town: &Town) {
    let person = Person::provider(town, 1);
    let path = format!("/widget/{}", organization_id(1));
    let request = town.anyone().request(reqwest::Method::GET, &path);
    let widget = request
        .header("cookie", person.cookie())
        .send_and_read()
        .expect(200);
    assert!(
        widget
            .header("content-security-policy")
            .is_some_and(|rules| rules.contains("frame-ancestors *"))
    );
    assert_eq!(
        (
            widget.header("x-frame-options"),
            widget.header("set-cookie")
        ),
        (None, None)
    );
    assert!(widget.text.contains("Lunch club") && !widget.text.contains("<script"));
    assert!(!widget.text.contains("Shabby club"), "another group's");
    let other = town.anyone().get("/").expect(200);
    assert_eq!(other.header("x-frame-options"), Some("DENY"));
    assert!(
        other
            .header("content-security-policy")
            .is_some_and(|rules| rules.contains("frame-ancestors 'none'"))
    );
    let line = person.get("/my/widget").expect(200).text;
    assert!(
        line.contains(&path) && line.contains("iframe src="),
        "{line}"
    );
}
