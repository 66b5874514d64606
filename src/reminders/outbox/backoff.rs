//! How long to wait before a message is tried again. Pure.

/// Milliseconds before the second attempt.
const FIRST: i64 = 60_000;
/// Milliseconds between two attempts at most.
const LONGEST: i64 = 6 * 3_600_000;

/// Milliseconds to wait after so many attempts: doubling, capped, and shortened by up to a quarter as
/// `chance` (0 to 1) has it, so that those who failed together do not come back together.
pub fn wait(attempts: i32, chance: f64) -> i64 {
    let doublings = u32::try_from(attempts - 1).unwrap_or(0).min(20);
    let whole = (FIRST << doublings).min(LONGEST);
    whole - (whole as f64 / 4.0 * chance.clamp(0.0, 1.0)) as i64
}

/// A number from 0 to 1.
pub fn chance() -> f64 {
    let mut byte = [0u8; 1];
    // Without chance all wait equally long, which is no harm.
    let _ = getrandom::fill(&mut byte);
    f64::from(byte[0]) / 255.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_wait_doubles_from_a_minute_to_six_hours() {
        let minutes: Vec<i64> = [1, 2, 3, 9, 10, i32::MAX]
            .map(|attempts| wait(attempts, 0.0) / 60_000)
            .into();
        assert_eq!(minutes, [1, 2, 4, 256, 360, 360]);
    }

    proptest! {
        #[test]
        fn chance_shortens_a_wait_by_a_quarter_at_most(attempts in any::<i32>(), chance in 0.0..=1.0f64) {
            let (whole, wait) = (wait(attempts.max(1), 0.0), wait(attempts.max(1), chance));
            prop_assert!(wait <= whole && wait >= whole * 3 / 4, "{wait} of {whole}");
        }
    }
}
