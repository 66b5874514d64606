//! In which way a peer is asked.

use std::fmt;

/// A way of asking a database for words and a place at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// As its manual has it: one index of words, one of places, and the database puts together what
    /// both of them find.
    Usual,
    /// With the cells of a grid in the index of words, see [`crate::cells`].
    Cells,
}

impl Way {
    /// Both.
    pub const ALL: [Way; 2] = [Way::Usual, Way::Cells];
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Way::Usual => "the usual way, with the databases' own indexes of places",
            Way::Cells => "with cells of a grid in their indexes of words",
        })
    }
}
