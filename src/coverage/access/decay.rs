//! How likely somebody is to go somewhere, by how far it is.

/// How what is near counts for more than what is far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Decay {
    /// All within reach counts the same: the two-step method as it first was (Luo and Wang 2003).
    Even,
    /// Three zones of one width, which weigh 1, 0.68 and 0.22: the enhanced method (Luo and Qi 2009,
    /// doi:10.1016/j.healthplace.2009.06.002), with the slower of its two sets of weights.
    #[default]
    Slow,
    /// The same zones with its sharper weights, 1, 0.42 and 0.09: for what people do not travel far for.
    Sharp,
    /// Ever less, without steps, down to nothing where the reach ends (Dai 2010): a bell curve.
    Smooth,
}

/// How far people go.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// How what is near counts for more.
    pub decay: Decay,
    /// As far as anybody goes, in metres in a straight line; what is farther counts for nothing.
    pub farthest_m: f64,
}

/// What the three zones weigh.
const SLOW: [f64; 3] = [1.0, 0.68, 0.22];
const SHARP: [f64; 3] = [1.0, 0.42, 0.09];

impl Decay {
    /// All of them, by the names that addresses have.
    pub const ALL: [(Decay, &'static str); 4] = [
        (Decay::Even, "even"),
        (Decay::Slow, "slow"),
        (Decay::Sharp, "sharp"),
        (Decay::Smooth, "smooth"),
    ];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        let known = Self::ALL.iter().find(|(decay, _)| *decay == self);
        known.map_or("", |(_, name)| name)
    }

    /// The one of this name.
    pub fn parse(name: &str) -> Option<Self> {
        let known = Self::ALL.iter().find(|(_, known)| *known == name);
        known.map(|(decay, _)| *decay)
    }
}

impl Reach {
    /// What a place counts for at this distance, from 0 to 1. At the very end of a zone it still is in it; a
    /// distance that is no number or endless counts for nothing.
    pub fn weight(&self, metres: f64) -> f64 {
        if metres.is_nan() || metres > self.farthest_m {
            return 0.0;
        }
        match self.decay {
            Decay::Even => 1.0,
            Decay::Slow => zone(&SLOW, metres, self.farthest_m),
            Decay::Sharp => zone(&SHARP, metres, self.farthest_m),
            Decay::Smooth => bell(metres, self.farthest_m),
        }
    }
}

fn zone(weights: &[f64; 3], metres: f64, farthest: f64) -> f64 {
    let [near, middle, far] = *weights;
    match metres * 3.0 {
        thrice if thrice <= farthest => near,
        thrice if thrice <= farthest * 2.0 => middle,
        _ => far,
    }
}

/// A bell curve with its deviation at the end of the reach, lowered so that it is 0 there and 1 at home.
fn bell(metres: f64, farthest: f64) -> f64 {
    if farthest <= 0.0 {
        return 1.0;
    }
    let part = metres / farthest;
    let end = (-0.5_f64).exp();
    (((-0.5 * part * part).exp() - end) / (1.0 - end)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn some_reach() -> impl Strategy<Value = Reach> {
        (0..Decay::ALL.len(), 1.0..50_000.0).prop_map(|(at, farthest_m)| Reach {
            decay: Decay::ALL[at].0,
            farthest_m,
        })
    }

    #[test]
    fn zones_weigh_as_published_and_end_where_they_end() {
        let reach = |decay| Reach {
            decay,
            farthest_m: 3000.0,
        };
        let at = |decay, metres| reach(decay).weight(metres);
        assert_eq!(
            [0.0, 1000.0, 1001.0, 2000.0, 2001.0, 3000.0, 3001.0].map(|m| at(Decay::Slow, m)),
            [1.0, 1.0, 0.68, 0.68, 0.22, 0.22, 0.0]
        );
        assert_eq!(
            [500.0, 1500.0, 2500.0].map(|m| at(Decay::Sharp, m)),
            [1.0, 0.42, 0.09]
        );
        assert_eq!([0.0, 3000.0].map(|m| at(Decay::Smooth, m)), [1.0, 0.0]);
        assert_eq!(
            [0.0, 3000.0, 3000.1].map(|m| at(Decay::Even, m)),
            [1.0, 1.0, 0.0]
        );
    }

    proptest! {
        #[test]
        fn what_is_farther_never_counts_for_more(reach in some_reach(), a in 0.0..60_000.0, more in 0.0..60_000.0) {
            prop_assert!(reach.weight(a) >= reach.weight(a + more));
            prop_assert!((0.0..=1.0).contains(&reach.weight(a)));
        }

        #[test]
        fn what_is_endlessly_far_or_no_number_counts_for_nothing(reach in some_reach()) {
            prop_assert_eq!(reach.weight(f64::INFINITY), 0.0);
            prop_assert_eq!(reach.weight(f64::NAN), 0.0);
            prop_assert_eq!(reach.weight(0.0), 1.0);
        }
    }
}
