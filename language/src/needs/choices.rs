//! Phrases with choices in them: `{scared|afraid} of {him|her ex}` stands for four phrases.

/// Phrases that one may stand for.
const MOST: usize = 400;

/// All phrases that one with choices stands for; itself if it has none.
///
/// # Errors
/// A brace is not closed or not opened, or there are too many choices.
pub fn spread(phrase: &str) -> Result<Vec<String>, String> {
    let mut spread = vec![String::new()];
    let mut rest = phrase;
    while let Some((before, after)) = rest.split_once('{') {
        let (choices, behind) = after
            .split_once('}')
            .ok_or_else(|| format!("\"{phrase}\" opens a brace and does not close it"))?;
        if before.contains('}') || choices.contains('{') {
            return Err(stray(phrase));
        }
        let choices: Vec<&str> = choices.split('|').collect();
        if spread.len() * choices.len() > MOST {
            return Err(format!(
                "\"{phrase}\" stands for more than {MOST} phrases: write it as several"
            ));
        }
        let longer = |begun: &String| {
            let begun = format!("{begun}{before}");
            choices
                .iter()
                .map(move |choice| format!("{begun}{choice}"))
                .collect::<Vec<_>>()
        };
        spread = spread.iter().flat_map(longer).collect();
        rest = behind;
    }
    if rest.contains('}') {
        return Err(stray(phrase));
    }
    spread.iter_mut().for_each(|phrase| phrase.push_str(rest));
    Ok(spread)
}

fn stray(phrase: &str) -> String {
    format!("\"{phrase}\" has a brace too many: choices cannot hold choices")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_combined() {
        assert_eq!(spread("in debt").unwrap(), ["in debt"]);
        assert_eq!(
            spread("{scared|afraid} of {him|her ex} now").unwrap(),
            [
                "scared of him now",
                "scared of her ex now",
                "afraid of him now",
                "afraid of her ex now"
            ]
        );
    }

    #[test]
    fn braces_that_do_not_fit_are_refused() {
        assert!(spread("a {b|c").unwrap_err().contains("does not close"));
        for stray in ["a b} c", "{a|{b|c}}", "a} {b}"] {
            assert!(spread(stray).unwrap_err().contains("brace too many"));
        }
        let many = "{a|b|c|d|e|f|g|h|i|j}".repeat(4);
        assert!(spread(&many).unwrap_err().contains("more than"));
    }
}
