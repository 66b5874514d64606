//! What becomes of services that a feed lists no longer. Pure.

/// Milliseconds for which a service may be missing before nobody is sent to it any more: two lists that
/// were read a week apart.
pub const GRACE_MS: i64 = 14 * 24 * 3_600_000;

/// What becomes of one service that is not listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It may come back.
    Wait,
    /// It is withdrawn.
    Withdraw,
    /// It was withdrawn before.
    Over,
}

/// What becomes of a service that was first not listed at `since`, and withdrawn at `withdrawn`, if it was.
pub fn verdict(since: Option<i64>, withdrawn: Option<i64>, now: i64) -> Verdict {
    match (withdrawn, since) {
        (Some(_), _) => Verdict::Over,
        (None, Some(since)) if now - since >= GRACE_MS => Verdict::Withdraw,
        (None, _) => Verdict::Wait,
    }
}

/// Whether a feed that listed `held` services and no longer lists `lost` of these has lost so much, over a
/// fifth, that a steward is to look at it first.
pub fn is_too_much(held: u64, lost: u64) -> bool {
    lost.saturating_mul(5) > held
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_service_is_withdrawn_once_and_after_the_grace() {
        assert_eq!(verdict(None, None, GRACE_MS), Verdict::Wait);
        assert_eq!(verdict(Some(0), None, GRACE_MS - 1), Verdict::Wait);
        assert_eq!(verdict(Some(0), None, GRACE_MS), Verdict::Withdraw);
        assert_eq!(verdict(Some(0), Some(1), GRACE_MS), Verdict::Over);
    }

    #[test]
    fn over_a_fifth_is_too_much() {
        assert!(!is_too_much(0, 0));
        assert!(!is_too_much(10, 2));
        assert!(is_too_much(10, 3));
        assert!(is_too_much(3, 1));
    }

    proptest! {
        #[test]
        fn who_loses_more_is_never_trusted_more(held in 0u64..10_000, lost in 0u64..10_000) {
            let lost = lost.min(held);
            prop_assert!(!is_too_much(held, lost) || is_too_much(held, (lost + 1).min(held)));
            prop_assert!(held == 0 || is_too_much(held, held));
        }

        #[test]
        fn nobody_is_withdrawn_before_the_grace_is_over(since in 0..GRACE_MS, later in 0..GRACE_MS) {
            prop_assert_ne!(verdict(Some(since), None, since + later), Verdict::Withdraw);
        }
    }
}
