//! What can be chosen on the overview, and the addresses that say it.

use crate::coverage::Overview;
use crate::geography::ground::{OUTCODE, Patch};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// What is asked for, as it stands in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The area, as `kind/code`.
    pub area: Option<String>,
    /// The need.
    pub need: Option<String>,
    /// The kind of parts that are told apart.
    pub by: Option<String>,
    /// What the map shows.
    pub map: Option<String>,
}

impl Asked {
    /// The part of the address that says it, with its question mark; empty where nothing is asked for.
    pub fn query(&self) -> String {
        let said = [
            ("area", &self.area),
            ("need", &self.need),
            ("by", &self.by),
            ("map", &self.map),
        ];
        let said = said.iter().filter_map(|(name, value)| {
            let value = utf8_percent_encode(value.as_ref()?, NON_ALPHANUMERIC);
            Some(format!("{name}={value}"))
        });
        let said: Vec<String> = said.collect();
        match said.is_empty() {
            true => String::new(),
            false => format!("?{}", said.join("&")),
        }
    }

    /// The address of the same with this need.
    pub fn with_need(&self, need: &str) -> String {
        let need = Some(need.to_owned());
        let asked = Self {
            need,
            ..self.clone()
        };
        format!("/overview{}", asked.query())
    }

    /// The address of the same with this on the map.
    pub fn with_map(&self, map: &str) -> String {
        let map = Some(map.to_owned());
        let asked = Self {
            map,
            ..self.clone()
        };
        format!("/overview{}#map", asked.query())
    }

    /// The address of the same for this area.
    pub fn with_area(&self, patch: &Patch) -> String {
        let area = Some(patch.id());
        let asked = Self {
            area,
            ..self.clone()
        };
        format!("/overview{}", asked.query())
    }
}

/// One thing that can be chosen.
#[derive(Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the address says.
    pub value: String,
    /// What people read.
    pub words: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// What can be chosen.
#[derive(Debug)]
pub struct Choices {
    /// What is said where no area is chosen.
    pub everywhere: &'static str,
    /// Areas, by what they are.
    pub areas: Vec<(String, Vec<Choice>)>,
    /// Needs.
    pub needs: Vec<Choice>,
    /// Kinds of areas that can be told apart.
    pub kinds: Vec<Choice>,
    /// Whether anything is chosen.
    pub any: bool,
}

/// What can be chosen.
pub fn choices(all: &Overview, asked: &Asked) -> Choices {
    let scope = &all.scope;
    let chosen = scope.area.as_ref().map(|area| area.id());
    let mut areas: Vec<(String, Vec<Choice>)> = Vec::new();
    let missing = scope.area.iter().filter(|area| {
        let known = scope.choices.iter().map(|choice| choice.id());
        !known.into_iter().any(|id| id == area.id())
    });
    for patch in missing.chain(&scope.choices) {
        let kind = kind_words(&patch.kind);
        if areas.last().is_none_or(|(last, _)| *last != kind) {
            areas.push((kind, Vec::new()));
        }
        if let Some((_, own)) = areas.last_mut() {
            own.push(Choice {
                chosen: chosen == Some(patch.id()),
                value: patch.id(),
                words: patch.name.to_string(),
            });
        }
    }
    let need = all.need.as_ref().map(|(id, _)| id);
    let mut needs: Vec<(String, String)> = all.choices.clone();
    needs.extend(all.need.clone().filter(|need| !all.choices.contains(need)));
    Choices {
        everywhere: match scope.own {
            Some(_) => "All my areas",
            None => "Everywhere",
        },
        areas,
        needs: needs
            .into_iter()
            .map(|(id, label)| Choice {
                chosen: need == Some(&id),
                value: id,
                words: label,
            })
            .collect(),
        kinds: scope
            .kinds
            .iter()
            .map(|kind| Choice {
                chosen: *kind == scope.by,
                value: kind.clone(),
                words: kind_words(kind),
            })
            .collect(),
        any: *asked != Asked::default(),
    }
}

/// What is looked at, in a few words.
pub fn place(all: &Overview) -> String {
    let scope = &all.scope;
    match (&scope.area, &scope.own) {
        (Some(area), _) => area.name.to_string(),
        (None, None) => "Everywhere".into(),
        (None, Some(own)) => match own.patches() {
            [] => "No area".into(),
            [only] => only.name.to_string(),
            all if all.len() <= 4 => {
                let names: Vec<String> = all.iter().map(|one| one.name.to_string()).collect();
                crate::web::view::words::list(&names)
            }
            all => format!("{} areas", all.len()),
        },
    }
}

/// What areas of a kind are called.
pub fn kind_words(kind: &str) -> String {
    let known = match kind {
        "ward" => "Wards",
        "lad" => "Local authorities",
        "lsoa" => "Small neighbourhoods (LSOA)",
        "msoa" => "Neighbourhoods (MSOA)",
        "borough" => "Boroughs",
        "pcn" => "Primary care networks",
        "icb" => "Integrated care boards",
        OUTCODE => "Outcodes",
        other => return crate::web::view::words::capitalised(other),
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_stands_in_the_address() {
        assert_eq!(Asked::default().query(), "");
        let asked = Asked {
            area: Some("ward/E05 1".into()),
            by: Some("lad".into()),
            need: None,
            map: None,
        };
        assert_eq!(asked.query(), "?area=ward%2FE05%201&by=lad");
        assert_eq!(
            asked.with_need("debt"),
            "/overview?area=ward%2FE05%201&need=debt&by=lad"
        );
    }
}
