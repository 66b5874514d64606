//! Prose with code between backticks, as the OpenAPI document has it.

/// A text in pieces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prose {
    /// The pieces, in order.
    pub pieces: Vec<Piece>,
}

/// A piece of prose or of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it says.
    pub text: String,
    /// Whether it is code.
    pub code: bool,
}

impl Prose {
    /// Takes a text apart. What stands between backticks is code.
    pub fn read(text: &str) -> Self {
        let words: Vec<&str> = text.split_whitespace().collect();
        let line = words.join(" ");
        let pieces = line.split('`').enumerate().map(|(index, text)| Piece {
            text: text.to_owned(),
            code: index % 2 == 1,
        });
        Self {
            pieces: pieces.filter(|piece| !piece.text.is_empty()).collect(),
        }
    }
}

/// The paragraphs of a text, which blank lines part.
pub fn paragraphs(text: &str) -> Vec<Prose> {
    let blocks = text.split("\n\n").map(Prose::read);
    blocks.filter(|block| !block.pieces.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_backticks_is_code() {
        let prose = Prose::read("Resumable with\n`Last-Event-ID`.");
        let pieces: Vec<(&str, bool)> = prose
            .pieces
            .iter()
            .map(|piece| (piece.text.as_str(), piece.code))
            .collect();
        assert_eq!(
            pieces,
            [
                ("Resumable with ", false),
                ("Last-Event-ID", true),
                (".", false)
            ]
        );
    }
}
