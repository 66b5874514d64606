//! Which pages can be read in Welsh. The others are English as a whole: a page half in each language is
//! worse than either.

/// Where the pages begin that are in English only: the audit, which names things as the database does, and
/// the documents of the API.
const ENGLISH_ONLY: [&str; 2] = ["/audit", "/docs"];

/// Whether the page at a path can be read in Welsh.
pub fn are_welsh(path: &str) -> bool {
    let is_below = |start: &str| {
        let rest = path.strip_prefix(start);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    !ENGLISH_ONLY.iter().any(|start| is_below(start))
}

#[cfg(test)]
mod tests {
    use super::are_welsh;

    #[test]
    fn pages_are_welsh_as_a_whole_or_not_at_all() {
        assert!(are_welsh("/"));
        assert!(are_welsh("/my/people"));
        assert!(are_welsh("/auditors"));
        assert!(!are_welsh("/audit"));
        assert!(!are_welsh("/docs/1"));
        assert!(are_welsh("/services/1/money"));
    }
}
