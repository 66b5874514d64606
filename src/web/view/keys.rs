//! The keys of the API, as they are listed: never the keys themselves.

use super::people::roles;
use super::words::{ago, day_of, short_day};
use crate::accounts::keys::KeyRow;
use crate::domain::schedule::local_day;
use crate::web::frame::role_words;
use crate::web::people::form::Filled;
use crate::web::tongue::filters;
use askama::Template;
use jiff::Timestamp;

/// A key.
#[derive(Debug)]
pub struct Key {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub name: String,
    /// What it may do.
    pub role: &'static str,
    /// Whether that is to speak of room, and nothing else.
    pub room_only: bool,
    /// For whom it speaks.
    pub organization: String,
    /// When it was made.
    pub made: String,
    /// When it ends or ended.
    pub ends: String,
    /// When it was last used.
    pub used: String,
    /// Whether it works.
    pub works: bool,
}

impl Key {
    /// A key, with the name of its organisation.
    pub fn view(key: &KeyRow, organization: Option<String>, now: Timestamp) -> Self {
        let day = |then: Timestamp| short_day(day_of(then), day_of(now));
        let revoked = key.revoked_at.map(|then| format!("revoked {}", day(then)));
        // It ends with the end of a day: the last moment of it tells which.
        let last = |end: Timestamp| day(end - jiff::SignedDuration::from_secs(1));
        let ends = key.expires_at.map(last);
        let used = key.used_at.map(|then| ago(then, now));
        Self {
            id: key.id.clone(),
            name: key.name.clone(),
            role: role_words(key.role),
            room_only: key.room_only,
            organization: organization
                .or(key.organization_id.clone())
                .unwrap_or_default(),
            made: day(key.created_at),
            ends: revoked.or(ends).unwrap_or_else(|| "never".into()),
            used: used.unwrap_or_else(|| "not yet".into()),
            works: key.works(now),
        }
    }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "keys.html")]
pub struct KeysPage {
    keys: Vec<Key>,
    filled: Filled,
    roles: [(&'static str, &'static str); 4],
    /// The first day that can be the last of a key.
    today: String,
}

impl KeysPage {
    /// The keys, and what was typed into the form.
    pub fn view(keys: Vec<Key>, filled: Filled, now: Timestamp) -> Self {
        Self {
            keys,
            filled,
            roles: roles(),
            today: local_day(now, 0).to_string(),
        }
    }
}
