//! Those who have an account, as they are listed.

use super::words::{ago, day_of, short_day};
use crate::accounts::Role;
use crate::accounts::people::Account;
use crate::web::frame::role_words;
use crate::web::people::form::Filled;
use crate::web::tongue::filters;
use askama::Template;
use jiff::Timestamp;

/// People listed on one page at most: more are found by their names.
const MOST: usize = 300;

/// Somebody who has an account.
#[derive(Debug, Clone)]
pub struct Person {
    /// The id of the account.
    pub id: String,
    /// Who it is.
    pub name: String,
    /// Their address.
    pub email: String,
    /// What they may do.
    pub role: &'static str,
    /// Whether that is to speak of room, and nothing else.
    pub room_only: bool,
    /// For whom they speak, or where they look.
    pub place: String,
    /// When they last signed in.
    pub seen: String,
    /// When the account was closed.
    pub closed: Option<String>,
    /// Whether whoever looks may close it and let them in.
    pub may_close: bool,
}

impl Person {
    /// An account, with the name of its organisation.
    pub fn view(
        account: Account,
        organization: Option<String>,
        may_close: bool,
        now: Timestamp,
    ) -> Self {
        let seen = account.signed_in_at.map(|then| ago(then, now));
        let closed = account
            .closed_at
            .map(|then| short_day(day_of(then), day_of(now)));
        let place = organization.or(account.organization_id);
        Self {
            place: place.unwrap_or_else(|| account.areas.join(", ")),
            role: role_words(account.role),
            room_only: account.room_only,
            seen: seen.unwrap_or_else(|| "never".into()),
            closed,
            may_close,
            id: account.id,
            name: account.name,
            email: account.email,
        }
    }

    fn is_called(&self, words: &str) -> bool {
        let all = format!("{} {} {}", self.name, self.email, self.place).to_lowercase();
        words.split_whitespace().all(|word| all.contains(word))
    }
}

/// The page of stewards.
#[derive(Debug, Template)]
#[template(path = "people.html")]
pub struct PeoplePage {
    /// What was looked for.
    q: String,
    people: Vec<Person>,
    /// How many are left out.
    more: usize,
    /// What was typed into the form.
    filled: Filled,
    /// Roles: word and what it is called.
    roles: [(&'static str, &'static str); 4],
}

impl PeoplePage {
    /// Those in whose name, address or organisation these words stand.
    pub fn view(mut people: Vec<Person>, q: String, filled: Filled) -> Self {
        let words = q.to_lowercase();
        people.retain(|person| person.is_called(&words));
        let more = people.len().saturating_sub(MOST);
        people.truncate(MOST);
        Self {
            q,
            people,
            more,
            filled,
            roles: roles(),
        }
    }
}

/// Each role, in its word and as it is called.
pub fn roles() -> [(&'static str, &'static str); 4] {
    Role::ALL.map(|role| (role.as_str(), role_words(role)))
}

/// The page of a provider.
#[derive(Debug, Template)]
#[template(path = "my_people.html")]
pub struct OwnPage {
    /// Those of the same organisation.
    pub people: Vec<Person>,
    /// What was typed into the form.
    pub filled: Filled,
}
