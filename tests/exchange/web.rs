//! Feeds over HTTP, whole and broken.

use super::*;
use crate::support::feed::{Asked, Feed, cut_off, page};
use crate::support::on_both_databases;
use actix_web::HttpResponse;

/// Three pages with two services each.
fn three_pages(asked: &Asked) -> HttpResponse {
    let number = asked.page();
    let first = number as u32 * 2 - 1;
    page(number, 3, services(first..=first + 1))
}

fn slim(number: u32) -> Value {
    let mut slim = service(number);
    slim.as_object_mut()
        .unwrap()
        .shift_remove("service_at_locations");
    slim
}

on_both_databases! {
    /// All pages are followed; what the address asks for is asked for on each.
    fn all_pages_come_in(db: &TestDatabase) {
        let db = open(db);
        let feed = Feed::start(|asked| three_pages(&asked));
        let from = format!("{}/services?taxonomy_id=7", feed.address);
        assert_eq!(became(&try_import(&db, &from).unwrap()), (6, 0, 0));
        assert_eq!(became(&try_import(&db, &from).unwrap()), (0, 0, 6));
        let asked = feed.asked();
        assert_eq!(asked.len(), 6);
        assert_eq!(asked[1], "/services?taxonomy_id=7&per_page=100&page=2");
    }

    /// Pages that do not say how many they are end with an empty one, or with one that repeats.
    fn pages_without_numbers_end(db: &TestDatabase) {
        let db = open(db);
        let ends = Feed::start(|asked| {
            let contents = if asked.page() < 3 { vec![service(asked.page() as u32)] } else { vec![] };
            HttpResponse::Ok().json(json!({ "contents": contents }))
        });
        assert_eq!(became(&try_import(&db, &ends.address).unwrap()), (2, 0, 0));
        let repeats = Feed::start(|_| HttpResponse::Ok().json(json!({ "contents": services(1..=2) })));
        assert_eq!(became(&try_import(&db, &repeats.address).unwrap()), (0, 0, 2));
        assert_eq!(repeats.asked().len(), 2);
    }

    /// A list, or lines, at an address are read as a file would be.
    fn a_file_on_the_web_comes_in(db: &TestDatabase) {
        let db = open(db);
        let feed = Feed::start(|asked| match asked.path.as_str() {
            "/list.json" => HttpResponse::Ok().json(services(1..=2)),
            _ => HttpResponse::Ok().body(format!("{}\n{}\n", service(3), service(4))),
        });
        assert_eq!(became(&try_import(&db, &format!("{}/list.json", feed.address)).unwrap()), (2, 0, 0));
        assert_eq!(became(&try_import(&db, &format!("{}/lines", feed.address)).unwrap()), (2, 0, 0));
        assert_eq!(feed.asked().len(), 2);
    }

    /// A list that leaves out what services have is completed service by service.
    fn slim_lists_are_completed(db: &TestDatabase) {
        let db = open(db);
        let feed = Feed::start(|asked| match asked.path.strip_prefix("/v3/services/") {
            None => page(1, 1, vec![slim(1), slim(2), slim(3)]),
            Some(one) if one == id(3) => HttpResponse::NotFound().finish(),
            Some(one) => HttpResponse::Ok().json(service(if one == id(1) { 1 } else { 2 })),
        });
        let summary = try_import(&db, &format!("{}/v3/services?key=abc", feed.address)).unwrap();
        assert_eq!(became(&summary), (2, 0, 0));
        assert_eq!(counts(&db).locations, 2);
        assert!(feed.asked().contains(&format!("/v3/services/{}?key=abc", id(1))), "{:?}", feed.asked());
        assert_eq!(summary.rejections.len(), 1);
        assert!(summary.rejections[0].reason.contains(&format!("/v3/services/{}", id(3))));
    }

    /// An error on the third page: nothing comes in, and the person is told which page.
    fn an_error_on_a_later_page_changes_nothing(db: &TestDatabase) {
        nothing_comes_in(&open(db), "500", |asked| match asked.page() {
            3 => HttpResponse::InternalServerError().finish(),
            _ => three_pages(&asked),
        });
    }

    /// So with a page that breaks off.
    fn a_page_that_breaks_off_changes_nothing(db: &TestDatabase) {
        nothing_comes_in(&open(db), "broke off", |asked| match asked.page() {
            3 => cut_off(&json!({ "last_page": true, "contents": services(5..=6) })),
            _ => three_pages(&asked),
        });
    }

    /// So with pages that are not JSON, not pages, or the same again.
    fn a_page_that_is_none_changes_nothing(db: &TestDatabase) {
        let db = open(db);
        nothing_comes_in(&db, "not JSON", |asked| match asked.page() {
            3 => HttpResponse::Ok().body("{\"contents\": [{\"id\":"),
            _ => three_pages(&asked),
        });
        nothing_comes_in(&db, "not a page", |asked| match asked.page() {
            3 => HttpResponse::Ok().json(json!({ "error": "too many requests" })),
            _ => three_pages(&asked),
        });
        nothing_comes_in(&db, "repeats", |asked| match asked.page() {
            3 => page(2, 3, services(3..=4)),
            _ => three_pages(&asked),
        });
    }

    /// Nobody there.
    fn no_server_changes_nothing(db: &TestDatabase) {
        let feed = Feed::start(|asked| three_pages(&asked));
        let address = feed.address.clone();
        drop(feed);
        let said = try_import(&open(db), &format!("{address}/services")).unwrap_err();
        assert!(said.contains(&address) && said.contains("no connection"), "{said}");
    }
}

fn nothing_comes_in(
    db: &Database,
    reason: &str,
    answer: impl Fn(Asked) -> HttpResponse + Send + Sync + 'static,
) {
    let feed = Feed::start(answer);
    let said = try_import(db, &format!("{}/services", feed.address)).unwrap_err();
    let page = format!("{}/services?per_page=100&page=3", feed.address);
    assert!(said.contains(&page) && said.contains(reason), "{said}");
    assert!(said.contains("Nothing was imported"), "{said}");
    assert_eq!(
        counts(db),
        Counts {
            services: 0,
            organizations: 0,
            locations: 0
        }
    );
}
