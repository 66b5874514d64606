//! Pictures of streets for the maps, of a server that the operator names.

use crate::error::{Error, Result};
use reqwest::Url;

/// What an address must say where.
const PARTS: [&str; 3] = ["{z}", "{x}", "{y}"];

/// A server of map tiles: squares of the world in spherical Mercator (EPSG:3857), by level, column and row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tiles {
    template: String,
    /// Where they come from, as a content security policy names it: `https://tiles.example`.
    pub origin: String,
    /// Whose work they are, as their licence wants it said.
    pub credit: String,
}

impl Tiles {
    /// Reads an address such as `https://tiles.example/{z}/{x}/{y}.png`, and whose work that is.
    ///
    /// # Errors
    /// The address cannot be one of tiles, or nobody is named.
    pub fn new(template: &str, credit: Option<&str>) -> Result<Self> {
        // The address itself is not repeated: it may hold a key.
        let refused = |why: &str| {
            Error::Usage(format!(
                "--map-tiles cannot be used ({why}): write https://HOST/PATH/{{z}}/{{x}}/{{y}}.png"
            ))
        };
        let missing = PARTS.into_iter().find(|part| !template.contains(part));
        if let Some(part) = missing {
            return Err(refused(&format!("{part} is missing")));
        }
        let filled = PARTS
            .iter()
            .fold(template.to_owned(), |text, part| text.replace(part, "0"));
        let url: Url = filled.parse().map_err(|_| refused("it is no address"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(refused("it is not on the web"));
        }
        let origin = url.origin().ascii_serialization();
        if template.contains(['\'', '"', '<', '>', ' ']) || !template.starts_with(&origin) {
            return Err(refused("its host is not written plainly"));
        }
        let credit = credit.map(str::trim).filter(|credit| !credit.is_empty());
        let Some(credit) = credit else {
            let why = "--map-credit is missing: say whose maps they are, as their licence wants it";
            return Err(Error::Usage(why.into()));
        };
        Ok(Self {
            template: template.to_owned(),
            origin,
            credit: credit.to_owned(),
        })
    }

    /// The address of one tile.
    pub fn address(&self, level: u8, x: u32, y: u32) -> String {
        let parts = PARTS.iter().zip([level.into(), x, y]);
        parts.fold(self.template.clone(), |text, (part, number)| {
            text.replace(part, &number.to_string())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_filled_with_level_column_and_row() {
        let template = "https://tiles.example:8443/a/{z}/{x}/{y}.png?key=k";
        let tiles = Tiles::new(template, Some("© Quay Survey ")).unwrap();
        let address = "https://tiles.example:8443/a/13/4029/2647.png?key=k";
        assert_eq!(tiles.address(13, 4029, 2647), address);
        assert_eq!(tiles.origin, "https://tiles.example:8443");
        assert_eq!(tiles.credit, "© Quay Survey");
    }

    #[test]
    fn what_cannot_be_an_address_of_tiles_is_refused_and_not_repeated() {
        for template in [
            "",
            "https://tiles.example/secret/{z}/{x}.png",
            "ftp://secret/{z}/{x}/{y}",
            "secret/{z}/{x}/{y}",
            "https://secret@tiles.example/{z}/{x}/{y}",
            "https://tiles.example/ 'secret'/{z}/{x}/{y}",
            "https://{z}.secret/{x}/{y}",
        ] {
            let said = Tiles::new(template, Some("Quay")).unwrap_err().to_string();
            assert!(
                said.contains("--map-tiles") && !said.contains("secret"),
                "{said}"
            );
        }
        let template = "https://tiles.example/{z}/{x}/{y}";
        let said = Tiles::new(template, Some(" ")).unwrap_err().to_string();
        assert!(said.contains("--map-credit"), "{said}");
    }
}
