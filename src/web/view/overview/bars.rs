//! Bars of a chart: each is one row of its table, told in words too.

/// What a piece of a bar stands for; each has a pattern of its own, so that nobody needs colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// All of it.
    Solid,
    /// Stripes.
    Stripes,
    /// Dots.
    Dots,
    /// Lines.
    Lines,
    /// Crossed lines.
    Crossed,
    /// An outline.
    Empty,
}

impl Fill {
    /// The name of the pattern in the page.
    pub fn id(&self) -> &'static str {
        match self {
            Fill::Solid => "solid",
            Fill::Stripes => "stripes",
            Fill::Dots => "dots",
            Fill::Lines => "lines",
            Fill::Crossed => "crossed",
            Fill::Empty => "empty",
        }
    }
}

/// A piece of a bar, in per cent of the width of the chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// Its pattern.
    pub fill: Fill,
    /// Where it begins.
    pub from: String,
    /// How wide it is.
    pub width: String,
}

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What it is of.
    pub name: String,
    /// Where that leads, if anywhere.
    pub link: Option<String>,
    /// All that it shows, in words.
    pub said: String,
    /// Its pieces.
    pub pieces: Vec<Piece>,
    /// What stands at its end.
    pub value: String,
}

/// What the pieces of a chart stand for: pattern and words.
pub type Key = &'static [(Fill, &'static str)];

impl Bar {
    /// A bar with these numbers, one for each entry of the key, where the longest bar is `most`.
    pub fn of(name: &str, key: Key, numbers: &[u64], most: u64, value: String) -> Self {
        let (mut pieces, mut before, mut said) = (Vec::new(), 0, Vec::new());
        for ((fill, words), number) in key.iter().zip(numbers) {
            if *number > 0 {
                pieces.push(Piece {
                    fill: *fill,
                    from: percent(before, most),
                    width: percent(*number, most),
                });
                said.push(format!("{words} {number}"));
            }
            before += number;
        }
        let said = match said.is_empty() {
            true => "none".into(),
            false => said.join(", "),
        };
        Self {
            said,
            name: name.to_owned(),
            link: None,
            pieces,
            value,
        }
    }

    /// A bar of one measure, as long as its part of the largest, told in these words.
    pub fn measured(
        name: &str,
        fill: Fill,
        (number, most): (f64, f64),
        told: (String, String),
    ) -> Self {
        let share = if most > 0.0 { number / most } else { 0.0 };
        let (said, value) = told;
        Self {
            name: name.to_owned(),
            link: None,
            said,
            pieces: vec![Piece {
                fill,
                from: "0.0%".into(),
                width: format!("{:.1}%", share * 100.0),
            }],
            value,
        }
    }

    /// The same with a link.
    pub fn leading_to(self, link: String) -> Self {
        Self {
            link: Some(link),
            ..self
        }
    }
}

fn percent(part: u64, most: u64) -> String {
    let tenths = (1000 * part).checked_div(most).unwrap_or(0);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Key = &[
        (Fill::Solid, "has room"),
        (Fill::Dots, "unsure"),
        (Fill::Empty, "none"),
    ];

    #[test]
    fn a_bar_is_as_long_as_its_numbers_and_says_them() {
        let bar = Bar::of("Debt", KEY, &[3, 0, 1], 8, "4".into());
        assert_eq!(bar.said, "has room 3, none 1");
        let pieces: Vec<_> = bar
            .pieces
            .iter()
            .map(|piece| (piece.from.as_str(), piece.width.as_str()))
            .collect();
        assert_eq!(pieces, [("0.0%", "37.5%"), ("37.5%", "12.5%")]);
        let nothing = Bar::of("Debt", KEY, &[0, 0, 0], 0, "0".into());
        assert_eq!((nothing.said.as_str(), nothing.pieces.len()), ("none", 0));
    }
}
