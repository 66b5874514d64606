//! Filling SQLite.

use super::connection::{Connection, Value};
use crate::cells;
use crate::listing::{Directory, Offer, Service};
use headroom::domain::schedule::local_day;
use headroom::geography::Catchment;
use std::path::Path;

/// Fills a new file.
pub fn load(path: &Path, directory: &Directory) {
    let connection = Connection::open(path, false);
    connection.run(include_str!("schema.sql"));
    connection.run("BEGIN");
    words(&connection, directory);
    offers(&connection, directory);
    cards(&connection, directory);
    places(&connection, directory);
    areas(&connection, directory);
    let somewhere = directory.somewhere as i64;
    let mut insert = connection.prepare("INSERT INTO somewhere VALUES (?)");
    insert.run(&[Value::Whole(somewhere)]);
    connection.run("COMMIT");
    connection.run("INSERT INTO words(words) VALUES ('optimize')");
    connection.run("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, words, row)");
    connection.run("INSERT INTO rarities SELECT term, doc FROM temp.vocabulary");
    connection.run("ANALYZE");
}

fn numbered(directory: &Directory) -> impl Iterator<Item = (i64, &Service)> {
    (1..).zip(&directory.services)
}

fn all_offers(directory: &Directory) -> impl Iterator<Item = (i64, i64, &Service, &Offer)> {
    numbered(directory).flat_map(|(service, of)| {
        (0..)
            .zip(&of.offers)
            .map(move |(number, offer)| (service, number, of, offer))
    })
}

/// A need as a word that no text has.
pub fn need_word(need: usize) -> String {
    format!("need{need}q")
}

/// A cell as a word that no text has.
pub fn cell_word(cell: i32) -> String {
    match cell < 0 {
        true => format!("area{}q", -cell),
        false => format!("cell{cell}q"),
    }
}

/// The cells of all places of a service.
fn cell_words(service: &Service) -> String {
    let offers = service.offers.iter();
    let mut cells: Vec<i32> = offers.flat_map(|offer| cells::of(service, offer)).collect();
    cells.sort_unstable();
    cells.dedup();
    let words: Vec<String> = cells.into_iter().map(cell_word).collect();
    words.join(" ")
}

fn words(connection: &Connection, directory: &Directory) {
    let mut insert = connection.prepare(
        "INSERT INTO words(rowid, name, terms, organization, place, \
        description, needs, cells) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    );
    for (number, service) in numbered(directory) {
        let needs = service.needs.iter();
        let needs = needs.flat_map(|(need, times)| (0..*times).map(|_| need_word(*need)));
        let needs = needs.collect::<Vec<_>>().join(" ");
        let words = &service.words;
        let texts = [
            &words.name,
            &words.terms,
            &words.organization,
            &words.place,
            &words.description,
            &needs,
            &cell_words(service),
        ];
        let mut values = vec![Value::Whole(number)];
        values.extend(texts.map(|text| Value::Text(text)));
        insert.run(&values);
    }
}

fn offers(connection: &Connection, directory: &Directory) {
    let mut insert =
        connection.prepare("INSERT INTO offers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (service, number, of, offer) in all_offers(directory) {
        let point = offer.point();
        let tags: Vec<u8> = of.tags.iter().flat_map(|tag| tag.to_le_bytes()).collect();
        insert.run(&[
            Value::Whole(service),
            Value::Whole(number),
            point.map(|at| at.latitude).into(),
            point.map(|at| at.longitude).into(),
            Value::Whole(offer.anywhere.into()),
            Value::Whole((!of.areas.is_empty()).into()),
            Value::Whole(offer.state.into()),
            Value::Whole(offer.until),
            of.entry.free.map(i64::from).into(),
            Value::Whole(of.says.into()),
            of.entry.minimum_age.into(),
            of.entry.maximum_age.into(),
            of.times.map(i64::from).into(),
            Value::Bytes(&tags),
        ]);
    }
}

fn cards(connection: &Connection, directory: &Directory) {
    let mut insert = connection
        .prepare("INSERT INTO cards VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (service, number, of, offer) in all_offers(directory) {
        let (entry, site, said) = (&of.entry, offer.site.as_ref(), offer.statement.as_ref());
        let organization = entry.organization.as_ref();
        let id = entry.id.to_string();
        let organization_id = organization.map(|own| own.id.to_string());
        let location_id = site.map(|site| site.id.to_string());
        let as_of = said.map(|said| said.as_of.to_string());
        let confirmed_at = said.map(|said| said.vitals.confirmed_at.to_string());
        insert.run(&[
            Value::Whole(service),
            Value::Whole(number),
            Value::Text(&id),
            Value::Text(&entry.name),
            Value::Text(&entry.summary),
            organization_id.as_deref().into(),
            organization.map(|own| own.name.as_str()).into(),
            location_id.as_deref().into(),
            site.and_then(|site| site.name.as_deref()).into(),
            site.and_then(|site| site.postcode.as_deref()).into(),
            said.and_then(|said| said.vitals.places_free)
                .map(i64::from)
                .into(),
            said.and_then(|said| said.details.places_total)
                .map(i64::from)
                .into(),
            said.and_then(|said| said.details.note.as_deref()).into(),
            as_of.as_deref().into(),
            confirmed_at.as_deref().into(),
            Value::Text(entry.funding.status(today()).as_str()),
        ]);
    }
}

fn places(connection: &Connection, directory: &Directory) {
    let mut insert = connection.prepare("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?)");
    let open =
        all_offers(directory).filter(|(_, _, of, offer)| of.areas.is_empty() && !offer.anywhere);
    let placed = open.filter_map(|(service, _, _, offer)| Some((service, offer.point()?)));
    for (id, (service, at)) in (1..).zip(placed) {
        insert.run(&[
            Value::Whole(id),
            Value::Real(at.latitude),
            Value::Real(at.latitude),
            Value::Real(at.longitude),
            Value::Real(at.longitude),
            Value::Whole(service),
        ]);
    }
}

fn areas(connection: &Connection, directory: &Directory) {
    let mut insert = connection.prepare("INSERT INTO areas VALUES (?, ?, ?, ?, ?, ?, ?)");
    let mut shape = connection.prepare("INSERT INTO shapes VALUES (?, ?)");
    let all = numbered(directory);
    let all = all.flat_map(|(service, of)| of.areas.iter().map(move |area| (service, area)));
    for (id, (service, area)) in (1..).zip(all) {
        let (low, high) = area.bounds();
        insert.run(&[
            Value::Whole(id),
            Value::Real(low.latitude),
            Value::Real(high.latitude),
            Value::Real(low.longitude),
            Value::Real(high.longitude),
            Value::Whole(service),
            Value::Bytes(&corners(area)),
        ]);
        shape.run(&[Value::Whole(service), Value::Bytes(&corners(area))]);
    }
}

/// The corners of all borders, each border as the number of its corners and the corners.
fn corners(area: &Catchment) -> Vec<u8> {
    let polygons = area.polygons();
    let rings = polygons
        .iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    let mut bytes = Vec::new();
    for ring in rings {
        bytes.extend((ring.0.len() as u64).to_le_bytes());
        for at in ring.coords() {
            bytes.extend(at.x.to_le_bytes());
            bytes.extend(at.y.to_le_bytes());
        }
    }
    bytes
}

fn today() -> jiff::civil::Date {
    local_day(jiff::Timestamp::now(), 0)
}
