//! Overlap as a table: a row for each service of each group.

use super::{Group, Listed, Overlap};

/// The head of the table.
pub fn head() -> Vec<&'static str> {
    vec![
        "group",
        "likeness",
        "needs",
        "words",
        "service_id",
        "service",
        "organization",
        "availability",
        "places_free",
        "waiting",
        "nearest_other_m",
        "ideas",
    ]
}

/// Its rows, group by group.
pub fn rows(overlap: &Overlap) -> Vec<Vec<String>> {
    let all = (1..).zip(&overlap.groups);
    all.flat_map(|(number, group): (usize, &Group)| {
        let members = group.members.iter();
        members.map(move |(one, metres)| row(number, group, one, *metres))
    })
    .collect()
}

fn row(number: usize, group: &Group, one: &Listed, metres: Option<f64>) -> Vec<String> {
    let told = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    let run_by = one.organization.as_ref();
    let ideas: Vec<String> = group.ideas.iter().map(|idea| idea.words()).collect();
    vec![
        number.to_string(),
        format!("{:.2}", group.least),
        group.shared.needs.join("; "),
        group.shared.words.join(" "),
        one.id.to_string(),
        one.name.clone(),
        run_by.map(|run_by| run_by.name.clone()).unwrap_or_default(),
        one.room.state.as_str().to_owned(),
        told(one.room.free),
        told(one.room.waiting),
        metres
            .map(|metres| format!("{metres:.0}"))
            .unwrap_or_default(),
        ideas.join(" "),
    ]
}
