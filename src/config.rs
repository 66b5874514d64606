//! Where things are kept, the data folder and the database, and whom else to ask.

mod openid;
mod public_url;
mod register;
mod tiles;

pub use openid::{OpenId, is_trusted};
pub use public_url::PublicUrl;
pub use register::{REGISTER_KEY, RegisterApi};
pub use tiles::Tiles;

use crate::error::{Error, Result};
use jiff::SignedDuration;
use reqwest::Url;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Which database, by the scheme of its URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file of the embedded database.
    Sqlite(PathBuf),
    /// A PostgreSQL connection string.
    Postgres(String),
}

impl FromStr for DatabaseUrl {
    type Err = Error;

    fn from_str(url: &str) -> Result<Self> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if !path.is_empty() {
                return Ok(Self::Sqlite(PathBuf::from(path)));
            }
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        Err(Error::Usage(format!(
            "the database URL \"{url}\" is not understood: write sqlite:PATH, or postgres://user:password@host/name"
        )))
    }
}

impl fmt::Display for DatabaseUrl {
    /// Without the password, for logs and messages.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => {
                let place = url.rsplit_once('@').map_or("…", |(_, place)| place);
                write!(f, "postgres://{place}")
            }
        }
    }
}

/// The base address of a server that speaks as `postcodes.io` does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostcodesIo(Url);

impl FromStr for PostcodesIo {
    type Err = Error;

    /// The address itself is not repeated in the error: it may hold a password.
    fn from_str(text: &str) -> Result<Self> {
        let refused = |why: &str| {
            Error::Usage(format!(
                "the address of postcodes.io is not understood ({why}): write http://HOST or https://HOST, with a port or a path if need be"
            ))
        };
        let url: Url = text.parse().map_err(|_| refused("it is no address"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(refused("it is not on the web"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(refused("it goes on after the path"));
        }
        Ok(Self(url))
    }
}

impl PostcodesIo {
    /// The address of an entry of a list of the server.
    pub fn address(&self, list: &str, entry: &str) -> Url {
        let mut url = self.0.clone();
        // Fails only for addresses that have no host.
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend([list, entry]);
        }
        url
    }
}

/// Everything that says where this instance keeps its things, and whom it asks.
#[derive(Debug, Clone)]
pub struct Config {
    /// The data folder: the index, and the embedded database.
    pub data: PathBuf,
    /// The database.
    pub database: DatabaseUrl,
    /// Who is asked for postcodes that the database does not hold; nobody if left out.
    pub postcodes_io: Option<PostcodesIo>,
    /// How long a place is kept for somebody on the way.
    pub kept_for: SignedDuration,
    /// Where people reach this server; where it listens, if left out.
    pub public_url: Option<PublicUrl>,
    /// Whether webhooks may lead to addresses that are not on the open internet.
    pub private_webhooks: bool,
    /// Whether a proxy stands before the server, which says for whom it asks.
    pub behind_proxy: bool,
    /// Requests a minute that one address, or one key, may make.
    pub requests_a_minute: u32,
    /// With whom people sign in, beside the link that is mailed to them.
    pub openid: Option<OpenId>,
    /// Who has pictures of streets for the maps; without them, maps are of our own drawing alone.
    pub tiles: Option<Tiles>,
    /// The register that is asked about charities; none is if left out.
    pub register: Option<RegisterApi>,
}

/// Requests a minute, unless the configuration says otherwise: a hundred a second, for many people have
/// one address.
pub const USUAL_PACE: u32 = 6000;

/// The longest that a place can be kept: longer, and nobody else would ever get it.
const LONGEST_HOLD: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How long a place is kept, unless the configuration says otherwise.
pub const USUAL_HOLD: SignedDuration = SignedDuration::from_hours(72);

/// Reads how long a place is kept, such as `72h` or `90m`.
fn hold(text: &str) -> Result<SignedDuration> {
    let time = text.parse::<SignedDuration>().ok();
    let time = time.filter(|time| (SignedDuration::from_secs(1)..=LONGEST_HOLD).contains(time));
    time.ok_or_else(|| {
        Error::Usage(format!(
            "--hold-for cannot be \"{text}\": write a time such as 72h or 90m, from 1s to 720h"
        ))
    })
}

impl Config {
    /// The given data folder, with the given database or the embedded one inside the folder.
    ///
    /// # Errors
    /// The URL is not understood.
    pub fn new(data: &Path, database: Option<&str>) -> Result<Self> {
        let database = match database {
            Some(url) => url.parse()?,
            None => DatabaseUrl::Sqlite(data.join("headroom.sqlite")),
        };
        Ok(Self {
            data: data.to_owned(),
            database,
            postcodes_io: None,
            kept_for: USUAL_HOLD,
            public_url: None,
            private_webhooks: false,
            behind_proxy: false,
            requests_a_minute: USUAL_PACE,
            openid: None,
            tiles: None,
            register: None,
        })
    }

    /// The same, keeping places for so long.
    ///
    /// # Errors
    /// The time is not understood, or too long.
    pub fn keeping(self, kept_for: Option<&str>) -> Result<Self> {
        let kept_for = kept_for.map_or(Ok(self.kept_for), hold)?;
        Ok(Self { kept_for, ..self })
    }

    /// The same, with webhooks that may lead anywhere, or not.
    pub fn with_private_webhooks(self, private_webhooks: bool) -> Self {
        Self {
            private_webhooks,
            ..self
        }
    }

    /// The same, asked from behind a proxy or not, and so often a minute by one at most.
    pub fn asked(self, behind_proxy: bool, requests_a_minute: u32) -> Self {
        Self {
            behind_proxy,
            requests_a_minute,
            ..self
        }
    }

    /// The same, with the address of a `postcodes.io` to ask.
    ///
    /// # Errors
    /// The address is not understood.
    pub fn asking(self, postcodes_io: Option<&str>) -> Result<Self> {
        let postcodes_io = postcodes_io.map(str::parse).transpose()?;
        Ok(Self {
            postcodes_io,
            ..self
        })
    }

    /// The same, reached by people at this address.
    ///
    /// # Errors
    /// The address is not understood.
    pub fn reached_at(self, public_url: Option<&str>) -> Result<Self> {
        let public_url = public_url.map(str::parse).transpose()?;
        Ok(Self { public_url, ..self })
    }

    /// The same, with somebody with whom people sign in.
    pub fn signing_in_with(self, openid: Option<OpenId>) -> Self {
        Self { openid, ..self }
    }

    /// The same, with pictures of streets for its maps.
    pub fn drawing_on(self, tiles: Option<Tiles>) -> Self {
        Self { tiles, ..self }
    }

    /// The same, with a register to ask about charities.
    pub fn looking_up_charities(self, register: Option<RegisterApi>) -> Self {
        Self { register, ..self }
    }

    /// The folder that holds the generations of the search index.
    pub fn index_folder(&self) -> PathBuf {
        self.data.join("index")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postcode_is_asked_for_below_the_base_address() {
        for (base, address) in [
            (
                "http://localhost:8000",
                "http://localhost:8000/outcodes/QH1",
            ),
            (
                "https://quay.example/io/",
                "https://quay.example/io/outcodes/QH1",
            ),
        ] {
            let base: PostcodesIo = base.parse().unwrap();
            assert_eq!(base.address("outcodes", "QH1").as_str(), address);
            let full = base.address("postcodes", "QH1 1AA");
            assert!(full.path().ends_with("/postcodes/QH1%201AA"), "{full}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused_and_not_repeated() {
        for text in [
            "",
            "quay",
            "ftp://secret@quay",
            "http://",
            "http://secret@quay?x",
            "http://quay/#secret",
            "mailto:secret",
        ] {
            let said = text.parse::<PostcodesIo>().unwrap_err().to_string();
            assert!(
                said.contains("write http://HOST") && !said.contains("secret"),
                "{said}"
            );
        }
    }
}
