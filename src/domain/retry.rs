//! How what failed is tried again: when, and for how long an attempt belongs to whoever makes it. Pure.

/// Milliseconds for which something taken belongs to who took it: longer than any attempt lasts.
pub const LEASE_MS: i64 = 300_000;
/// Letters kept of what went wrong.
const LONGEST_ERROR: usize = 300;

/// How long to wait between attempts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    /// Milliseconds before the second attempt.
    pub first_ms: i64,
    /// Milliseconds between two attempts at most.
    pub longest_ms: i64,
}

impl Retry {
    /// Milliseconds to wait after so many attempts: doubling, capped, and shortened by up to a quarter
    /// as `chance` (0 to 1) has it, so that those who failed together do not come back together.
    pub fn wait(self, attempts: i32, chance: f64) -> i64 {
        let doublings = u32::try_from(attempts - 1).unwrap_or(0).min(20);
        let whole = (self.first_ms << doublings).min(self.longest_ms);
        whole - (whole as f64 / 4.0 * chance.clamp(0.0, 1.0)) as i64
    }
}

/// The beginning of what went wrong, as much as is kept of it.
pub fn shortened(why: &str) -> String {
    why.chars().take(LONGEST_ERROR).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RETRY: Retry = Retry {
        first_ms: 60_000,
        longest_ms: 6 * 3_600_000,
    };

    #[test]
    fn the_wait_doubles_from_the_first_to_the_longest() {
        let minutes: Vec<i64> = [1, 2, 3, 9, 10, i32::MAX]
            .map(|attempts| RETRY.wait(attempts, 0.0) / 60_000)
            .into();
        assert_eq!(minutes, [1, 2, 4, 256, 360, 360]);
    }

    proptest! {
        #[test]
        fn chance_shortens_a_wait_by_a_quarter_at_most(attempts in any::<i32>(), chance in 0.0..=1.0f64) {
            let attempts = attempts.max(1);
            let (whole, wait) = (RETRY.wait(attempts, 0.0), RETRY.wait(attempts, chance));
            prop_assert!(wait <= whole && wait >= whole * 3 / 4, "{wait} of {whole}");
        }
    }
}
