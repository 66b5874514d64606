//! Chance that can be repeated: the same seed gives the same choices.

use std::time::{SystemTime, UNIX_EPOCH};

/// The variable that repeats a run by its seed.
const SEED: &str = "HEADROOM_TEST_SEED";

/// A source of choices (SplitMix64).
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    pub fn seeded(seed: u64) -> Chance {
        Chance(seed)
    }

    /// Another one for each run, which prints its seed for the day when a test fails.
    pub fn of_this_run() -> Chance {
        let given = std::env::var(SEED).ok();
        let given = given.map(|text| text.parse().expect("HEADROOM_TEST_SEED is a number"));
        let seed = given.unwrap_or_else(|| {
            let now = SystemTime::now().duration_since(UNIX_EPOCH);
            now.expect("a clock later than 1970").as_nanos() as u64
        });
        println!("{SEED}={seed}");
        Chance(seed)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }

    /// One of these.
    pub fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}
