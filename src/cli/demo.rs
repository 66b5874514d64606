//! `headroom demo`: an invented borough in a fresh data folder, served at once.

mod borough;
mod past;

use crate::accounts::Role;
use crate::accounts::keys::{self, NewKey};
use crate::accounts::people::{self, NewAccount};
use crate::accounts::sign_in::{self, NewSignIn};
use crate::app::App;
use crate::capacity::store::lines_of;
use crate::config::Config;
use crate::db::{Database, Tx};
use crate::error::{Error, Result};
use crate::links::{self, NewLink, Token};
use crate::reminders::service::Setup;
use jiff::{SignedDuration, Timestamp};
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

/// How often each of the demo's links can be used.
const USES: i32 = 1000;
/// How long they work.
const DAYS: i64 = 30;

/// Those who work with the sample borough: role, name and address.
const PEOPLE: [(Role, &str, &str); 4] = [
    (Role::Navigator, "Nasreen Khan", "nasreen@practice.example"),
    (Role::Provider, "Pat Whelan", "pat@group.example"),
    (Role::Commissioner, "Callum Reid", "callum@board.example"),
    (Role::Steward, "Stella Marsh", "stella@directory.example"),
];

/// A key and a link for each role, and the service that the examples change.
pub struct Keys {
    /// Role and key.
    pub keys: Vec<(Role, String)>,
    /// Role, name, and the path of a link that signs in.
    pub people: Vec<(Role, &'static str, String)>,
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
    let (keys, people, link) = db.write(move |tx| {
        let now = Timestamp::now();
        let link = links::store::issue(tx, &link, now)?;
        let mut keys = Vec::new();
        let mut people = Vec::new();
        for (role, name, email) in PEOPLE {
            let own = (role == Role::Provider).then_some(organization.as_str());
            let new = NewKey::new(role, &format!("demo {}", role.as_str()), own);
            keys.push((role, keys::create(tx, &new, now)?.1));
            people.push((role, name, person(tx, (role, name, email), own, now)?));
        }
        Ok((keys, people, link))
    })?;
    Ok(Keys {
        keys,
        people,
        example: (service_id, name),
        link,
    })
}

/// Makes an account, and the path of a link for it that works for as long as anybody tries things out.
fn person(
    tx: &mut Tx,
    (role, name, email): (Role, &str, &str),
    organization: Option<&str>,
    now: Timestamp,
) -> Result<String> {
    let new = NewAccount {
        email: email.into(),
        name: name.into(),
        role,
        organization_id: organization.map(str::to_owned),
        areas: Vec::new(),
        room_only: false,
    };
    let account = people::create(tx, &new, now)?;
    let link = NewSignIn {
        valid_for: SignedDuration::from_hours(24 * DAYS),
        uses: USES,
        ..NewSignIn::once(&account.id, "/")
    };
    Ok(sign_in::path(&sign_in::issue(tx, &link, now)?))
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
    let people = keys.people.iter().map(|(role, name, path)| {
        let role = format!("({})", role.as_str());
        format!("  {name:13}{role:15}http://{address}{path}\n")
    });
    let people: String = people.collect();
    format!(
        "\nThe sample borough of Wythmere: {listings} services, all invented.\n\n\
         listening on http://{address}\n\n\
         Keys for the API:\n{rows}\n\
         Sign in as one of four people:\n{people}\n\
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
