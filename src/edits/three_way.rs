//! What a change means if what it began from has changed meanwhile: nothing is ever overwritten unseen.

/// What to do about one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weighed {
    /// Nothing was changed, or it says that already.
    Keep,
    /// Only this change is there: it is taken.
    Take,
    /// Somebody else has changed it to something else meanwhile.
    Clash,
}

/// Weighs what was `wanted`, seeing `base`, against what is there `now`.
pub fn weigh(base: &str, now: &str, wanted: &str) -> Weighed {
    match (wanted == base || wanted == now, now == base) {
        (true, _) => Weighed::Keep,
        (false, true) => Weighed::Take,
        (false, false) => Weighed::Clash,
    }
}
