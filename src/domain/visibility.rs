//! For whom a part of a listing is, if it is not for everybody.

use std::fmt;

/// Who may see what is not public; each of them may see what those before may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Whoever has signed in to send people or to plan services.
    Professional,
    /// Whoever runs the service, or stands above those who do.
    Provider,
    /// Those who curate the directory.
    Steward,
}

/// What a record may say besides the levels: the same as saying nothing.
pub const PUBLIC: &str = "public";

impl Level {
    /// Every level, from the widest circle to the narrowest.
    pub const ALL: [Level; 3] = [Level::Professional, Level::Provider, Level::Steward];

    /// The word in a record and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Level::Professional => "professional",
            Level::Provider => "provider",
            Level::Steward => "steward",
        }
    }

    /// The level for a word; none for any other word, `public` included.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == word)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_level_is_narrower_than_the_one_before_and_has_its_word() {
        assert!(Level::ALL.is_sorted());
        assert!(
            Level::ALL
                .iter()
                .all(|level| Level::parse(level.as_str()) == Some(*level))
        );
        assert_eq!(Level::parse(PUBLIC), None);
        assert_eq!(Level::parse("Steward"), None);
    }
}
