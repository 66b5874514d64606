//! Lists of words as the files of `index/` hold them: one entry a line, remarks after `#`.

/// The entries of a list, in order, without blank lines and lines of remarks.
pub fn entries(list: &str) -> impl Iterator<Item = &str> {
    let lines = list.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::entries;

    #[test]
    fn blank_lines_and_remarks_are_no_entries() {
        let list = "# words\n\n help \nneed\n  # and more\n";
        assert_eq!(entries(list).collect::<Vec<_>>(), ["help", "need"]);
    }
}
