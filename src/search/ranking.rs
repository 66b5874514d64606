//! The weights of the ranking, from `index/ranking.json`.

use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

/// How often a word counts in each place where it can stand.
#[derive(Debug, Deserialize)]
pub struct FieldWeights {
    /// In the name of the service.
    pub name: u32,
    /// In a taxonomy term.
    pub terms: u32,
    /// In the name of the organisation.
    pub organization: u32,
    /// In the name of a place.
    pub place: u32,
    /// In the description.
    pub description: u32,
}

/// Everything that can be weighed.
#[derive(Debug, Deserialize)]
pub struct Ranking {
    /// By field.
    pub fields: FieldWeights,
    /// How often a word counts until its score is half of what it can be.
    pub saturation: f32,
    /// Distance in metres at which nearness is worth half.
    pub near_half_m: f64,
    /// Distance in metres within which room comes before distance.
    pub local_m: f64,
    /// With fewer answers than this, those that have only some of the words are shown as well.
    pub few: usize,
    /// With fewer answers than this, what is for related needs is shown as well.
    pub thin: usize,
    /// How much the score of a need counts, beside 1 for a word that was typed.
    pub need: f32,
    /// How much the words count by which a need was recognised.
    pub literal: f32,
    /// How much a word counts that many listings have.
    pub weak: f32,
    /// How much a word counts that is said around a need in a spoken sentence.
    pub aside: f32,
    /// How much a need counts that is only related to one that was recognised.
    pub related: f32,
    /// How much a need counts that somebody of whom something is said may have.
    pub hint: f32,
    /// How much of a score is lost at most when some of what is asked is missing.
    pub coordination: f32,
    /// With more words than this, a question is a spoken sentence.
    pub spoken: usize,
    /// The needs that are shown when nothing else helps, by id.
    pub general: Vec<String>,
    /// The needs of those whose words show danger, by the id of the danger.
    pub dangers: HashMap<String, Vec<String>>,
    /// Distance in metres that a service without an address ranks as.
    pub distance_unknown_m: f64,
}

/// The file itself: an index made with another one is built again.
pub const FILE: &str = include_str!("../../index/ranking.json");

/// The weights in force.
pub fn ranking() -> &'static Ranking {
    static RANKING: LazyLock<Ranking> = LazyLock::new(|| {
        // Proven: the file is part of the binary, and a test below reads it.
        serde_json::from_str(FILE).expect("index/ranking.json is not what ranking.rs reads")
    });
    &RANKING
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_ranking_file_is_readable() {
        assert!(super::ranking().near_half_m > 0.0);
    }
}
