//! Maps of our own: the answers as numbers upon the borders and names that were imported.

use crate::support::http::Reply;
use crate::support::town::{command, done, soon};
use crate::support::{TestDatabase, Town, on_both_databases, service};
use serde_json::json;

/// A town with two clubs in one house, one some way off, one on the telephone, and one a world away.
fn town(db: &TestDatabase) -> Town {
    Town::start(
        db,
        &[
            service(1, "Lunch club").at(1, 53.941, -3.751),
            service(2, "Supper club").at(1, 53.941, -3.751),
            service(3, "Tea <club>").at(3, 53.945, -3.74),
            service(4, "Ringing club"),
            service(5, "Far club").at(5, 51.5, -0.1),
        ],
    )
}

fn bring_a_ward(town: &Town) {
    let ring = json!([[
        [-3.76, 53.93],
        [-3.73, 53.93],
        [-3.73, 53.95],
        [-3.76, 53.93]
    ]]);
    let ward = json!({ "type": "Feature", "geometry": { "type": "Polygon", "coordinates": ring },
        "properties": { "kind": "ward", "code": "Q05000001", "name": "Mill & Quay" } });
    let file = town.file("ward.geojson");
    std::fs::write(&file, ward.to_string()).expect("a file in a temporary folder");
    done(&command(&town.database, &["import", "areas", &file]));
}

on_both_databases! {
    fn answers_stand_on_a_map_of_our_own(db: &TestDatabase) {
        let town = town(db);
        bring_a_ward(&town);
        let page = town.anyone().get("/?q=club&within_km=500&near=QH1+1AA").expect(200).text;
        assert_eq!(page.matches("data-pin=").count(), 3, "{page}");
        assert!(page.contains("Tea &#60;club&#62;</title>"), "{page}");
        let beside = page.split("Not on this map").nth(1).expect("what is not on it");
        assert!(beside.contains("Ringing club and Far club") || beside.contains("Far club and Ringing club"), "{page}");
        let sheet = page.split("<image href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a background");
        let drawn = soon("the ward on the map", || {
            let sheet = town.anyone().get(sheet).expect(200);
            sheet.text.contains("Mill &#38; Quay").then_some(sheet)
        });
        assert_eq!(drawn.header("content-type"), Some("image/svg+xml; charset=utf-8"));
        assert!(drawn.text.contains("<path class=\"ward\" d=\"M"), "{}", drawn.text);
        town.anyone().get("/map/99/0/0.svg").expect(404);
        town.anyone().get("/map/40/4000000000/1.svg").expect(404);
        town.anyone().get("/map/a/b/c.svg").expect(404);
    }
}

on_both_databases! {
    fn pictures_of_streets_come_only_from_the_server_that_the_operator_names(db: &TestDatabase) {
        let tiles = "https://tiles.example/{z}/{x}/{y}.png";
        let club = [service(1, "Lunch club").at(1, 53.941, -3.751)];
        let town = Town::with(db, &club, |launch| {
            launch.argument("--map-tiles").argument(tiles).argument("--map-credit").argument("© Quay Survey")
        });
        let page = town.anyone().get("/?q=club&near=QH1+1AA").expect(200);
        assert!(page.text.contains("href=\"https://tiles.example/"), "{}", page.text);
        assert!(page.text.contains("Map: © Quay Survey"), "{}", page.text);
        let allowed = |reply: &Reply| reply.header("content-security-policy").expect("a policy").to_owned();
        assert!(allowed(&page).contains("img-src 'self' https://tiles.example data:;"), "{}", allowed(&page));
        let other = town.anyone().get("/sign-in").expect(200);
        assert!(!allowed(&other).contains("tiles"), "{}", allowed(&other));
    }
}
