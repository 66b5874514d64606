//! What leads back to what is withheld.

use super::part::Part;
use crate::domain::visibility::Level;

/// Shows up to which level somebody may see what is withheld. `gate` makes it for whoever has shown
/// who they are, and nobody else does, which is among the house rules that are tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pass(Level);

impl Pass {
    /// A pass up to this level. Only for `gate`, which knows whom it is for.
    pub fn up_to(level: Level) -> Self {
        Self(level)
    }

    /// The narrowest level that it opens.
    pub fn level(self) -> Level {
        self.0
    }

    /// Whether it opens a part.
    pub fn opens(self, part: &Part) -> bool {
        part.level() <= self.0
    }
}
