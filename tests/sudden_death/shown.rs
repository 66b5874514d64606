//! All that a search shows, page by page.

use serde_json::Value;

use crate::support::Client;
use crate::support::town::search;

/// What is compared of one answer: who it is, what it is called and what room it has.
type Line = (String, String, String, i64);

/// Everything a search without words shows.
#[derive(Debug, PartialEq)]
pub struct Shown {
    lines: Vec<Line>,
    facets: Value,
}

impl Shown {
    /// What this client is shown on all pages.
    pub fn by(client: &Client) -> Shown {
        let mut lines = Vec::new();
        for page in 1.. {
            let query = format!("availability=any&sort=name&per_page=10&page={page}");
            let answer = search(client, &query);
            let contents = answer["contents"].as_array().expect("contents");
            lines.extend(contents.iter().map(line));
            if answer["last_page"] == true {
                let facets = answer["facets"].clone();
                return Shown { lines, facets };
            }
        }
        unreachable!("there is a last page")
    }
}

fn line(found: &Value) -> Line {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let room = &found["availability"];
    let version = room["version"].as_i64().expect("a version");
    (
        text(&found["id"]),
        text(&found["name"]),
        text(&room["state"]),
        version,
    )
}
