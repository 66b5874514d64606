//! What was understood of the question, piece by piece, each with a link that takes it away.

use super::form::WITHIN;
use super::words::capitalised;
use crate::search::answer::Interpretation;
use crate::search::entry::TagKind;
use crate::web::address::Question;

/// One piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// What it says.
    pub label: String,
    /// The words of the question that led to it; none for what was chosen.
    pub because: String,
    /// The question without it.
    pub without: String,
}

/// Names of classifications, for those that know them.
pub type Label<'a> = &'a dyn Fn(TagKind, &str) -> Option<String>;

/// All pieces, in the order in which they matter.
pub fn chips(question: &Question, understood: &Interpretation, label: Label) -> Vec<Chip> {
    let said = understood.understood.iter().map(|part| Chip {
        label: part.label.clone(),
        because: part.because.clone(),
        without: question.and("without", &part.without).at("/"),
    });
    let mut chips: Vec<Chip> = said.collect();
    chips.extend(place(question, understood));
    for kind in TagKind::ALL {
        let name = kind.as_str();
        chips.extend(question.values(name).map(|id| Chip {
            label: label(kind, id).unwrap_or_else(|| id.to_owned()),
            because: String::new(),
            without: question.without_value(name, id).at("/"),
        }));
    }
    let days = question.values("day").map(|day| Chip {
        label: day_name(day),
        because: String::new(),
        without: question.without_value("day", day).at("/"),
    });
    chips.extend(days);
    chips.extend(SINGLE.iter().filter_map(|name| single(question, name)));
    chips
}

const SINGLE: [&str; 5] = ["age", "cost", "time", "availability", "sort"];

fn place(question: &Question, understood: &Interpretation) -> Vec<Chip> {
    let asked = question.get("near").is_some();
    let Some(place) = understood.place.as_ref().filter(|_| asked) else {
        return Vec::new();
    };
    let mut chips = vec![Chip {
        label: format!("Near {}", place.label),
        because: String::new(),
        without: question.without(&["near", "within_km"]).at("/"),
    }];
    if let Some(km) = question.within() {
        let known = WITHIN.iter().find(|(value, _)| *value == km);
        let words = known.map_or_else(|| format!("{km} km"), |(_, label)| (*label).to_owned());
        chips.push(Chip {
            label: format!("Within {words}"),
            because: String::new(),
            without: question.with("within_km", "any").at("/"),
        });
    }
    chips
}

fn single(question: &Question, name: &str) -> Option<Chip> {
    let said = question.get(name)?;
    let label = match (name, said) {
        ("age", age) => format!("Aged {age}"),
        ("cost", "free") => "Free of charge".into(),
        ("time", part) => capitalised(part),
        ("availability", "any") => "Full ones too".into(),
        ("availability", "confirmed") => "Room confirmed".into(),
        ("sort", "distance") => "Nearest first".into(),
        ("sort", "name") => "By name".into(),
        _ => return None,
    };
    Some(Chip {
        label,
        because: String::new(),
        without: question.without(&[name]).at("/"),
    })
}

fn day_name(day: &str) -> String {
    use crate::domain::schedule::weekday;
    let known = weekday(day).map(|day| format!("{day:?}s"));
    known.unwrap_or_else(|| day.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(query: &str) -> Vec<String> {
        let question = Question::read(query);
        let chips = chips(&question, &Interpretation::default(), &|_, id| {
            (id == "food").then(|| "Food".to_owned())
        });
        chips.into_iter().map(|chip| chip.label).collect()
    }

    #[test]
    fn every_filter_can_be_taken_away() {
        let said =
            labels("q=x&need=food&need=odd&age=70&cost=free&day=TU&time=morning&availability=any");
        let all = [
            "Food",
            "odd",
            "Tuesdays",
            "Aged 70",
            "Free of charge",
            "Morning",
            "Full ones too",
        ];
        assert_eq!(said, all);
    }
}
