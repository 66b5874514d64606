//! The flow as a table: a row for each need and month.

use super::{Became, Flow, Row, SavedPer};

/// The head of the table.
pub fn head() -> Vec<&'static str> {
    vec![
        "need_id",
        "need",
        "month",
        "sent",
        "taken_in",
        "turned_away",
        "not_taken",
        "not_told",
        "turned_away_percent",
        "half_heard_within_days",
        "half_wait_weeks_at_most",
        "appointments_saved",
        "appointments_saved_low",
        "appointments_saved_high",
        "saved_per",
    ]
}

/// All rows.
pub fn rows(flow: &Flow) -> Vec<Vec<String>> {
    let row = |one: &Row| row(one, flow.asked.saved_per);
    flow.rows.iter().map(row).collect()
}

fn row(row: &Row, per: SavedPer) -> Vec<String> {
    let sums = &row.sums;
    let saved = per.of(sums.of(Became::TakenIn));
    let share = sums.turned_away_share().map(|share| share.to_string());
    let weeks = row.wait_weeks.map(|weeks| weeks.to_string());
    let mut cells = vec![
        row.need.0.clone(),
        row.need.1.clone(),
        row.month.to_string(),
    ];
    cells.push(told(sums.made()));
    cells.extend(Became::ALL.map(|became| told(sums.of(became))));
    cells.push(share.unwrap_or_default());
    cells.push(sums.heard_within().unwrap_or_default().to_owned());
    cells.push(weeks.unwrap_or_default());
    cells.extend([saved.middle, saved.low, saved.high].map(|number| number.to_string()));
    cells.push(per.to_string());
    cells
}

/// What is not told is left empty: it is none, or too little.
fn told(number: i64) -> String {
    match number {
        0 => String::new(),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::flow::{Month, Sums};

    #[test]
    fn every_cell_has_a_head() {
        let one = Row {
            need: ("debt".into(), "Debt".into()),
            month: Month::parse("2026-09").unwrap(),
            sums: Sums::default(),
            wait_weeks: Some(4),
        };
        let cells = row(&one, SavedPer::default());
        assert_eq!(cells.len(), head().len());
        let at = |name: &str| &cells[head().iter().position(|head| *head == name).unwrap()];
        assert_eq!(
            (at("half_wait_weeks_at_most").as_str(), at("sent").as_str()),
            ("4", "")
        );
        assert_eq!(
            (at("saved_per").as_str(), at("turned_away_percent").as_str()),
            ("1", "")
        );
    }
}
