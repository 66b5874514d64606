//! Where people land: a borough plays through a year. Rooms fill and empty, groups close for a while,
//! providers answer when they are asked, or do not, navigators send people by what they are shown, and
//! some of those who are turned away say so. The same year, with the same chances, is played with five
//! kinds of directory; what is compared is the share of signposts that met a full or closed door.

mod assumptions;
mod borough;
mod directory;
// Only a part of it is used here.
#[allow(dead_code)]
#[path = "../support/random.rs"]
mod random;
mod year;

use assumptions::Assumptions;
use directory::Kind;
use year::{Landed, play};

/// Years that are played for each figure, each with other chances.
const YEARS: u64 = 4;
/// What the product's share of failures may be, as a part of the best of the others.
const PROMISED: f64 = 1.0 / 3.0;
/// How often navigators must find somewhere, as a part of where nothing is ever hidden.
const FOUND: f64 = 0.95;

fn main() {
    let central = Assumptions::default();
    println!("landing: {YEARS} years of a borough for each row, all kinds with the same chances\n");
    println!("central assumptions:\n{central}");
    heading();
    let landed = row("central", &central);
    compare(&landed);
    println!("\none assumption at a time:\n");
    heading();
    let mut worse = Vec::new();
    for (name, changed) in central.sweep() {
        let landed = row(&name, &changed);
        if ratio(&landed) > 1.0 {
            worse.push(name);
        }
    }
    match worse.is_empty() {
        true => println!("\nnever worse than the best of the others in the sweep: kept"),
        false => println!(
            "\nworse than the best of the others: MISSED at {}",
            worse.join(", ")
        ),
    }
}

fn heading() {
    print!("  {:34}", "share that met a closed door, %");
    for kind in Kind::ALL {
        print!("{:>12}", kind.name());
    }
    println!("{:>9}{:>9}{:>12}", "ratio", "found", "km, others");
}

fn row(name: &str, assumptions: &Assumptions) -> Vec<(Kind, Landed)> {
    let landed: Vec<_> = Kind::ALL
        .into_iter()
        .map(|kind| (kind, played(kind, assumptions)))
        .collect();
    print!("  {name:34}");
    for (_, landed) in &landed {
        print!("{:>12.2}", 100.0 * landed.failed_share());
    }
    let far = |kind| {
        landed
            .iter()
            .find(|(known, _)| *known == kind)
            .map_or(0.0, |(_, landed)| landed.km())
    };
    println!(
        "{:>9.2}{:>8.1}%{:>6.1}, {:.1}",
        ratio(&landed),
        100.0 * found(&landed),
        far(Kind::Whole),
        far(Kind::Ageless)
    );
    landed
}

fn played(kind: Kind, assumptions: &Assumptions) -> Landed {
    let years = (0..YEARS).map(|seed| play(kind, assumptions, seed));
    years.fold(Landed::default(), Landed::and)
}

fn compare(landed: &[(Kind, Landed)]) {
    let (ratio, found) = (ratio(landed), found(landed));
    let kept = |is: bool| if is { "kept" } else { "MISSED" };
    println!(
        "\n  failed share, of the best of the others: {ratio:.2} (at most {PROMISED:.2}: {})",
        kept(ratio <= PROMISED)
    );
    println!(
        "  somewhere to send people, of where nothing is hidden: {:.1}% (at least {:.0}%: {})",
        100.0 * found,
        100.0 * FOUND,
        kept(found >= FOUND)
    );
}

/// The product's failed share as a part of the best of the others.
fn ratio(landed: &[(Kind, Landed)]) -> f64 {
    let others = landed.iter().filter(|(kind, _)| !kind.is_ours());
    let best = others
        .map(|(_, landed)| landed.failed_share())
        .fold(f64::MAX, f64::min);
    ours(landed).failed_share() / best
}

fn found(landed: &[(Kind, Landed)]) -> f64 {
    ours(landed).found_share() / landed[0].1.found_share()
}

fn ours(landed: &[(Kind, Landed)]) -> Landed {
    let whole = landed.iter().find(|(kind, _)| *kind == Kind::Whole);
    whole.expect("the whole product is played").1
}
