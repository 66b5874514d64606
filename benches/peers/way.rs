//! In which way a peer is asked.

/// A way of asking a database for words and a place at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// As its manual has it: one index of words, one of places, and the database puts together what
    /// both of them find.
    Usual,
    /// With the cells of a grid in the index of words, see [`crate::cells`].
    Cells,
}
