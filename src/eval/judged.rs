//! The file of judged questions: one JSON object a line.

use crate::error::{Error, Result};
use serde::Deserialize;
use std::collections::HashMap;
use std::path::Path;
use uuid::Uuid;

/// The best grade.
const BEST: u8 = 3;

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// What the report calls it.
    pub id: String,
    /// What is typed.
    pub q: String,
    /// The parameters of the search beside it, as an address has them.
    pub parameters: Vec<(String, String)>,
    /// What the line judges.
    pub judged: Judged,
}

/// What a line judges.
#[derive(Debug, Clone, PartialEq)]
pub enum Judged {
    /// Which services are good answers: 3 is just what is needed, 2 is good, 1 might help.
    Answers(HashMap<Uuid, u8>),
    /// Whether the words show danger, and of which kind.
    Danger(Option<String>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    id: Option<String>,
    #[serde(alias = "query", alias = "text")]
    q: String,
    near: Option<String>,
    within_km: Option<f64>,
    #[serde(default)]
    parameters: HashMap<String, String>,
    #[serde(alias = "judgements", alias = "judgments")]
    judged: Option<HashMap<String, u8>>,
    #[serde(default, deserialize_with = "present")]
    danger: Option<Option<Danger>>,
    #[serde(rename = "kind")]
    _kind: Option<String>,
    #[serde(rename = "level")]
    _level: Option<String>,
    #[serde(rename = "note")]
    _note: Option<String>,
}

/// Which danger, or only whether there is one.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Danger {
    Some(bool),
    Kind(String),
}

impl Danger {
    fn kind(self) -> Option<String> {
        match self {
            Danger::Some(true) => Some("danger".into()),
            Danger::Some(false) => None,
            Danger::Kind(kind) => Some(kind),
        }
    }
}

/// Tells a field that says nothing from one that says `null`.
fn present<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<Option<Option<Danger>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// Reads a file.
///
/// # Errors
/// It cannot be read, or a line is not as it should be; the message names the line.
pub fn read(path: &Path) -> Result<Vec<Case>> {
    let text = std::fs::read_to_string(path);
    let text = text.map_err(Error::io(format!("cannot read {}", path.display())))?;
    let lines = (1..).zip(text.lines());
    let lines = lines.filter(|(_, line)| !line.trim().is_empty());
    let cases = lines.map(|(number, line)| {
        case(number, line).map_err(|message| {
            Error::Usage(format!("{}, line {number}: {message}", path.display()))
        })
    });
    cases.collect()
}

fn case(number: usize, text: &str) -> std::result::Result<Case, String> {
    let line: Line = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mut parameters: Vec<(String, String)> = line.parameters.into_iter().collect();
    parameters.extend(line.near.map(|near| ("near".into(), near)));
    parameters.extend(
        line.within_km
            .map(|km| ("within_km".into(), km.to_string())),
    );
    let judged = match (line.judged, line.danger) {
        (Some(grades), None) => Judged::Answers(answers(grades)?),
        (None, Some(danger)) => Judged::Danger(danger.and_then(Danger::kind)),
        _ => return Err("it needs either \"judged\" or \"danger\"".into()),
    };
    Ok(Case {
        id: line.id.unwrap_or_else(|| format!("line {number}")),
        q: line.q,
        parameters,
        judged,
    })
}

fn answers(grades: HashMap<String, u8>) -> std::result::Result<HashMap<Uuid, u8>, String> {
    let grades = grades.into_iter().map(|(id, grade)| {
        let id = crate::domain::id::parse(&id).map_err(|_| format!("\"{id}\" is no id"))?;
        match grade {
            0..=BEST => Ok((id, grade)),
            _ => Err(format!("{grade} is no grade: write 0 to {BEST}")),
        }
    });
    grades.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_about_answers_or_about_danger() {
        let id = "5ec72d9a-aef9-511e-93ae-a8ffb092f381";
        let line =
            format!(r#"{{"id":"a","q":"debt","near":"M32","within_km":5,"judged":{{"{id}":3}}}}"#);
        let read = case(1, &line).unwrap();
        assert_eq!(
            read.parameters,
            [
                ("near".into(), "M32".into()),
                ("within_km".into(), "5".into())
            ]
        );
        let danger = case(7, r#"{"text":"x","danger":null,"level":null}"#).unwrap();
        assert_eq!(
            (danger.id.as_str(), danger.judged),
            ("line 7", Judged::Danger(None))
        );
        for (said, meant) in [
            ("true", Some("danger")),
            ("false", None),
            ("\"voices\"", Some("voices")),
        ] {
            let danger = case(1, &format!(r#"{{"text":"x","danger":{said}}}"#)).unwrap();
            assert_eq!(danger.judged, Judged::Danger(meant.map(String::from)));
        }
    }

    #[test]
    fn what_is_wrong_with_a_line_is_said() {
        assert!(
            case(1, r#"{"q":"x"}"#)
                .unwrap_err()
                .contains("either \"judged\" or \"danger\"")
        );
        assert!(
            case(1, r#"{"q":"x","judged":{"y":1}}"#)
                .unwrap_err()
                .contains("\"y\" is no id")
        );
        let id = "5ec72d9a-aef9-511e-93ae-a8ffb092f381";
        let line = format!(r#"{{"q":"x","judged":{{"{id}":4}}}}"#);
        assert!(case(1, &line).unwrap_err().contains("4 is no grade"));
    }
}
