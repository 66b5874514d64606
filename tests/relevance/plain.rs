//! Plain BM25, as a search library gives it: the measure to be better than. The same texts in the
//! same fields, any of the words, and the same place and radius.

use std::collections::HashSet;

use headroom::domain::point::Point;
use headroom::eval::Case;
use headroom::geography::Gazetteer;
use serde_json::Value;
use tantivy::collector::TopDocs;
use tantivy::query::QueryParser;
use tantivy::schema::{
    Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value as _,
};
use tantivy::{Index, IndexReader, TantivyDocument};
use uuid::Uuid;

/// Answers looked at before the radius leaves some out.
const LOOK_AT: usize = 10_000;
const ANSWERS: usize = 20;

/// Every listing, searched with plain BM25.
pub struct Plain {
    reader: IndexReader,
    parser: QueryParser,
    id: Field,
    points: Vec<(Uuid, Vec<Point>)>,
}

impl Plain {
    /// Indexes services as HSDS has them.
    pub fn of(services: &[Value]) -> Self {
        let mut schema = Schema::builder();
        let id = schema.add_text_field("id", STRING | STORED);
        let words = TextFieldIndexing::default()
            .set_tokenizer("en_stem")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let words = TextOptions::default().set_indexing_options(words);
        let names = ["name", "organization", "terms", "place", "description"];
        let fields = names.map(|name| schema.add_text_field(name, words.clone()));
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer(50_000_000).expect("memory for an index");
        for service in services {
            let mut document = TantivyDocument::default();
            document.add_text(id, service["id"].as_str().unwrap_or_default());
            for (field, text) in fields.iter().zip(texts(service)) {
                document.add_text(*field, text);
            }
            writer.add_document(document).expect("an index in memory");
        }
        writer.commit().expect("an index in memory");
        Self {
            reader: index.reader().expect("an index in memory"),
            parser: QueryParser::for_index(&index, fields.to_vec()),
            id,
            points: services.iter().map(points).collect(),
        }
    }

    /// The ids of its answers, best first.
    pub fn ask(&self, case: &Case, gazetteer: &Gazetteer) -> Vec<Uuid> {
        let (query, _) = self.parser.parse_query_lenient(&case.q);
        let searcher = self.reader.searcher();
        let collector = TopDocs::with_limit(LOOK_AT).order_by_score();
        let found = searcher
            .search(&query, &collector)
            .expect("an index in memory");
        let near = self.within(case, gazetteer);
        let ids = found.into_iter().map(|(_, address)| {
            let document: TantivyDocument = searcher.doc(address).expect("an index in memory");
            let id = document.get_first(self.id).and_then(|id| id.as_str());
            id.and_then(|id| id.parse().ok())
                .expect("every document has an id")
        });
        ids.filter(|id| near.contains(id)).take(ANSWERS).collect()
    }

    /// Those within the radius that is asked for, or without a position.
    fn within(&self, case: &Case, gazetteer: &Gazetteer) -> HashSet<Uuid> {
        let said = |name: &str| {
            let mut pairs = case.parameters.iter();
            pairs
                .find(|(known, _)| known == name)
                .map(|(_, value)| value.as_str())
        };
        let near = said("near").map(|near| gazetteer.locate(near).expect("a known place").point);
        let most = said("within_km")
            .and_then(|km| km.parse::<f64>().ok())
            .map(|km| km * 1000.0);
        let limits = near.zip(most);
        let fits = |points: &[Point]| {
            let close =
                |(near, most): (Point, f64)| points.iter().any(|at| at.distance_m(near) <= most);
            points.is_empty() || limits.is_none_or(close)
        };
        let fitting = self.points.iter().filter(|(_, points)| fits(points));
        fitting.map(|(id, _)| *id).collect()
    }
}

fn texts(service: &Value) -> [String; 5] {
    let text = |value: &Value, fields: &[&str]| {
        let texts: Vec<&str> = fields
            .iter()
            .filter_map(|field| value[field].as_str())
            .collect();
        texts.join(" ")
    };
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let terms = list(&service["attributes"]);
    let terms = terms
        .iter()
        .map(|term| text(&term["taxonomy_term"], &["name"]));
    let places = list(&service["service_at_locations"]);
    let places = places.iter().flat_map(|at| {
        let location = &at["location"];
        let addresses = list(&location["addresses"]);
        let lines = ["address_1", "address_2", "city", "region", "postal_code"];
        let addresses = addresses.iter().map(|address| text(address, &lines));
        let name = text(location, &["name", "alternate_name"]);
        std::iter::once(name).chain(addresses).collect::<Vec<_>>()
    });
    [
        text(service, &["name", "alternate_name"]),
        text(&service["organization"], &["name", "alternate_name"]),
        terms.collect::<Vec<_>>().join(" "),
        places.collect::<Vec<_>>().join(" "),
        text(
            service,
            &[
                "description",
                "eligibility_description",
                "application_process",
                "alert",
            ],
        ),
    ]
}

fn points(service: &Value) -> (Uuid, Vec<Point>) {
    let id = service["id"].as_str().and_then(|id| id.parse().ok());
    let places = service["service_at_locations"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let points = places.iter().filter_map(|at| {
        let location = &at["location"];
        Point::new(
            location["latitude"].as_f64()?,
            location["longitude"].as_f64()?,
        )
    });
    (id.expect("every service has an id"), points.collect())
}
