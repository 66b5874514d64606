//! Gaps as tables: a row for each need, for each area, and for each need that would lose room.

use super::standing::Standing;
use super::what_if::Loss;
use super::{Area, Gap, Gaps};

/// The head of the table of needs.
pub fn head() -> Vec<String> {
    let mut head: Vec<String> = ["need_id", "need", "people_without", "areas_without"]
        .map(String::from)
        .into();
    for reason in Standing::reasons() {
        head.push(format!("people_{}", reason.as_str()));
    }
    for reason in Standing::reasons() {
        head.push(format!("areas_{}", reason.as_str()));
    }
    let searches = ["searches", "searches_without_room", "in_the_way"];
    head.extend(searches.map(String::from));
    head
}

/// A row of it.
pub fn row(gap: &Gap) -> Vec<String> {
    let without = gap.without();
    let mut cells = vec![gap.need.0.clone(), gap.need.1.clone()];
    cells.extend([format!("{:.0}", without.people), without.areas.to_string()]);
    let reasons = || Standing::reasons().iter().map(|reason| gap.of(*reason));
    cells.extend(reasons().map(|met| format!("{:.0}", met.people)));
    cells.extend(reasons().map(|met| met.areas.to_string()));
    cells.push(gap.searches.all().to_string());
    cells.push(gap.searches.without.to_string());
    let whys = gap.whys.iter();
    let whys = whys.map(|(label, times)| format!("{} {times}", label.word()));
    cells.push(whys.collect::<Vec<_>>().join("; "));
    cells
}

/// The head of the table of areas.
pub fn areas_head() -> Vec<&'static str> {
    vec!["kind", "code", "area", "people", "reason"]
}

/// A row of it.
pub fn area_row(area: &Area) -> Vec<String> {
    let people = area.people.map(|people| format!("{people:.0}"));
    let mut cells: Vec<String> = [&area.patch.kind, &area.patch.code, &area.patch.name]
        .map(|text| text.to_string())
        .into();
    cells.push(people.unwrap_or_default());
    cells.push(area.reason.as_str().to_owned());
    cells
}

/// Every need as a table.
pub fn needs(gaps: &Gaps) -> Vec<Vec<String>> {
    [vec![head()], gaps.needs.iter().map(row).collect()].concat()
}

/// Every area as a table.
pub fn areas(gaps: &Gaps) -> Vec<Vec<String>> {
    let head = areas_head().into_iter().map(String::from).collect();
    [vec![head], gaps.areas.iter().map(area_row).collect()].concat()
}

/// What would be lost, need by need.
pub fn lost(loss: &Loss) -> Vec<Vec<String>> {
    let head = [
        "need_id",
        "need",
        "services_lost",
        "people_losing",
        "areas_losing",
    ];
    let rows = loss.needs.iter().map(|lost| {
        vec![
            lost.need.0.clone(),
            lost.need.1.clone(),
            lost.services.to_string(),
            format!("{:.0}", lost.people),
            lost.areas.to_string(),
        ]
    });
    [vec![head.map(String::from).into()], rows.collect()].concat()
}
