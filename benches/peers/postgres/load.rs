//! Filling PostgreSQL.

use super::libpq::Connection;
use crate::cells;
use crate::listing::{Directory, Offer, Service, Words};
use headroom::domain::schedule::local_day;
use headroom::geography::Catchment;
use std::fmt::Write;

/// Positions that a lexeme has at most in PostgreSQL.
const LAST_POSITION: usize = 16_383;

/// Fills an empty database.
pub fn load(connection: &mut Connection, directory: &Directory) {
    connection.run("CREATE EXTENSION IF NOT EXISTS postgis");
    connection.run("DROP TABLE IF EXISTS offers, cards, areas");
    connection.run(include_str!("schema.sql"));
    let numbered = || {
        let all = (0_usize..).zip(&directory.services);
        let all = all.flat_map(|(number, service)| {
            service
                .offers
                .iter()
                .map(move |offer| (number, service, offer))
        });
        (0_usize..).zip(all)
    };
    connection.copy(
        "COPY offers FROM STDIN",
        numbered().map(|(id, (number, service, offer))| row(id, number, service, offer)),
    );
    connection.copy(
        "COPY cards FROM STDIN",
        numbered().map(|(id, (_, service, offer))| card(id, service, offer)),
    );
    let areas = (0_usize..)
        .zip(&directory.services)
        .flat_map(|(number, service)| {
            let shapes = service.areas.iter();
            shapes.map(move |shape| format!("{number}\tSRID=4326;{}\n", well_known(shape)))
        });
    connection.copy("COPY areas FROM STDIN", areas);
    connection.run(include_str!("indexes.sql"));
    for table in ["offers", "cards", "areas"] {
        connection.run(&format!("VACUUM (ANALYZE, FREEZE) {table}"));
    }
}

/// Brings all of it into memory.
pub fn warm(connection: &mut Connection) {
    connection.run("CREATE EXTENSION IF NOT EXISTS pg_prewarm");
    connection.run(
        "SELECT pg_prewarm(oid) FROM pg_class WHERE relkind IN ('r', 'i', 't') \
         AND relnamespace IN ('public'::regnamespace, 'pg_toast'::regnamespace)",
    );
}

fn row(id: usize, number: usize, service: &Service, offer: &Offer) -> String {
    let entry = &service.entry;
    let place = offer
        .point()
        .map(|at| format!("SRID=4326;POINT({} {})", at.longitude, at.latitude));
    let fields = [
        id.to_string(),
        number.to_string(),
        offer.until.to_string(),
        or_null(place),
        or_null(entry.minimum_age),
        or_null(entry.maximum_age),
        or_null(service.times),
        offer.state.to_string(),
        service.says.to_string(),
        offer.anywhere.to_string(),
        (!service.areas.is_empty()).to_string(),
        or_null(entry.free),
        list(&service.tags),
        list(&cells::of(service, offer)),
        vector(&service.words, &service.needs),
    ];
    fields.join("\t") + "\n"
}

/// Numbers as PostgreSQL writes an array.
pub fn list(numbers: &[impl ToString]) -> String {
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    format!("{{{}}}", numbers.join(","))
}

fn or_null(value: Option<impl ToString>) -> String {
    value.map_or_else(|| "\\N".to_owned(), |value| value.to_string())
}

/// The texts as a `tsvector`: names weigh A, terms and needs B, organisations and places C, the rest D.
fn vector(words: &Words, needs: &[(usize, u32)]) -> String {
    let weighted = [
        (&words.name, "A"),
        (&words.terms, "B"),
        (&words.organization, "C"),
        (&words.place, "C"),
        (&words.description, ""),
    ];
    let texts = weighted.into_iter();
    let lexemes = texts.flat_map(|(text, weight)| {
        text.split_whitespace()
            .map(move |word| (word.to_owned(), weight))
    });
    let needs = needs
        .iter()
        .flat_map(|(need, times)| (0..*times).map(|_| (need_word(*need), "B")));
    let mut vector = String::new();
    for (position, (lexeme, weight)) in (1..=LAST_POSITION).zip(lexemes.chain(needs)) {
        // Stems are letters and digits: nothing in them needs quoting.
        let _ = write!(vector, "'{lexeme}':{position}{weight} ");
    }
    vector
}

/// The lexeme of a need: no word has such a sign.
pub fn need_word(need: usize) -> String {
    format!("={need}")
}

fn card(id: usize, service: &Service, offer: &Offer) -> String {
    let entry = &service.entry;
    let organization = entry.organization.as_ref();
    let site = offer.site.as_ref();
    let said = offer.statement.as_ref();
    let fields = [
        id.to_string(),
        entry.id.to_string(),
        plain(Some(&entry.name)),
        plain(Some(&entry.summary)),
        or_null(organization.map(|own| own.id)),
        plain(organization.map(|own| &own.name)),
        or_null(site.map(|site| site.id)),
        plain(site.and_then(|site| site.name.as_ref())),
        plain(site.and_then(|site| site.postcode.as_ref())),
        or_null(offer.point().map(|at| at.latitude)),
        or_null(offer.point().map(|at| at.longitude)),
        or_null(said.and_then(|said| said.vitals.places_free)),
        or_null(said.and_then(|said| said.details.places_total)),
        plain(said.and_then(|said| said.details.note.as_ref())),
        or_null(said.map(|said| said.as_of)),
        or_null(said.map(|said| said.vitals.confirmed_at)),
        entry.funding.status(today()).as_str().to_owned(),
    ];
    fields.join("\t") + "\n"
}

/// A text as `COPY` takes it.
fn plain(text: Option<&String>) -> String {
    let Some(text) = text else {
        return "\\N".into();
    };
    let text = text.replace('\\', "\\\\").replace('\t', "\\t");
    text.replace('\n', "\\n").replace('\r', "\\r")
}

/// A shape as well-known text.
fn well_known(shape: &Catchment) -> String {
    let polygons = shape.polygons();
    let polygons: Vec<String> = polygons.iter().map(polygon).collect();
    format!("MULTIPOLYGON({})", polygons.join(","))
}

fn polygon(polygon: &geo::Polygon) -> String {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    let rings = rings.map(|ring| {
        let corners: Vec<String> = ring
            .coords()
            .map(|at| format!("{} {}", at.x, at.y))
            .collect();
        format!("({})", corners.join(","))
    });
    format!("({})", rings.collect::<Vec<_>>().join(","))
}

fn today() -> jiff::civil::Date {
    local_day(jiff::Timestamp::now(), 0)
}
