//! The names in a path or in a group of paths, as `use` has them.

/// The first name of each path in what follows `crate::`, be it one path or a
/// group in braces.
pub fn first_names(after: &str) -> Vec<String> {
    let Some(group) = after.strip_prefix('{') else {
        return Vec::from_iter(name_at(after));
    };
    let mut depth = 0;
    let mut names = Vec::from_iter(name_at(group));
    for (place, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.extend(name_at(&group[place + 1..])),
            _ => {}
        }
    }
    names
}

fn name_at(text: &str) -> Option<String> {
    let text = text.trim_start();
    let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_')?;
    (end > 0).then(|| text[..end].to_owned())
}
