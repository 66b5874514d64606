//! The form that makes an account or a key: what was typed, whom it means, and what is wrong with it.

use crate::accounts::Role;
use crate::accounts::keys::NewKey;
use crate::accounts::people::NewAccount;
use crate::app::App;
use crate::app::work::read;
use crate::capacity::end_of;
use crate::db::Conn;
use crate::directory::store::organizations_called;
use crate::domain::id;
use crate::error::{Error, FieldError, Result};
use crate::gate::form::Typed;
use actix_web::http::StatusCode;
use actix_web::web::Data;

/// The fields of both forms.
pub const FIELDS: [&str; 7] = [
    "name",
    "email",
    "role",
    "organization",
    "areas",
    "expires",
    "room_only",
];
/// Organisations that are offered at most where several have such a name.
const MOST: i64 = 30;

/// What was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filled {
    /// A name.
    pub name: String,
    /// An address.
    pub email: String,
    /// A role, in its word.
    pub role: String,
    /// An id of an organisation, or part of its name.
    pub organization: String,
    /// Areas, with commas or spaces between them.
    pub areas: String,
    /// A last day.
    pub expires: String,
    /// Whether it is for speaking of room only.
    pub room_only: bool,
    /// The organisations that the name could mean, as id and name.
    pub choices: Vec<(String, String)>,
    /// Field and what is wrong with it.
    pub problems: Vec<(String, String)>,
}

impl Filled {
    /// What was typed into a form.
    pub fn of(typed: &Typed) -> Self {
        let field = |name: &str| typed.get(name).to_owned();
        Self {
            name: field("name"),
            email: field("email"),
            role: field("role"),
            organization: field("organization"),
            areas: field("areas"),
            expires: field("expires"),
            room_only: typed.ticked("room_only"),
            ..Self::default()
        }
    }

    /// The same with what is wrong.
    pub fn with(mut self, faults: Vec<FieldError>) -> Self {
        let words = |fault: FieldError| {
            let words = crate::web::view::words::sentence(&format!("This {}", fault.message));
            (fault.field, words)
        };
        self.problems = faults.into_iter().map(words).collect();
        self
    }

    /// The status of the page that shows it.
    pub fn status(&self) -> StatusCode {
        match self.problems.is_empty() {
            true => StatusCode::OK,
            false => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    /// What is wrong with a field.
    pub fn problem(&self, field: &str) -> Option<&str> {
        let found = self.problems.iter().find(|(known, _)| known == field);
        found.map(|(_, words)| words.as_str())
    }

    /// Finds out which organisations a name could mean, so that one can be chosen.
    ///
    /// # Errors
    /// The database fails.
    pub async fn look_up(&mut self, app: &Data<App>) -> Result<()> {
        let words = self.organization.clone();
        if words.is_empty() || id::parse(&words).is_ok() {
            return Ok(());
        }
        let look = move |conn: &mut Conn| organizations_called(conn, &words, MOST);
        self.choices = read(app, look).await?;
        Ok(())
    }

    fn role(&self) -> Result<Role> {
        let wrong = |_| Error::invalid("role", "must be one of those that are listed");
        Role::parse(&self.role).map_err(wrong)
    }

    /// The account that is wished for, of this organisation.
    ///
    /// # Errors
    /// The role is none.
    pub fn account(&self, organization_id: Option<String>) -> Result<NewAccount> {
        let areas = self.areas.split([',', ' ', '\n', '\r', ';']);
        let areas = areas.filter(|area| !area.is_empty());
        Ok(NewAccount {
            email: self.email.clone(),
            name: self.name.clone(),
            role: self.role()?,
            organization_id,
            areas: areas.map(str::to_owned).collect(),
            room_only: self.room_only,
        })
    }

    /// The key that is wished for, of this organisation.
    ///
    /// # Errors
    /// The role or the last day is none.
    pub fn key(&self, organization_id: Option<String>) -> Result<NewKey> {
        let wrong = || Error::invalid("expires", "must be a day such as 2027-03-31, or empty");
        let end = |day: &str| day.parse().ok().and_then(end_of).ok_or_else(wrong);
        let expires = Some(self.expires.as_str()).filter(|day| !day.is_empty());
        Ok(NewKey {
            name: self.name.clone(),
            role: self.role()?,
            organization_id,
            room_only: self.room_only,
            expires_at: expires.map(end).transpose()?,
        })
    }
}

/// The organisation that an id or a part of a name means; none where nothing was typed.
///
/// # Errors
/// No organisation has such a name, or several have.
pub fn meant(conn: &mut Conn, typed: &str) -> Result<Option<String>> {
    if typed.is_empty() || id::parse(typed).is_ok() {
        return Ok(Some(typed.to_owned()).filter(|typed| !typed.is_empty()));
    }
    let mut found = organizations_called(conn, typed, MOST)?;
    match (found.pop(), found.is_empty()) {
        (Some((id, _)), true) => Ok(Some(id)),
        (None, _) => Err(Error::invalid(
            "organization",
            "is no part of the name of an organisation in the directory: try fewer words",
        )),
        (Some(_), false) => Err(Error::invalid(
            "organization",
            "could be several organisations: choose one",
        )),
    }
}
