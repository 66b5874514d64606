//! What can be chosen on the overview, and the addresses that say it.

use crate::coverage::scope::{Scope, Wish};
use crate::coverage::{self, Need, Overview};
use crate::domain::schedule::local_day;
use crate::geography::ground::{OUTCODE, Patch};
use jiff::Timestamp;
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
    /// The day in the past.
    pub on: Option<String>,
    /// What the map shows.
    pub map: Option<String>,
}

impl Asked {
    /// What it asks.
    pub fn question(&self) -> coverage::Asked {
        coverage::Asked {
            wish: Wish {
                area: self.area.clone(),
                by: self.by.clone(),
            },
            need: self.need.clone(),
            on: self.on.clone(),
        }
    }

    /// The part of the address that says it, with its question mark; empty where nothing is asked for.
    pub fn query(&self) -> String {
        query(&[
            ("area", &self.area),
            ("need", &self.need),
            ("by", &self.by),
            ("map", &self.map),
            ("on", &self.on),
        ])
    }

    /// The address of the same as it is now.
    pub fn now(&self) -> String {
        let asked = Self {
            on: None,
            ..self.clone()
        };
        format!("/overview{}", asked.query())
    }

    /// The part of the address of how the same has changed.
    pub fn of_trend(&self) -> String {
        query(&[("area", &self.area), ("need", &self.need)])
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

/// What somebody wrote in an address; none where that asks for nothing.
pub fn said(text: Option<String>) -> Option<String> {
    let text = text?.trim().to_owned();
    // Neither database holds a NUL.
    Some(text).filter(|text| !text.is_empty() && !text.contains('\0'))
}

/// The part of an address that says this, with its question mark; empty where nothing is said.
pub fn query(said: &[(&str, &Option<String>)]) -> String {
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
    /// The day in the past, as the form has it; empty for now.
    pub on: String,
    /// The last day that can be chosen.
    pub last_day: String,
    /// Whether anything is chosen.
    pub any: bool,
}

/// The areas that can be chosen, by what they are.
pub fn areas(scope: &Scope) -> Vec<(String, Vec<Choice>)> {
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
    areas
}

/// What is said where no area is chosen.
pub fn everywhere(scope: &Scope) -> &'static str {
    match scope.own {
        Some(_) => "All my areas",
        None => "Everywhere",
    }
}

/// Needs that can be chosen, of which one may be.
pub fn needs(offered: &[Need], chosen: Option<&Need>) -> Vec<Choice> {
    let other = chosen.filter(|need| !offered.contains(need));
    let choice = |need: &Need| Choice {
        chosen: chosen.is_some_and(|chosen| chosen.0 == need.0),
        value: need.0.clone(),
        words: need.1.clone(),
    };
    offered.iter().chain(other).map(choice).collect()
}

/// What can be chosen.
pub fn choices(all: &Overview, asked: &Asked, now: Timestamp) -> Choices {
    let scope = &all.scope;
    Choices {
        everywhere: everywhere(scope),
        areas: areas(scope),
        needs: needs(&all.choices, all.need.as_ref()),
        kinds: scope
            .kinds
            .iter()
            .map(|kind| Choice {
                chosen: *kind == scope.by,
                value: kind.clone(),
                words: kind_words(kind),
            })
            .collect(),
        on: asked.on.clone().unwrap_or_default(),
        last_day: local_day(now, -1).to_string(),
        any: *asked != Asked::default(),
    }
}

/// What is looked at, in a few words.
pub fn place(scope: &Scope) -> String {
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
            ..Asked::default()
        };
        assert_eq!(asked.query(), "?area=ward%2FE05%201&by=lad");
        assert_eq!(
            asked.with_need("debt"),
            "/overview?area=ward%2FE05%201&need=debt&by=lad"
        );
    }
}
