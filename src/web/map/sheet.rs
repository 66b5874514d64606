//! A sheet as an SVG image.

use super::labels::{self, Label};
use super::lines::Lines;
use super::window::{SIDE, Sheet};
use crate::geography::atlas::{Atlas, Border, Outline};
use askama::filters::{Html, escape};
use std::fmt::Write;

/// Maps wider than this have the borders of authorities only, in metres.
const WITH_WARDS: f64 = 30_000.0;

/// An image is drawn by nobody's style sheet but its own; it follows the reader's choice of light and
/// dark as the pages do.
const STYLE: &str = "path{fill:none;stroke-linejoin:round}.ward{stroke:#d3c5ab;stroke-width:1}\
     .district{stroke:#a8977a;stroke-width:1.8}\
     text{font:11.5px system-ui,\"DejaVu Sans\",sans-serif;text-anchor:middle;fill:#5f564a;\
     stroke:#f5eede;stroke-width:3;paint-order:stroke}.big{font-weight:600;font-size:13px;fill:#27221c}\
     rect{fill:#f5eede}\
     @media(prefers-color-scheme:dark){rect{fill:#2a2721}.ward{stroke:#4d463a}.district{stroke:#80755f}\
     text{fill:#bdb2a1;stroke:#2a2721}.big{fill:#f1eadd}}";

/// Draws a sheet: borders, and names over them.
pub fn draw(sheet: &Sheet, atlas: &Atlas) -> String {
    let side = SIDE * 2.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" width=\"{side}\" height=\"{side}\"><style>{STYLE}</style><rect width=\"{side}\" height=\"{side}\"/>"
    );
    let bounds = sheet.bounds();
    let outlines: Vec<&Outline> = atlas.outlines(&bounds).collect();
    // Authorities lie over wards, which then need not be drawn where both have a border.
    let mut lines = Lines::new(sheet);
    let districts = path(&mut lines, &outlines, Border::District);
    let wards = match sheet.width_m() <= WITH_WARDS {
        true => path(&mut lines, &outlines, Border::Ward),
        false => String::new(),
    };
    svg.push_str(&wards);
    svg.push_str(&districts);
    for label in labels::choose(sheet, &atlas.marks(&bounds)) {
        text(&mut svg, &label);
    }
    svg.push_str("</svg>");
    svg
}

fn path(lines: &mut Lines, outlines: &[&Outline], border: Border) -> String {
    let class = match border {
        Border::Ward => "ward",
        Border::District => "district",
    };
    let of_it = outlines.iter().filter(|outline| outline.border == border);
    let drawn: String = of_it.map(|outline| lines.draw(&outline.ring)).collect();
    format!("<path class=\"{class}\" d=\"{drawn}\"/>")
}

fn text(svg: &mut String, label: &Label) {
    let class = if label.is_big { " class=\"big\"" } else { "" };
    let Ok(name) = escape(label.name, Html);
    let _ = write!(
        svg,
        "<text{class} x=\"{}\" y=\"{}\">{name}</text>",
        label.at.x.round(),
        label.at.y.round() + 4.0
    );
}
