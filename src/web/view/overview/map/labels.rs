//! Names on a map of areas: those of the authorities that the areas lie in, or those of the areas themselves where
//! there is room; none upon another.

use crate::coverage::picture::Picture;
use crate::geography::mosaic::Cell;

/// Authorities from which on their names help more than those of their parts.
const SEVERAL: usize = 2;
/// Half the height that a name takes, in units.
const HALF_LINE: i32 = 13;
/// Half the width of a letter, in units.
const HALF_LETTER: i32 = 5;
/// What a name may be longer than the area that it stands in, as parts of ten.
const LONGER: i32 = 12;

/// A name where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The name.
    pub name: String,
    /// Its middle, in units.
    pub at: Cell,
    /// Half of its width.
    half: i32,
}

/// The names of a picture of areas that are called so and have their middles there.
pub fn labels(picture: &Picture, names: &[(&str, Option<Cell>)]) -> Vec<Label> {
    let mut chosen: Vec<Label> = Vec::new();
    let mut add = |label: Label| {
        let is_upon = |known: &Label| {
            (known.at[0] - label.at[0]).abs() < known.half + label.half
                && (known.at[1] - label.at[1]).abs() < 2 * HALF_LINE
        };
        if !chosen.iter().any(is_upon) {
            chosen.push(label);
        }
    };
    if picture.names.len() >= SEVERAL {
        picture
            .names
            .iter()
            .for_each(|(name, at)| add(label(name, *at)));
        return chosen;
    }
    let known = names.iter().zip(&picture.mosaic.shapes);
    let mut known: Vec<(i32, Label)> = known
        .filter_map(|((name, middle), shape)| {
            let (low, high) = shape.bounds()?;
            let (wide, tall) = (high[0] - low[0], high[1] - low[1]);
            let label = label(name, (*middle)?);
            let fits = label.half * 20 <= wide * LONGER && tall >= 2 * HALF_LINE;
            fits.then_some((wide.saturating_mul(tall), label))
        })
        .collect();
    // The largest first.
    known.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.name.cmp(&b.1.name)));
    known.into_iter().for_each(|(_, label)| add(label));
    chosen
}

fn label(name: &str, at: Cell) -> Label {
    let letters = i32::try_from(name.chars().count()).unwrap_or(i32::MAX / HALF_LETTER);
    Label {
        name: name.to_owned(),
        at,
        half: letters * HALF_LETTER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geography::Catchment;
    use crate::geography::mosaic::Mosaic;
    use serde_json::json;
    use std::sync::Arc;

    fn square(west: f64, size: f64) -> Catchment {
        let (east, north) = (west + size, size);
        let ring = json!([
            [west, 0.0],
            [east, 0.0],
            [east, north],
            [west, north],
            [west, 0.0]
        ]);
        Catchment::from_value(json!({ "type": "Polygon", "coordinates": [ring] })).unwrap()
    }

    fn picture(names: &[(&str, Cell)]) -> Picture {
        let areas = [square(0.0, 1.0), square(1.0, 0.01), square(1.1, 0.9)];
        let areas: Vec<Option<&Catchment>> = areas.iter().map(Some).collect();
        let mosaic = Mosaic::new(&areas, 1000).unwrap();
        Picture {
            around: Mosaic::on(mosaic.frame, &[]),
            mosaic: Arc::new(mosaic),
            names: names
                .iter()
                .map(|(name, at)| ((*name).to_owned(), *at))
                .collect(),
        }
    }

    /// Three areas with these names.
    fn named(names: [&str; 3]) -> Vec<(&str, Option<Cell>)> {
        let middles = [[238, 500], [478, 10], [738, 500]];
        let named = names.into_iter().zip(middles);
        named.map(|(name, at)| (name, Some(at))).collect()
    }

    fn written(labels: &[Label]) -> Vec<&str> {
        labels.iter().map(|label| label.name.as_str()).collect()
    }

    #[test]
    fn areas_have_their_names_where_these_fit() {
        let chosen = labels(&picture(&[]), &named(["Mill", "Dot", "Quay"]));
        assert_eq!(written(&chosen), ["Mill", "Quay"]);
    }

    #[test]
    fn authorities_are_named_instead_and_none_upon_another() {
        let around = [
            ("Bolton", [100, 100]),
            ("Bury", [110, 105]),
            ("Wigan", [100, 400]),
        ];
        let chosen = labels(&picture(&around), &named(["Mill", "Dot", "Quay"]));
        assert_eq!(written(&chosen), ["Bolton", "Wigan"]);
    }
}
