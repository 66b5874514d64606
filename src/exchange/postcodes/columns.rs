//! Which column of a file is which, by its header.

use csv::ByteRecord;

/// The two kinds of file, with the number of each column.
#[derive(Debug, PartialEq, Eq)]
pub enum Columns {
    /// One postcode a row.
    Postcodes {
        /// The postcode.
        postcode: usize,
        /// Latitude, longitude.
        at: [usize; 2],
        /// The name of the electoral ward.
        ward: Option<usize>,
        /// The name of the local authority district.
        district: Option<usize>,
    },
    /// One named place a row.
    Places {
        /// Its name.
        name: usize,
        /// The district that it is in.
        area: Option<usize>,
        /// What kind of place.
        kind: usize,
        /// Latitude, longitude.
        at: [usize; 2],
    },
}

impl Columns {
    /// Finds the columns in a header, in any order, among any others.
    ///
    /// # Errors
    /// Needed ones are missing; the text names the columns found and those wanted.
    pub fn of(header: &ByteRecord) -> Result<Self, String> {
        let names: Vec<String> = header.iter().map(name).collect();
        let column = |wanted: &[&str]| {
            names
                .iter()
                .position(|name| wanted.contains(&name.as_str()))
        };
        let latitude = column(&["lat", "latitude"]);
        let longitude = column(&["lon", "long", "lng", "longitude"]);
        let at = latitude.zip(longitude).map(|(lat, lon)| [lat, lon]);
        let postcode = column(&["postcode", "pcds", "pcd"]);
        let (place, kind) = (column(&["name"]), column(&["type", "kind"]));
        match (at, postcode, place, kind) {
            (Some(at), Some(postcode), ..) => Ok(Columns::Postcodes {
                postcode,
                at,
                ward: column(&["ward_name"]),
                district: column(&["lad_name"]),
            }),
            (Some(at), None, Some(name), Some(kind)) => Ok(Columns::Places {
                name,
                area: column(&["area"]),
                kind,
                at,
            }),
            _ => Err(missing(&names)),
        }
    }
}

/// A column's name without case, spaces and the byte order mark that spreadsheets put first.
fn name(field: &[u8]) -> String {
    let text = String::from_utf8_lossy(field);
    text.trim_start_matches('\u{feff}').trim().to_lowercase()
}

fn missing(names: &[String]) -> String {
    let found: String = names.join(", ").chars().take(200).collect();
    format!(
        "the first line has the columns \"{found}\"; wanted are postcode, lat, lon (with ward_name \
         and lad_name if there are any), or name, area, type, lat, lon"
    )
}
