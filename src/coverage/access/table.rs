//! Access as tables: a row for each area, and a row for each tenth by deprivation.

use super::{Access, Fair, Measure, Row};

/// The head of the table of areas.
pub fn head() -> Vec<&'static str> {
    let own = ["kind", "code", "area", "people", "deprivation_decile"];
    let measures = Measure::ALL.map(|(measure, name)| match measure {
        Measure::Nearest => name,
        Measure::Places => "places_per_1000",
        Measure::Free => "places_free_per_1000",
        Measure::Services => "services_per_1000",
        Measure::Open => "services_with_room_per_1000",
    });
    [&own[..], &measures].concat()
}

/// A row of it.
pub fn row(row: &Row) -> Vec<String> {
    let told = |number: Option<f64>, digits: usize| {
        number
            .map(|number| format!("{number:.digits$}"))
            .unwrap_or_default()
    };
    let mut cells: Vec<String> = [&row.patch.kind, &row.patch.code, &row.patch.name]
        .map(|text| text.to_string())
        .into();
    cells.push(told(row.people, 0));
    cells.push(
        row.decile
            .map(|decile| decile.to_string())
            .unwrap_or_default(),
    );
    cells.extend(Measure::ALL.map(|(measure, _)| match measure {
        Measure::Nearest => told(measure.of(row), 0),
        _ => told(measure.of(row), 4),
    }));
    cells
}

/// The head of the table of tenths.
pub fn fair_head() -> Vec<&'static str> {
    vec![
        "measure",
        "deprivation_decile",
        "areas",
        "people",
        "mean",
        "concentration_index",
    ]
}

/// Its rows: each measure, tenth by tenth.
pub fn fair_rows(access: &Access) -> Vec<Vec<String>> {
    let of = |fair: &Fair| -> Vec<Vec<String>> {
        let index = fair
            .index
            .map(|index| format!("{index:.4}"))
            .unwrap_or_default();
        let rows = fair.deciles.iter().map(|one| {
            vec![
                fair.measure.as_str().to_owned(),
                one.decile.to_string(),
                one.neighbourhoods.to_string(),
                format!("{:.0}", one.people),
                format!("{:.4}", one.mean),
                index.clone(),
            ]
        });
        rows.collect()
    };
    access.fair.iter().flat_map(of).collect()
}
