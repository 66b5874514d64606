//! The table, and what there is to be in it: the API's own document, and the source of the pages.

use std::collections::BTreeSet;
use std::fs::read_to_string;

use serde_json::Value;

use super::root;
use crate::support::run;

/// A row of the table.
#[derive(Debug, Clone)]
pub struct Row {
    pub method: String,
    pub path: String,
    /// Whether each column may.
    pub may: Vec<bool>,
}

impl Row {
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Whether it is an address of the API.
    pub fn is_api(&self) -> bool {
        ["/api/", "/dos/", "/health/", "/metrics"]
            .iter()
            .any(|start| self.path.starts_with(start))
    }
}

/// All rows of `docs/roles.md`.
pub fn table() -> Vec<Row> {
    let text = read_to_string(root().join("docs/roles.md")).expect("docs/roles.md");
    text.lines().filter_map(row).collect()
}

fn row(line: &str) -> Option<Row> {
    let cells: Vec<&str> = line
        .strip_prefix("| ")?
        .strip_suffix(" |")?
        .split(" | ")
        .collect();
    let (method, path) = (cells.first()?, cells.get(1)?);
    if !path.starts_with('/') {
        return None;
    }
    let may = cells[2..].iter().map(|cell| match *cell {
        "yes" => true,
        "no" => false,
        other => panic!("{line}: {other}"),
    });
    Some(Row {
        method: method.to_string(),
        path: path.to_string(),
        may: may.collect(),
    })
}

/// What the API says of itself.
pub fn of_the_api() -> BTreeSet<String> {
    let printed = run(&["openapi"]).stdout;
    let document: Value = serde_json::from_slice(&printed).expect("the document");
    let paths = document["paths"].as_object().expect("paths");
    let named = |(path, ways): (&String, &Value)| {
        let ways = ways.as_object().expect("methods");
        let names = ways
            .keys()
            .map(|way| format!("{} {path}", way.to_uppercase()));
        names.collect::<Vec<_>>()
    };
    paths.iter().flat_map(named).collect()
}

/// What the source of the pages adds to the server.
pub fn of_the_pages() -> BTreeSet<String> {
    of_source("src/web/mod.rs")
}

/// What the source of the open standards adds.
pub fn of_the_standards() -> BTreeSet<String> {
    let mut found = of_source("src/oruk/mod.rs");
    found.extend(of_source("src/fhir/mod.rs"));
    found
}

fn of_source(file: &str) -> BTreeSet<String> {
    let source = read_to_string(root().join(file)).expect("the source");
    let mut found = BTreeSet::new();
    for service in source.split(".service(").skip(1) {
        // The last one of a function ends with it.
        let service = service.split("\n}").next().unwrap_or(service);
        let Some(path) = service.split('"').nth(1) else {
            continue;
        };
        if service.contains("page_at(")
            || service.contains("read_at(")
            || service.contains("web::get()")
        {
            found.insert(format!("GET {path}"));
        }
        if service.contains("form_at(") || service.contains("web::post()") {
            found.insert(format!("POST {path}"));
        }
    }
    found
}
