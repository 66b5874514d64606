//! The catalogue of Welsh, part of the program.

use spiritless_po::Catalog;
use std::sync::LazyLock;

const WELSH: &str = include_str!("../../../locale/cy.po");

/// Everything that is said in Welsh.
pub fn welsh() -> &'static Catalog {
    static CATALOGUE: LazyLock<Catalog> = LazyLock::new(|| {
        let mut catalogue = Catalog::new();
        if let Err(fault) = catalogue.add_str(WELSH) {
            // What could be read is there; a test reads it too, and fails.
            tracing::error!(?fault, "the Welsh catalogue is damaged");
        }
        catalogue
    });
    &CATALOGUE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_can_be_read() {
        let mut catalogue = Catalog::new();
        assert!(catalogue.add_str(WELSH).is_ok());
    }
}
