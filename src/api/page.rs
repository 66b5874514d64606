//! The envelope of a list, as HSDS has it.

use serde::Serialize;
use utoipa::ToSchema;

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
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
    /// Whether this is the last page.
    pub last_page: bool,
    /// Whether this page has none.
    pub empty: bool,
    /// What is on this page.
    pub contents: Vec<T>,
}

impl<T> Page<T> {
    /// The page with this number of a list of so many.
    pub fn new(contents: Vec<T>, total: i64, (number, per_page): (usize, usize)) -> Self {
        let total_items = usize::try_from(total).unwrap_or(0);
        let total_pages = total_items.div_ceil(per_page);
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
