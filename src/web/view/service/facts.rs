//! Who it is for, what it costs and the other short facts.

use super::{labels, paragraphs};
use crate::directory::record::{Document, objects, text};
use crate::search::entry::TagKind;
use crate::web::view::words::sentence;
use serde_json::Value;

/// A name with what there is to say to it.
#[derive(Debug, PartialEq, Eq)]
pub struct Fact {
    /// The name.
    pub name: &'static str,
    /// One line or several.
    pub lines: Vec<String>,
}

/// Who it is for; the ages first, where the text does not name them.
pub fn eligibility(service: &Document) -> Vec<String> {
    let said = paragraphs(text(service, "eligibility_description"));
    let named = |field: &str| {
        let age = service.get(field).and_then(Value::as_f64);
        age.is_none_or(|age| said.iter().any(|line| line.contains(&age.to_string())))
    };
    let told = named("minimum_age") && named("maximum_age");
    let ages = ages(service).filter(|_| !told);
    let ages = ages.map(|ages| format!("{ages}."));
    ages.into_iter().chain(said.iter().cloned()).collect()
}

/// `Aged 18 or over`, `Aged 11 to 18`, `Up to the age of 25`.
pub fn ages(service: &Document) -> Option<String> {
    let age = |field: &str| service.get(field).and_then(Value::as_f64);
    match (
        age("minimum_age").filter(|age| *age > 0.0),
        age("maximum_age"),
    ) {
        (Some(least), Some(most)) => Some(format!("Aged {least} to {most}")),
        (Some(least), None) => Some(format!("Aged {least} or over")),
        (None, Some(most)) => Some(format!("Up to the age of {most}")),
        (None, None) => None,
    }
}

/// The rest, without what is empty.
pub fn facts(service: &Document) -> Vec<Fact> {
    let all = [
        Fact {
            name: "Cost",
            lines: cost(service),
        },
        Fact {
            name: "What to bring",
            lines: named(service, "required_documents", "document"),
        },
        Fact {
            name: "How it is given",
            lines: labels(service, TagKind::Delivery),
        },
        Fact {
            name: "Languages",
            lines: named(service, "languages", "name"),
        },
        Fact {
            name: "Interpreting",
            lines: paragraphs(text(service, "interpretation_services")),
        },
        Fact {
            name: "Area served",
            lines: named(service, "service_areas", "name"),
        },
        Fact {
            name: "Usual wait",
            lines: paragraphs(text(service, "wait_time")),
        },
        Fact {
            name: "Paid for by",
            lines: named(service, "funding", "source"),
        },
    ];
    all.into_iter()
        .filter(|fact| !fact.lines.is_empty())
        .collect()
}

fn named(service: &Document, list: &str, field: &str) -> Vec<String> {
    let mut once: Vec<String> = Vec::new();
    for entry in objects(service, list) {
        if let Some(name) =
            text(entry, field).filter(|name| !once.iter().any(|known| known == name))
        {
            once.push(name.trim().to_owned());
        }
    }
    once
}

/// What it costs, each line fit to be read out.
pub fn cost(service: &Document) -> Vec<String> {
    if let Some(said) = text(service, "fees_description") {
        return paragraphs(Some(said));
    }
    let lines: Vec<String> = objects(service, "cost_options")
        .filter_map(option)
        .collect();
    let mut once = lines;
    once.dedup();
    once
}

fn option(option: &Document) -> Option<String> {
    if let Some(said) = text(option, "amount_description") {
        return Some(sentence(said));
    }
    let name = text(option, "option");
    let amount = option.get("amount").and_then(Value::as_f64);
    match (amount, name) {
        (Some(0.0), None | Some("Free")) => Some("Free.".into()),
        (Some(0.0), Some(name)) => Some(format!("Free: {name}.")),
        (Some(amount), name) => {
            let money = money(amount, text(option, "currency"));
            Some(name.map_or_else(|| format!("{money}."), |name| format!("{money}: {name}.")))
        }
        (None, name) => name.map(sentence),
    }
}

fn money(amount: f64, currency: Option<&str>) -> String {
    let number = if amount.fract() == 0.0 {
        format!("{amount:.0}")
    } else {
        format!("{amount:.2}")
    };
    match currency {
        None | Some("GBP") => format!("£{number}"),
        Some(other) => format!("{number} {other}"),
    }
}
