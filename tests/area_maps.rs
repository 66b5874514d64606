//! Maps of areas on the pages for commissioners, and for programs; and areas that come in as TopoJSON.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use crate::support::listing::square;
use crate::support::town::{command, done, say, soon};
use crate::support::{Person, Town, on_both_databases, service, shared_folder};

/// Two wards, one upon the other, as GeoJSON features.
fn wards() -> Value {
    let ward = |code: &str, name: &str, latitude: f64| {
        json!({ "type": "Feature", "properties": { "code": code, "name": name },
            "geometry": square(latitude, -3.75, 0.02) })
    };
    json!({ "type": "FeatureCollection", "features": [ward("Q1", "Tansyfield", 53.94), ward("Q2", "Sorrelgate", 53.98)] })
}

/// The same as TopoJSON: the border between them stands once.
fn wards_as_topology() -> Value {
    let steps = |corners: &[[i64; 2]]| {
        let mut last = [0, 0];
        let step = |at: &[i64; 2]| {
            let step = [at[0] - last[0], at[1] - last[1]];
            last = *at;
            step
        };
        corners.iter().map(step).collect::<Vec<_>>()
    };
    let arcs = [
        steps(&[[0, 4], [4, 4]]),
        steps(&[[4, 4], [4, 0], [0, 0], [0, 4]]),
        steps(&[[4, 4], [4, 8], [0, 8], [0, 4]]),
    ];
    let ward = |code: &str, name: &str, arcs: Value| json!({ "type": "Polygon", "arcs": [arcs], "properties": { "code": code, "name": name } });
    json!({ "type": "Topology", "transform": { "scale": [0.01, 0.01], "translate": [-3.77, 53.92] }, "arcs": arcs,
        "objects": { "wards": { "type": "GeometryCollection", "geometries": [
            ward("Q1", "Tansyfield", json!([0, 1])), ward("Q2", "Sorrelgate", json!([-1, -3])) ] } } })
}

fn bring(town: &Town, name: &str, areas: &Value) -> String {
    let file = town.file(name);
    std::fs::write(&file, areas.to_string()).expect("a file");
    let import = ["import", "areas", &file, "--kind", "ward"];
    done(&command(&town.database, &import))
}

/// The bytes of the map on a page when they are packed as they are sent.
fn packed(page: &str) -> usize {
    let map = page
        .split_once("<figure class=\"areas-map\"")
        .expect("a map")
        .1;
    let map = map.split_once("</figure>").expect("its end").0;
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(map.as_bytes()).expect("memory");
    packer.finish().expect("memory").len()
}

on_both_databases! {
    /// Both files are the same areas.
    fn areas_come_in_as_topojson(db: &TestDatabase) {
        let town = Town::start(db, &[]);
        assert!(bring(&town, "wards.topojson", &wards_as_topology()).contains("added 2, changed 0"));
        let areas = soon("the wards", || {
            let reply = town.steward().get("/api/v1/coverage/areas.geojson?areas=ward");
            (reply.status == 200).then_some(reply.body)
        });
        assert_eq!(areas["features"].as_array().map(Vec::len), Some(2));
        let mut torn = wards_as_topology();
        torn["objects"]["wards"]["geometries"][1]["arcs"] = json!([[2]]);
        torn["objects"]["wards"]["geometries"][0]["arcs"] = json!([[0, 7]]);
        let said = bring(&town, "torn.json", &torn);
        assert!(said.contains("rejected 2"), "{said}");
        let file = town.file("odd.json");
        std::fs::write(&file, json!({ "type": "Topology", "objects": {} }).to_string()).expect("a file");
        let output = command(&town.database, &["import", "areas", &file]);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && told.contains("it has no list of arcs. Nothing was imported"), "{told}");
    }

    /// The map says what the table says; what is asked of it stays in the address.
    fn the_overview_has_a_map_of_its_areas(db: &TestDatabase) {
        let choir = service(1, "Quay choir").at(1, 53.94, -3.75);
        let town = Town::start(db, std::slice::from_ref(&choir));
        bring(&town, "wards.geojson", &wards());
        say(&town.steward(), &choir, &json!({ "state": "open", "places_free": 4, "places_total": 12 })).expect(200);
        let callum = Person::new(&town, "commissioner");
        let page = soon("the wards", || {
            let page = callum.get("/overview?by=ward").expect(200).text;
            page.contains("<title>Tansyfield: services with room: 1 of 1</title>").then_some(page)
        });
        assert!(page.contains("<title>Sorrelgate: no service</title>") && page.contains("area=ward%2FQ1"), "{page}");
        assert!(!page.contains("style=\""), "{page}");
        let free = callum.get("/overview?by=ward&map=free").expect(200).text;
        assert!(free.contains("<title>Tansyfield: places free: 4 of 12</title>") && free.contains("name=\"map\" value=\"free\""), "{free}");
        assert!(callum.get("/overview?by=outcode").expect(200).text.contains("their shapes are not known"));
        assert!(callum.get("/overview?map=nonsense").expect(400).text.contains("room, free, without"));
        callum.get("/overview/access?map=nonsense").expect(200);

        let drawn = town.steward().get("/api/v1/coverage/areas.geojson?areas=ward").expect(200);
        assert_eq!(drawn.header("content-type"), Some("application/geo+json"));
        let of = |code: &str| {
            let mut features = drawn.body["features"].as_array().expect("features").iter();
            features.find(|feature| feature["id"] == code).expect("a ward").clone()
        };
        let ward = of("Q1");
        assert_eq!((&ward["properties"]["places_free"], &ward["properties"]["area"]), (&json!(4), &json!("Tansyfield")));
        let shared = json!([-3.77, 53.96]);
        for code in ["Q1", "Q2"] {
            let ring = of(code)["geometry"]["coordinates"][0][0].clone();
            assert!(ring.as_array().is_some_and(|ring| ring.contains(&shared)), "{ring}");
        }
        let outcodes = town.steward().get("/api/v1/coverage/areas.geojson?areas=outcode").expect(200).body;
        assert_eq!(outcodes["features"], json!([]));
        town.provider(1).get("/api/v1/coverage/areas.geojson?areas=ward").expect(403);
    }

    /// The real areas of a county: light enough for a telephone.
    fn maps_of_many_areas_stay_light(db: &TestDatabase) {
        let Some(data) = shared_folder("data/geography") else {
            return;
        };
        let town = Town::start(db, &[]);
        for file in ["gm-wards-2023", "gm-lsoa-2021", "gm-local-authorities-2023"] {
            let file = data.join(format!("{file}.geojson"));
            done(&command(&town.database, &["import", "areas", file.to_str().expect("a path in UTF-8")]));
        }
        let callum = Person::new(&town, "commissioner");
        soon("the areas", || (callum.get("/overview?by=lsoa").status == 200).then_some(()));
        for (kind, areas, most) in [("ward", 215, 50 * 1024), ("lsoa", 1702, 150 * 1024)] {
            let page = callum.get(&format!("/overview?by={kind}")).expect(200).text;
            let size = packed(&page);
            assert_eq!(page.matches("<title>").count() - 1, areas + page.matches("class=\"bar\"").count());
            assert!(size < most && page.contains(">Trafford</text>"), "{kind}: {size}");
        }
    }
}
