//! Requests made from the description of the API: each of its paths and methods, with hostile
//! values in each place that takes one.

use std::fmt;

use reqwest::Method;
use serde_json::Value;

use super::values;

/// What is not there.
const UNKNOWN: &str = "0000005e-0000-4000-8000-ffffffffffff";
/// Methods that most addresses do not have.
const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"];
/// Pages, which are read only.
const PAGES: [(&str, &[&str]); 5] = [
    (
        "/",
        &["q", "near", "within_km", "need", "age", "page", "sort"],
    ),
    ("/services/{id}", &["q", "near", "from"]),
    ("/u/{id}", &["q"]),
    ("/s/{id}", &["q"]),
    ("/docs", &["q"]),
];

/// One request.
#[derive(Clone)]
pub struct Case {
    pub method: Method,
    pub address: String,
    pub headers: Vec<(&'static str, Vec<u8>)>,
    pub body: Vec<u8>,
}

impl Case {
    pub fn new(method: &Method, address: String) -> Case {
        let json = ("content-type", b"application/json".to_vec());
        Case {
            method: method.clone(),
            address,
            headers: vec![json],
            body: Vec::new(),
        }
    }

    pub fn with_body(mut self, body: Vec<u8>) -> Case {
        self.body = body;
        self
    }

    fn with_header(mut self, name: &'static str, value: Vec<u8>) -> Case {
        self.headers.push((name, value));
        self
    }
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address: String = self.address.chars().take(120).collect();
        let body = String::from_utf8_lossy(&self.body[..self.body.len().min(120)]);
        let headers: Vec<String> = self.headers[1..]
            .iter()
            .map(|(name, value)| {
                format!(
                    "{name}: {}",
                    String::from_utf8_lossy(&value[..value.len().min(40)])
                )
            })
            .collect();
        write!(f, "{} {address} {headers:?} {body:?}", self.method)
    }
}

/// Every hostile request to the API of this document and to the pages; `id` is of a service that
/// is there, and none of the requests may change it.
pub fn cases_for(document: &Value, id: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    for (path, operations) in document["paths"].as_object().expect("paths") {
        for (method, operation) in operations.as_object().expect("methods of a path") {
            let method: Method = method.to_uppercase().parse().expect("a method");
            cases.extend(of_operation(path, &method, operation, id));
        }
        cases.extend(wrong_methods(path, operations, id));
    }
    for (path, parameters) in PAGES {
        cases.extend(of_path(path, &Method::GET));
        cases.extend(of_query(path, &Method::GET, parameters, id));
    }
    cases
}

fn of_operation(path: &str, method: &Method, operation: &Value, id: &str) -> Vec<Case> {
    let declared = operation["parameters"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    let named = |place: &str| -> Vec<&str> {
        let of_place = declared.iter().filter(|one| one["in"] == place);
        of_place.filter_map(|one| one["name"].as_str()).collect()
    };
    let mut cases = of_path(path, method);
    let mut queries = named("query");
    queries.push("nonsense");
    // What is changed by accident must not be what is there.
    let reads = *method == Method::GET;
    cases.extend(of_query(
        path,
        method,
        &queries,
        if reads { id } else { UNKNOWN },
    ));
    for header in named("header") {
        let header: &'static str = if header == "If-Match" {
            "if-match"
        } else {
            "last-event-id"
        };
        let values = values::for_headers().into_iter();
        cases.extend(
            values.map(|value| {
                Case::new(method, path.replace("{id}", id)).with_header(header, value)
            }),
        );
    }
    if operation["requestBody"].is_object() {
        let bodies = values::for_bodies().into_iter();
        cases
            .extend(bodies.map(|body| Case::new(method, path.replace("{id}", id)).with_body(body)));
    }
    cases
}

fn of_path(path: &str, method: &Method) -> Vec<Case> {
    if !path.contains("{id}") {
        return Vec::new();
    }
    let ids = values::for_addresses().into_iter();
    ids.map(|hostile| Case::new(method, path.replace("{id}", &hostile)))
        .collect()
}

fn of_query(path: &str, method: &Method, names: &[&str], id: &str) -> Vec<Case> {
    let base = path.replace("{id}", id);
    let mut cases = Vec::new();
    for name in names {
        for value in values::for_addresses() {
            cases.push(Case::new(method, format!("{base}?{name}={value}")));
        }
        cases.push(Case::new(
            method,
            format!("{base}?{}", format!("{name}=1&").repeat(300)),
        ));
    }
    let bare = ["?", "?&&&", "?=", "?%ff=%fe", "?%00"].iter();
    cases.extend(bare.map(|query| Case::new(method, format!("{base}{query}"))));
    cases
}

fn wrong_methods(path: &str, operations: &Value, id: &str) -> Vec<Case> {
    let wrong = METHODS
        .iter()
        .filter(|method| operations[method.to_lowercase()].is_null());
    let cases = wrong.map(|method| {
        let method: Method = method.parse().expect("a method");
        Case::new(&method, path.replace("{id}", id)).with_body(b"{}".to_vec())
    });
    cases.collect()
}
