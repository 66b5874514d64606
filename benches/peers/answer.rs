//! What a peer answers, as far as the three are compared.

/// Answers on a page.
pub const PAGE: usize = 20;

/// How much came back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Told {
    /// Answers on all pages.
    pub found: usize,
    /// Answers on this page.
    pub shown: usize,
    /// Bytes that came over the wire, where they are known.
    pub bytes: usize,
}
