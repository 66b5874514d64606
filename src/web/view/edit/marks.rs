//! What differs between two texts, word by word, and the same in the HTML of two pages.

/// Comparisons at most; of longer texts what is between their common ends is taken as wholly different.
const MOST: usize = 4_000_000;

/// A piece of two texts laid over each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// It is in both.
    Same(String),
    /// It is only in the first.
    Gone(String),
    /// It is only in the second.
    New(String),
}

/// Two texts laid over each other, word by word; lines stay lines.
pub fn pieces(before: &str, after: &str) -> Vec<Piece> {
    let (old, new) = (words(before), words(after));
    let (kept, same) = common(&old, &new);
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut at, mut to) = (0, 0);
    while at < old.len() || to < new.len() {
        let piece = match (old.get(at).filter(|_| !kept[at]), new.get(to)) {
            (Some(gone), _) => {
                at += 1;
                Piece::Gone((*gone).to_owned())
            }
            (None, Some(word)) if !same[to] => {
                to += 1;
                Piece::New((*word).to_owned())
            }
            (None, Some(word)) => {
                (at, to) = (at + 1, to + 1);
                Piece::Same((*word).to_owned())
            }
            (None, None) => break,
        };
        join(&mut pieces, piece);
    }
    pieces
}

fn join(pieces: &mut Vec<Piece>, next: Piece) {
    // The last word of one text may have no space after it that the other needs.
    let next = match (pieces.last(), next) {
        (Some(Piece::Same(last)), Piece::Gone(next)) if !last.ends_with(char::is_whitespace) => {
            Piece::Gone(format!(" {next}"))
        }
        (_, next) => next,
    };
    match (pieces.last_mut(), next) {
        (Some(Piece::Same(last)), Piece::Same(next))
        | (Some(Piece::Gone(last)), Piece::Gone(next))
        | (Some(Piece::New(last)), Piece::New(next)) => last.push_str(&next),
        (_, next) => pieces.push(next),
    }
}

/// The words of a text, each with the space after it.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let space = rest.get(word..).unwrap_or_default();
        let end = word
            + space
                .find(|c: char| !c.is_whitespace())
                .unwrap_or(space.len());
        let (one, others) = rest.split_at(end);
        words.push(one);
        rest = others;
    }
    words
}

/// Which words of each are in both, in the same order: a longest common sequence.
fn common(old: &[&str], new: &[&str]) -> (Vec<bool>, Vec<bool>) {
    let alike = |(a, b): &(&&str, &&str)| a.trim_end() == b.trim_end();
    let start = old.iter().zip(new).take_while(alike).count();
    let ends = old[start..].iter().rev().zip(new[start..].iter().rev());
    let end = ends.take_while(alike).count();
    let (a, b) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    let (mut kept, mut same) = (vec![true; old.len()], vec![true; new.len()]);
    kept[start..start + a.len()].fill(false);
    same[start..start + b.len()].fill(false);
    for (i, j) in sequence(a, b) {
        kept[start + i] = true;
        same[start + j] = true;
    }
    (kept, same)
}

/// The places of a longest common sequence.
fn sequence(a: &[&str], b: &[&str]) -> Vec<(usize, usize)> {
    if a.len().saturating_mul(b.len()) > MOST {
        return Vec::new();
    }
    let wide = b.len() + 1;
    let mut best = vec![0u32; (a.len() + 1) * wide];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            best[i * wide + j] = match a[i].trim_end() == b[j].trim_end() {
                true => best[(i + 1) * wide + j + 1] + 1,
                false => best[(i + 1) * wide + j].max(best[i * wide + j + 1]),
            };
        }
    }
    let (mut found, mut i, mut j) = (Vec::new(), 0, 0);
    while i < a.len() && j < b.len() {
        if a[i].trim_end() == b[j].trim_end() {
            found.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[(i + 1) * wide + j] >= best[i * wide + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}

/// The HTML of a page with every word marked that the page before it does not have in this order.
pub fn marked(before: &str, after: &str) -> String {
    let old: Vec<&str> = tokens(before)
        .into_iter()
        .filter(|one| is_word(one))
        .collect();
    let tokens = tokens(after);
    let new: Vec<&str> = tokens.iter().copied().filter(|one| is_word(one)).collect();
    let (_, same) = common(&old, &new);
    let mut same = same.into_iter();
    let (mut html, mut is_open) = (String::with_capacity(after.len() + 64), false);
    for token in tokens {
        let is_new = is_word(token) && same.next() == Some(false);
        // A mark ends before a tag, and goes on over the space between two words.
        if is_open && !is_new {
            html.push_str("</ins>");
            is_open = false;
        }
        if is_new && !is_open {
            html.push_str("<ins>");
            is_open = true;
        }
        html.push_str(token);
    }
    if is_open {
        html.push_str("</ins>");
    }
    html
}

fn is_word(token: &str) -> bool {
    !token.starts_with('<') && !token.trim().is_empty()
}

/// Tags, and words with the space after them.
fn tokens(html: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (text, tag) = rest.split_at(start);
        tokens.extend(words(text));
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let (tag, others) = tag.split_at(end);
        tokens.push(tag);
        rest = others;
    }
    tokens.extend(words(rest));
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn without(pieces: &[Piece], is_first: bool) -> String {
        let texts = pieces.iter().map(|piece| match piece {
            Piece::Same(text) => text.as_str(),
            Piece::Gone(text) if is_first => text,
            Piece::New(text) if !is_first => text,
            _ => "",
        });
        texts.collect()
    }

    #[test]
    fn only_what_differs_is_marked() {
        let same = |text: &str| Piece::Same(text.into());
        assert_eq!(
            pieces("Soup on Fridays only", "Soup on Mondays only"),
            [
                same("Soup on "),
                Piece::Gone("Fridays ".into()),
                Piece::New("Mondays ".into()),
                same("only")
            ]
        );
        let html = marked(
            "<p>Ring <b>123</b> now</p>",
            "<p>Ring <b>456</b> right now</p>",
        );
        assert_eq!(
            html,
            "<p>Ring <b><ins>456</ins></b> <ins>right </ins>now</p>"
        );
    }

    proptest! {
        #[test]
        fn both_texts_are_in_the_pieces(before in "([ab]{1,2}[ \n]{0,2}){0,8}", after in "([ab]{1,2}[ \n]{0,2}){0,8}") {
            let found = pieces(&before, &after);
            let squashed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(squashed(&without(&found, true)), squashed(&before));
            prop_assert_eq!(without(&found, false), after);
        }

        #[test]
        fn marking_changes_nothing_else(before in "(<b>|</b>|x |y|z ){0,9}", after in "(<b>|</b>|x |y|z ){0,9}") {
            let html = marked(&before, &after);
            prop_assert_eq!(html.replace("<ins>", "").replace("</ins>", ""), after.clone());
            prop_assert_eq!(marked(&after, &after), after);
        }
    }
}
