//! The texts of a page, as somebody reads them.

/// A piece of text between two tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub words: String,
    /// Whether it is marked as English.
    pub is_english: bool,
}

/// Elements that have no end.
const VOID: [&str; 8] = ["br", "img", "input", "link", "meta", "hr", "path", "image"];

/// What marks an element that nobody reads aloud, or that is the same in every language.
const UNREAD: [&str; 5] = [
    "translate=\"no\"",
    "aria-hidden",
    "class=\"code\"",
    "kbd",
    "textarea",
];

/// All texts of the body that have words in them; what is not to be translated is left out.
pub fn texts(page: &str) -> Vec<Text> {
    let (_, body) = page.split_once("<body").expect("a body");
    let mut open: Vec<(String, bool, bool)> = Vec::new();
    let mut found = Vec::new();
    for piece in body.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').expect("the end of a tag");
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        match tag.strip_prefix('/') {
            Some(ended) => {
                let at = open.iter().rposition(|(name, ..)| name == ended);
                open.truncate(at.unwrap_or(open.len()));
            }
            None if VOID.contains(&name) || tag.ends_with('/') => {}
            None => {
                let (_, english, kept) = open.last().cloned().unwrap_or_default();
                let english = english || tag.contains("lang=\"en");
                let kept = kept || UNREAD.iter().any(|mark| tag.contains(mark));
                open.push((name.to_owned(), english, kept));
            }
        }
        let (_, is_english, is_kept) = open.last().cloned().unwrap_or_default();
        let words = unescaped(text.trim());
        if !is_kept && words.contains(|letter: char| letter.is_alphabetic()) {
            found.push(Text { words, is_english });
        }
    }
    found
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&#38;", "&").replace("&#60;", "<");
    let text = text.replace("&#62;", ">").replace("&#34;", "\"");
    text.replace("&#39;", "'").replace("&amp;", "&")
}

#[test]
fn texts_know_in_which_language_they_are() {
    let page = "<html><body><p>Un <b lang=\"en\">One<br>more</b> dau</p>12<i translate=\"no\">AB</i></body>";
    let text = |words: &str, is_english| Text {
        words: words.to_owned(),
        is_english,
    };
    let found = [
        text("Un", false),
        text("One", true),
        text("more", true),
        text("dau", false),
    ];
    assert_eq!(texts(page), found);
}
