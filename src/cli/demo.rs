//! `headroom demo`: an invented borough in a fresh data folder, served at once.

mod borough;

use crate::accounts::{Role, store};
use crate::app::App;
use crate::capacity::store::lines_of;
use crate::config::Config;
use crate::db::Database;
use crate::error::{Error, Result};
use crate::links::{self, NewLink, Token};
use crate::reminders::service::Setup;
use jiff::Timestamp;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Serves the sample borough until told to end; its folder goes with it.
///
/// # Errors
/// The address is taken, or the folder cannot be written.
pub fn run(listen: &str) -> Result<()> {
    super::serve::log_to_stderr();
    let folder = Folder::new()?;
    let config = Config::new(&folder.0, None)?;
    eprintln!("setting up the sample borough of Wythmere …");
    let keys = borough::set_up(&config)?;
    let app = App::open(&config)?;
    let listings = app.engine.listings();
    super::serve::serve(app, listen, &Setup::default(), |address| {
        println!("{}", welcome(address, listings, &keys))
    })
}

/// A key for each role, and the service that the examples change.
pub struct Keys {
    /// Role and key.
    pub keys: Vec<(Role, String)>,
    /// A service of the provider's organisation that has room, and its name.
    pub example: (String, String),
    /// The one-tap link of that service.
    pub link: Token,
}

/// Makes a key for each role.
fn make_keys(db: &Database, organization: String, example: (String, String)) -> Result<Keys> {
    let (service_id, name) = example;
    let link = NewLink {
        location_id: only_location(db, &service_id)?,
        service_id: service_id.clone(),
        issued_to: "the demo".into(),
        sent_to: None,
    };
    let (keys, link) = db.write(move |tx| {
        let link = links::store::issue(tx, &link, Timestamp::now())?;
        let make = |role: Role| {
            let own = (role == Role::Provider).then_some(organization.as_str());
            Ok((
                role,
                store::create_key(tx, role, &format!("demo {}", role.as_str()), own)?,
            ))
        };
        let keys = Role::ALL.into_iter().map(make);
        Ok((keys.collect::<Result<Vec<_>>>()?, link))
    })?;
    Ok(Keys {
        keys,
        example: (service_id, name),
        link,
    })
}

/// Where a service is given that is given at one place; empty for none.
fn only_location(db: &Database, service_id: &str) -> Result<String> {
    let lines = db.read(|conn| lines_of(conn, service_id))?;
    let first = lines.into_iter().next();
    Ok(first.map(|line| line.location_id).unwrap_or_default())
}

fn welcome(address: SocketAddr, listings: u64, keys: &Keys) -> String {
    let (service, name) = &keys.example;
    let key = |role| {
        keys.keys
            .iter()
            .find(|(known, _)| *known == role)
            .map_or("", |(_, key)| key)
    };
    let rows = keys
        .keys
        .iter()
        .map(|(role, key)| format!("  {:13}{key}\n", role.as_str()));
    let rows: String = rows.collect();
    format!(
        "\nThe sample borough of Wythmere: {listings} services, all invented.\n\n\
         listening on http://{address}\n\n\
         Keys for the API:\n{rows}\n\
         Four things to try:\n\
         1. Look for help near somebody: http://{address}/?q=befriending&near=QH1+4UZ\n\
         2. Say that \"{name}\" is full, then look for it again:\n\
         \x20  curl -X PUT http://{address}/api/v1/services/{service}/capacity \\\n\
         \x20    -H 'Authorization: Bearer {}' -d '{{\"state\":\"full\"}}'\n\
         3. Say so without a key, as a group does on a telephone: http://{address}{}\n\
         4. Watch room change while you do it: curl -N http://{address}/api/v1/live\n\n\
         Ctrl-C ends it and removes its folder.",
        key(Role::Provider),
        links::path(&keys.link)
    )
}

/// A folder of our own, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self> {
        let name = format!("headroom-demo-{}", uuid::Uuid::new_v4().simple());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir(&path).map_err(Error::io(format!("cannot make {}", path.display())))?;
        Ok(Self(path))
    }
}

impl AsRef<Path> for Folder {
    fn as_ref(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
