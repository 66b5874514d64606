//! A map of areas, each filled by the class that its number is in: steps of one hue from light to dark, with
//! hatching that grows denser with them, so that it reads in grey and on paper. What is not known has a pattern
//! of its own.

pub mod classes;
mod labels;
pub mod reach;
pub mod supply;

pub use labels::Label;

use self::classes::Classes;
use crate::coverage::picture::Picture;
use crate::domain::point::Point;
use crate::geography::ground::Patch;
use crate::geography::mosaic::Cell;

/// Units around the picture, for the lines at its edge.
const AIR: i32 = 4;
/// The pattern of what is not known.
const UNKNOWN: &str = "x";
/// The patterns of the steps, from light to dark.
const STEPS: [&str; classes::MOST] = ["0", "1", "2", "3", "4"];

/// An area that can be drawn.
pub struct Spot<'a> {
    /// Which.
    pub patch: &'a Patch,
    /// Where it leads, if anywhere.
    pub link: Option<String>,
}

/// What is shown of each area.
pub struct Measure<'a> {
    /// What it is called in an address.
    pub id: &'static str,
    /// What it is, in words.
    pub words: &'static str,
    /// What no number stands for.
    pub unknown: &'static str,
    /// Whether there are only whole numbers.
    pub whole: bool,
    /// How a number is written in the key.
    pub write: fn(f64) -> String,
    /// The number of each area, if it is known, and what is said of the area.
    pub told: &'a dyn Fn(usize) -> (Option<f64>, String),
}

/// One thing that can be shown.
#[derive(Debug, PartialEq, Eq)]
pub struct Shown {
    /// What it is.
    pub words: &'static str,
    /// Where it leads; none where it is what is shown.
    pub link: Option<String>,
}

/// An area that is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// What it is called.
    pub name: String,
    /// What is said of it.
    pub said: String,
    /// Where it leads, if anywhere.
    pub link: Option<String>,
    /// Its outline.
    pub path: String,
}

/// Areas with one pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The pattern.
    pub pattern: &'static str,
    /// What it stands for.
    pub words: String,
    /// How many areas there are of it.
    pub many: usize,
    /// The areas.
    pub areas: Vec<Area>,
}

/// A map.
#[derive(Debug)]
pub struct Map {
    /// What can be shown.
    pub choices: Vec<Shown>,
    /// What is shown.
    pub caption: &'static str,
    /// The box of the picture: `viewBox`.
    pub view: String,
    /// The areas by class, the lowest first; what is not known is the last.
    pub steps: Vec<Step>,
    /// Outlines of authorities.
    pub around: Vec<String>,
    /// Names.
    pub labels: Vec<Label>,
}

/// Why there is a map, or none.
#[derive(Debug)]
pub enum Drawing {
    /// There is one.
    Drawn(Box<Map>),
    /// The areas have no shapes.
    Shapeless,
    /// There are too many of them.
    Crowded,
}

impl Map {
    /// A map of these areas, in the order of the picture.
    pub fn new(picture: &Picture, areas: &[Spot], measure: &Measure) -> Self {
        let told: Vec<(Option<f64>, String)> = (0..areas.len()).map(measure.told).collect();
        let known = told.iter().filter_map(|(number, _)| *number);
        let classes = Classes::of(known, measure.whole);
        let steps = (0..classes.len()).map(|class| Step {
            pattern: STEPS.get(classes.step(class)).copied().unwrap_or(UNKNOWN),
            words: classes.words(class, measure.write),
            many: 0,
            areas: Vec::new(),
        });
        let mut steps: Vec<Step> = steps.collect();
        steps.push(Step {
            pattern: UNKNOWN,
            words: measure.unknown.to_owned(),
            many: 0,
            areas: Vec::new(),
        });
        let last = steps.len() - 1;
        let shapes = &picture.mosaic.shapes;
        for (((number, said), spot), shape) in told.into_iter().zip(areas).zip(shapes) {
            let class = number.map_or(last, |number| classes.class(number));
            let Some(step) = steps.get_mut(class) else {
                continue;
            };
            step.many += 1;
            step.areas.push(Area {
                name: spot.patch.name.to_string(),
                said,
                link: spot.link.clone(),
                path: shape.path(),
            });
        }
        steps.retain(|step| step.many > 0);
        let frame = picture.mosaic.frame;
        let middle = |at: Point| frame.cell((at.longitude, at.latitude).into());
        let names: Vec<(&str, Option<Cell>)> = areas
            .iter()
            .map(|spot| (&*spot.patch.name, spot.patch.middle.map(middle)))
            .collect();
        let [width, height]: Cell = [frame.width, frame.height].map(|side| side + 2 * AIR);
        Self {
            choices: Vec::new(),
            caption: measure.words,
            view: format!("-{AIR} -{AIR} {width} {height}"),
            around: picture
                .around
                .shapes
                .iter()
                .map(|shape| shape.path())
                .collect(),
            labels: labels::labels(picture, &names),
            steps,
        }
    }

    /// The same, with what else can be shown and where that is.
    pub fn beside(self, all: &[Measure], link: impl Fn(&'static str) -> String) -> Self {
        let choices = all.iter().map(|other| Shown {
            words: other.words,
            link: (other.words != self.caption).then(|| link(other.id)),
        });
        Self {
            choices: choices.collect(),
            ..self
        }
    }
}

/// A whole number, with commas.
pub fn whole(number: f64) -> String {
    crate::web::view::words::thousands(number as i64)
}

/// A number with as many figures as it needs.
pub fn some(number: f64) -> String {
    match number {
        0.0 => "0".into(),
        ..0.1 => format!("{number:.3}"),
        ..10.0 => format!("{number:.2}")
            .trim_end_matches('0')
            .trim_end_matches('.')
            .to_owned(),
        _ => format!("{number:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geography::Catchment;
    use crate::geography::mosaic::Mosaic;
    use serde_json::json;
    use std::sync::Arc;

    #[test]
    fn areas_are_put_by_class_and_what_is_not_known_is_last() {
        let square = |west: f64| {
            let ring = json!([
                [west, 0.0],
                [west + 1.0, 0.0],
                [west + 1.0, 1.0],
                [west, 1.0],
                [west, 0.0]
            ]);
            Catchment::from_value(json!({ "type": "Polygon", "coordinates": [ring] })).unwrap()
        };
        let areas = [("A", 0.0), ("B", 1.0), ("C", 2.0)].map(|(name, west)| {
            let middle = Point::new(0.5, west + 0.5);
            Patch::drawn("ward", name, name, middle, square(west))
        });
        let shapes: Vec<Option<&Catchment>> = areas.iter().map(Patch::shape).collect();
        let mosaic = Mosaic::new(&shapes, 300).unwrap();
        let spots = areas.each_ref().map(|patch| Spot { patch, link: None });
        let picture = Picture {
            around: Mosaic::on(mosaic.frame, &[]),
            mosaic: Arc::new(mosaic),
            names: Vec::new(),
        };
        let measure = Measure {
            id: "room",
            words: "Services with room",
            unknown: "no service",
            whole: true,
            write: whole,
            told: &|at| ([None, Some(0.0), Some(7.0)][at], format!("area {at}")),
        };
        let map = Map::new(&picture, &spots, &measure);
        let steps: Vec<_> = map
            .steps
            .iter()
            .map(|step| {
                (
                    step.pattern,
                    step.words.as_str(),
                    step.areas[0].name.as_str(),
                )
            })
            .collect();
        assert_eq!(
            steps,
            [("0", "0", "B"), ("4", "7", "C"), ("x", "no service", "A")]
        );
        assert_eq!((map.view.as_str(), map.labels.len()), ("-4 -4 308 109", 3));
        assert_eq!(
            [0.0, 0.04, 1.5, 2.0, 31.0].map(some),
            ["0", "0.040", "1.5", "2", "31"]
        );
    }
}
