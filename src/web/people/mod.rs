//! People with accounts: stewards make them, close them, open them again and let them in. Of its own
//! organisation a provider does so with those who only say how much room there is.

pub mod acts;
pub mod form;
pub mod own;

use self::form::{Filled, meant};
use super::page::{self, Answer};
use super::post::{or_problem, posted};
use super::view::given::GivenPage;
use super::view::people::{PeoplePage, Person};
use crate::accounts::people::{self, NewAccount};
use crate::accounts::{Principal, Role};
use crate::app::App;
use crate::app::work::{read, write};
use crate::db::{Conn, Tx};
use crate::directory::store::organization_names;
use crate::error::{Error, Result};
use crate::gate::Visitor;
use crate::reminders::renewal::Renewals;
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Query};
use jiff::Timestamp;
use serde::Deserialize;

/// What may stand in the address of the page.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Wanted {
    /// Part of a name or an address.
    #[serde(default)]
    q: String,
}

/// Lists those who have an account.
pub async fn list(app: Data<App>, visitor: Visitor, wanted: Query<Wanted>) -> Answer {
    or_problem(match visitor.must_be(&[]) {
        Ok(who) => listed(&app, who, wanted.into_inner().q, Filled::default()).await,
        Err(error) => Err(error),
    })
}

async fn listed(app: &Data<App>, who: Principal, q: String, filled: Filled) -> Result<Answer> {
    let now = Timestamp::now();
    let people = read(app, move |conn| load(conn, &who, now)).await?;
    let status = filled.status();
    Ok(page::respond(status, PeoplePage::view(people, q, filled)))
}

fn load(conn: &mut Conn, who: &Principal, now: Timestamp) -> Result<Vec<Person>> {
    let all = people::all(conn)?;
    let ids: Vec<String> = all
        .iter()
        .filter_map(|one| one.organization_id.clone())
        .collect();
    let names = organization_names(conn, &ids)?;
    let shown = all.into_iter().map(|account| {
        let name = account
            .organization_id
            .as_ref()
            .and_then(|id| names.get(id));
        let may_close = account.id != who.id;
        Person::view(account, name.cloned(), may_close, now)
    });
    Ok(shown.collect())
}

/// Makes an account, and lets its owner in: by a letter, or by a link that is shown once.
pub async fn make(
    app: Data<App>,
    visitor: Visitor,
    renewals: Data<Renewals>,
    body: Bytes,
) -> Answer {
    or_problem(made(&app, &visitor, &renewals, &body).await)
}

async fn made(
    app: &Data<App>,
    visitor: &Visitor,
    renewals: &Renewals,
    body: &[u8],
) -> Result<Answer> {
    let (who, typed) = posted(visitor, &[], body, &form::FIELDS)?;
    let mut filled = Filled::of(&typed);
    let by = who.clone();
    let entrance = acts::Entrance::of(app, renewals);
    let wish = filled.clone();
    let work = move |tx: &mut Tx| {
        let new = wish.account(meant(tx, &wish.organization)?)?;
        create(tx, &new, &by, &entrance, Timestamp::now())
    };
    match write(app, work).await {
        Ok((name, link)) => Ok(said(&name, link, "/people")),
        Err(Error::Invalid(faults)) => {
            filled.look_up(app).await?;
            listed(app, who, String::new(), filled.with(faults)).await
        }
        Err(error) => Err(error),
    }
}

/// Makes an account and lets its owner in; their name, and the link if it is to be shown.
fn create(
    tx: &mut Tx,
    new: &NewAccount,
    by: &Principal,
    entrance: &acts::Entrance,
    now: Timestamp,
) -> Result<(String, Option<String>)> {
    let account = people::create(tx, new, now)?;
    acts::note(tx, "account.created", by, (None, &account), now)?;
    let link = entrance.open(tx, &account, by, now)?;
    Ok((account.name, link))
}

/// What is said of somebody who can come in now.
fn said(name: &str, link: Option<String>, back: &'static str) -> Answer {
    let lines = match &link {
        None => vec![format!("A letter with a link is on its way to {name}.")],
        Some(_) => vec![
            format!("This link signs {name} in, once, within twenty minutes."),
            "It is shown this one time: pass it on by a way you trust.".to_owned(),
        ],
    };
    let title = format!("{name} can sign in");
    page::respond(StatusCode::OK, GivenPage::new(title, lines, link, back))
}

/// Those who may do nothing else than speak of room, for one organisation.
fn volunteer(email: &str, name: &str, organization: &str) -> NewAccount {
    NewAccount {
        email: email.to_owned(),
        name: name.to_owned(),
        role: Role::Provider,
        organization_id: Some(organization.to_owned()),
        areas: Vec::new(),
        room_only: true,
    }
}
