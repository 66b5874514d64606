//! The envelope of a list.

use super::asked::Paging;
use serde::Serialize;
use serde_json::Value;

/// One page of a list.
#[derive(Debug, Serialize)]
pub struct Page {
    /// How many there are on all pages.
    pub total_items: usize,
    /// Pages.
    pub total_pages: usize,
    /// This page, from 1.
    pub page_number: usize,
    /// How many are on this page.
    pub size: usize,
    /// Whether this is the first page.
    pub first_page: bool,
    /// Whether no page comes after this one.
    pub last_page: bool,
    /// Whether nothing is on this page.
    pub empty: bool,
    /// What is on this page.
    pub contents: Vec<Value>,
}

impl Page {
    /// The page with this number of a list of so many.
    pub fn new(contents: Vec<Value>, total_items: usize, (number, per_page): Paging) -> Self {
        let total_pages = total_items.div_ceil(per_page.max(1));
        Self {
            total_items,
            total_pages,
            page_number: number,
            size: contents.len(),
            first_page: number == 1,
            last_page: number >= total_pages,
            empty: contents.is_empty(),
            contents,
        }
    }
}

/// Where a page begins.
pub fn skipped((number, per_page): Paging) -> usize {
    (number - 1).saturating_mul(per_page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever is asked for, the numbers fit each other.
        #[test]
        fn the_numbers_fit_each_other(total in 0_usize..500, number in 1_usize..60, per_page in 1_usize..40) {
            let size = total.saturating_sub(skipped((number, per_page))).min(per_page);
            let page = Page::new(vec![Value::from(1); size], total, (number, per_page));
            prop_assert_eq!(page.size, size);
            prop_assert_eq!(page.empty, size == 0);
            prop_assert_eq!(page.first_page, number == 1);
            prop_assert_eq!(page.last_page, number >= page.total_pages);
            prop_assert!(page.total_pages * per_page >= total && total > page.total_pages.saturating_sub(1) * per_page || total == 0);
        }
    }
}
