//! Which column of a file is which: by its header, or by what its first row looks like.

use crate::geography::Postcode;
use csv::ByteRecord;

/// The two kinds of file, with the number of each column.
#[derive(Debug, PartialEq, Eq)]
pub enum Columns {
    /// One postcode a row.
    Postcodes {
        /// The postcode.
        postcode: usize,
        /// Where it is.
        at: At,
        /// When it was terminated, YYYYMM; empty while it is in use.
        ended: Option<usize>,
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
        /// Where it is.
        at: At,
    },
}

/// The columns that say where something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// Latitude, longitude in degrees.
    Degrees([usize; 2]),
    /// Easting, northing on the National Grid in metres, and the positional quality, which is 90
    /// for none.
    Grid([usize; 2], Option<usize>),
}

/// Columns of Code-Point Open, which has no header.
const CODE_POINT_OPEN: usize = 10;

impl Columns {
    /// The columns of a file without a header, if its first row shows that it is Code-Point Open:
    /// postcode, quality, easting, northing, and six codes.
    pub fn without_header(first: &ByteRecord) -> Option<Self> {
        let is_number = |at: usize| first.get(at).is_some_and(is_whole_number);
        let postcode = Postcode::exact(first.get(0)?).is_some();
        let fits = first.len() == CODE_POINT_OPEN && postcode && (1..=3).all(is_number);
        fits.then_some(Columns::Postcodes {
            postcode: 0,
            at: At::Grid([2, 3], Some(1)),
            ended: None,
            ward: None,
            district: None,
        })
    }

    /// Finds the columns in a header, in any order, among any others: those of our own files, of
    /// the ONS Postcode Directory, of the National Statistics Postcode Lookup and of Code-Point Open.
    ///
    /// # Errors
    /// Needed ones are missing; the text names the columns found and those wanted.
    pub fn of(header: &ByteRecord) -> Result<Self, String> {
        let names: Vec<String> = header.iter().map(name).collect();
        let column = |wanted: &[&str]| {
            let mut wanted = wanted.iter();
            wanted.find_map(|wanted| names.iter().position(|name| name == wanted))
        };
        let postcode = column(&["pcds", "postcode", "pcd8", "pcd7", "pcd2", "pcd", "pc"]);
        let (place, kind) = (column(&["name"]), column(&["type", "kind"]));
        match (at(column), postcode, place, kind) {
            (Some(at), Some(postcode), ..) => Ok(Columns::Postcodes {
                postcode,
                at,
                ended: column(&["doterm"]),
                ward: column(&["ward_name"]).or_else(|| named(&names, "wd")),
                district: column(&["lad_name"]).or_else(|| named(&names, "lad")),
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

fn at(column: impl Fn(&[&str]) -> Option<usize>) -> Option<At> {
    let latitude = column(&["lat", "latitude"]);
    let longitude = column(&["lon", "long", "lng", "longitude"]);
    if let Some((lat, lon)) = latitude.zip(longitude) {
        return Some(At::Degrees([lat, lon]));
    }
    let easting = column(&["oseast1m", "east1m", "eastings", "easting", "ea"]);
    let northing = column(&["osnrth1m", "north1m", "northings", "northing", "no"]);
    let quality = column(&["positional_quality_indicator", "osgrdind", "gridind", "pq"]);
    let (east, north) = easting.zip(northing)?;
    Some(At::Grid([east, north], quality))
}

/// The column with the names of these areas in some year: `wd23nm`, `lad24nm`.
fn named(names: &[String], area: &str) -> Option<usize> {
    let is_year = |year: &str| year.len() == 2 && year.bytes().all(|byte| byte.is_ascii_digit());
    let year = |name: &String| {
        let year = name.strip_prefix(area)?.strip_suffix("nm")?;
        Some(is_year(year))
    };
    names.iter().position(|name| year(name) == Some(true))
}

fn is_whole_number(field: &[u8]) -> bool {
    let digits = field.trim_ascii();
    !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
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
         and lad_name if there are any), those of the ONS Postcode Directory (pcds, lat, long, \
         doterm), Code-Point Open as it comes, or name, area, type, lat, lon"
    )
}
