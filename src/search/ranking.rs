//! The weights of the ranking, from `index/ranking.json`.

use serde::Deserialize;
use std::sync::LazyLock;

/// How much a word counts in each field.
#[derive(Debug, Deserialize)]
pub struct FieldWeights {
    /// In the name of the service.
    pub name: f32,
    /// In a taxonomy term.
    pub terms: f32,
    /// In the name of the organisation.
    pub organization: f32,
    /// In the name of a place.
    pub place: f32,
    /// In the description.
    pub description: f32,
}

/// Everything that can be weighed.
#[derive(Debug, Deserialize)]
pub struct Ranking {
    /// By field.
    pub fields: FieldWeights,
    /// What a word counts in the fields other than its best one.
    pub tie_breaker: f32,
    /// Distance in metres at which nearness is worth half.
    pub near_half_m: f64,
    /// Distance in metres within which room comes before distance.
    pub local_m: f64,
    /// With fewer answers than this, those that have only some of the words are shown as well.
    pub few: usize,
    /// Distance in metres that a service without an address ranks as.
    pub distance_unknown_m: f64,
}

/// The weights in force.
pub fn ranking() -> &'static Ranking {
    static RANKING: LazyLock<Ranking> = LazyLock::new(|| {
        let text = include_str!("../../index/ranking.json");
        // Proven: the file is part of the binary, and a test below reads it.
        serde_json::from_str(text).expect("index/ranking.json is not what ranking.rs reads")
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
