//! The documents of the API for people, made from its OpenAPI description.

mod prose;
mod schema;

use self::prose::{Prose, paragraphs};
use self::schema::{Body, Shape};
use crate::web::tongue::filters;
use askama::Template;
use serde_json::{Map, Value};

/// What the page shows.
#[derive(Debug, Template)]
#[template(path = "docs.html")]
pub struct DocsPage {
    /// The version of the program.
    pub version: String,
    /// The endpoints, by subject.
    pub tags: Vec<Tag>,
    /// The shapes that bodies have.
    pub shapes: Vec<Shape>,
}

/// One subject.
#[derive(Debug)]
pub struct Tag {
    /// Its name.
    pub name: String,
    /// Its name as a part of an address.
    pub anchor: String,
    /// Its endpoints.
    pub endpoints: Vec<Endpoint>,
}

/// One endpoint.
#[derive(Debug)]
pub struct Endpoint {
    /// `GET`, `PUT` and so on.
    pub method: String,
    /// Its path.
    pub path: String,
    /// A link to it, where a browser can simply open it.
    pub open: Option<String>,
    /// In a few words.
    pub summary: String,
    /// In more words.
    pub description: Vec<Prose>,
    /// Whether it needs a key.
    pub key: bool,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// What is sent.
    pub body: Option<Body>,
    /// What comes back.
    pub responses: Vec<Response>,
}

/// One parameter.
#[derive(Debug)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// `query`, `path` or `header`.
    pub place: String,
    /// What it may be.
    pub kind: String,
    /// What it means.
    pub description: Prose,
    /// Whether it must be given.
    pub required: bool,
}

/// One thing that comes back.
#[derive(Debug)]
pub struct Response {
    /// Its status.
    pub status: String,
    /// What it means.
    pub description: Prose,
    /// What it holds.
    pub body: Option<Body>,
}

impl DocsPage {
    /// The page for an OpenAPI document.
    pub fn view(document: &Value) -> Self {
        Self {
            version: string(&document["info"], "version"),
            tags: tags(document),
            shapes: schema::shapes(&document["components"]["schemas"]),
        }
    }
}

/// Endpoints by their first tag, in the order in which the tags first come.
fn tags(document: &Value) -> Vec<Tag> {
    let mut tags: Vec<Tag> = Vec::new();
    for (path, methods) in entries(&document["paths"]) {
        for (method, operation) in
            entries(methods).filter(|(name, _)| METHODS.contains(&name.as_str()))
        {
            let name = operation["tags"][0].as_str().unwrap_or("Other");
            let endpoint = Endpoint::view(method, path, operation);
            match tags.iter_mut().find(|tag| tag.name == name) {
                Some(tag) => tag.endpoints.push(endpoint),
                None => tags.push(Tag {
                    name: name.to_owned(),
                    anchor: name
                        .to_lowercase()
                        .replace(|c: char| !c.is_alphanumeric(), "-"),
                    endpoints: vec![endpoint],
                }),
            }
        }
    }
    tags
}

const METHODS: [&str; 5] = ["get", "put", "post", "patch", "delete"];

impl Endpoint {
    fn view(method: &str, path: &str, operation: &Value) -> Self {
        let parameters = items(&operation["parameters"]).map(Parameter::view);
        let is_plain =
            method == "get" && !path.contains('{') && operation.get("security").is_none();
        Self {
            method: method.to_uppercase(),
            path: path.to_owned(),
            open: is_plain.then(|| path.to_owned()),
            summary: string(operation, "summary"),
            description: paragraphs(&string(operation, "description")),
            key: operation.get("security").is_some(),
            parameters: parameters.collect(),
            body: Body::view(&operation["requestBody"]),
            responses: entries(&operation["responses"])
                .map(Response::view)
                .collect(),
        }
    }
}

impl Parameter {
    fn view(parameter: &Value) -> Self {
        Self {
            name: string(parameter, "name"),
            place: string(parameter, "in"),
            kind: schema::kind(&parameter["schema"]).words,
            description: Prose::read(&string(parameter, "description")),
            required: parameter["required"].as_bool().unwrap_or_default(),
        }
    }
}

impl Response {
    fn view((status, response): (&String, &Value)) -> Self {
        Self {
            status: status.clone(),
            description: Prose::read(&string(response, "description")),
            body: Body::view(response),
        }
    }
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn string(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn endpoints_are_grouped_by_subject() {
        let document = json!({
            "info": { "version": "1" },
            "paths": { "/a": { "get": {
                "tags": ["Search"], "summary": "Finds",
                "parameters": [{ "name": "q", "in": "query", "schema": { "type": "string" } }],
                "responses": { "200": { "description": "ok", "content": {
                    "application/json": { "schema": { "$ref": "#/components/schemas/A" } } } } },
            } } },
            "components": { "schemas": { "A": { "type": "object", "required": ["n"],
                "properties": { "n": { "type": ["integer", "null"], "description": "A number." } } } } },
        });
        let page = DocsPage::view(&document);
        let endpoint = &page.tags[0].endpoints[0];
        assert_eq!(
            (page.tags[0].name.as_str(), endpoint.open.as_deref()),
            ("Search", Some("/a"))
        );
        assert_eq!(endpoint.parameters[0].kind, "string");
        let body = endpoint.responses[0].body.as_ref().unwrap();
        assert_eq!(body.kind.shape.as_deref(), Some("A"));
        assert_eq!(page.shapes[0].fields[0].kind.words, "integer or null");
    }
}
