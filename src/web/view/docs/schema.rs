//! The shapes of bodies, as far as a reader needs them: each field with its kind and its meaning.

use super::prose::{Prose, paragraphs};
use super::{entries, items, string};
use serde_json::Value;

/// A body that is sent or comes back.
#[derive(Debug)]
pub struct Body {
    /// Its media type.
    pub media: String,
    /// What it holds.
    pub kind: Kind,
}

/// What a field may be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kind {
    /// In words.
    pub words: String,
    /// The shape it refers to.
    pub shape: Option<String>,
}

/// One shape.
#[derive(Debug)]
pub struct Shape {
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: Vec<Prose>,
    /// The words it may be, if it is one of several.
    pub values: Vec<String>,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// One field.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it may be.
    pub kind: Kind,
    /// What it means.
    pub description: Prose,
    /// Whether it is always there.
    pub required: bool,
}

impl Body {
    /// The first of the forms that something can be had in.
    pub fn view(holder: &Value) -> Option<Self> {
        let (media, content) = entries(&holder["content"]).next()?;
        Some(Self {
            media: media.clone(),
            kind: kind(&content["schema"]),
        })
    }
}

/// All shapes, in the order of the document.
pub fn shapes(schemas: &Value) -> Vec<Shape> {
    let shape = |(name, schema): (&String, &Value)| Shape {
        name: name.clone(),
        description: paragraphs(&string(schema, "description")),
        values: values(schema),
        fields: fields(schema),
    };
    entries(schemas).map(shape).collect()
}

/// Its own fields, and those of the parts that it is put together from.
fn fields(schema: &Value) -> Vec<Field> {
    let required = |name: &str| items(&schema["required"]).any(|known| known == name);
    let own = entries(&schema["properties"]).map(|(name, field)| Field {
        name: name.clone(),
        kind: kind(field),
        description: Prose::read(&string(field, "description")),
        required: required(name),
    });
    let mut fields: Vec<Field> = own.collect();
    for part in items(&schema["allOf"]) {
        match kind(part).shape {
            Some(shape) => fields.push(Field {
                name: "…".into(),
                kind: Kind {
                    words: format!("all fields of {shape}"),
                    shape: Some(shape),
                },
                description: Prose::default(),
                required: true,
            }),
            None => fields.extend(self::fields(part)),
        }
    }
    fields
}

fn values(schema: &Value) -> Vec<String> {
    let own = items(&schema["enum"])
        .filter_map(Value::as_str)
        .map(String::from);
    let parts = items(&schema["oneOf"]).flat_map(|part| items(&part["enum"]));
    own.chain(parts.filter_map(Value::as_str).map(String::from))
        .collect()
}

/// What something may be.
pub fn kind(schema: &Value) -> Kind {
    if let Some(name) = schema["$ref"]
        .as_str()
        .and_then(|path| path.rsplit('/').next())
    {
        return Kind {
            words: name.to_owned(),
            shape: Some(name.to_owned()),
        };
    }
    let choices: Vec<Kind> = items(&schema["oneOf"])
        .chain(items(&schema["anyOf"]))
        .map(kind)
        .collect();
    if !choices.is_empty() {
        return either(choices);
    }
    match types(schema).as_slice() {
        ["array"] => {
            let of = kind(&schema["items"]);
            Kind {
                words: format!("list of {}", of.words),
                shape: of.shape,
            }
        }
        types => Kind {
            words: with_format(types, schema),
            shape: None,
        },
    }
}

fn either(choices: Vec<Kind>) -> Kind {
    let words: Vec<&str> = choices.iter().map(|choice| choice.words.as_str()).collect();
    let words = words.join(" or ");
    Kind {
        words,
        shape: choices.into_iter().find_map(|choice| choice.shape),
    }
}

fn types(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn with_format(types: &[&str], schema: &Value) -> String {
    let words = if types.is_empty() {
        "anything".to_owned()
    } else {
        types.join(" or ")
    };
    let values: Vec<&str> = items(&schema["enum"]).filter_map(Value::as_str).collect();
    match (schema["format"].as_str(), values.is_empty()) {
        (Some(format @ ("uuid" | "date" | "date-time")), true) => words.replace("string", format),
        (_, false) => values.join(", "),
        _ => words,
    }
}
