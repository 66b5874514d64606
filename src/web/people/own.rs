//! Who else says how much room there is: a provider lets volunteers and colleagues of its own organisation
//! in, who may do that and nothing else.

use super::acts::{self, Act, Entrance, found};
use super::form::Filled;
use super::{create, said, volunteer};
use crate::accounts::people::{self, Account};
use crate::accounts::{Principal, Role};
use crate::app::App;
use crate::app::work::{read, write};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::gate::Visitor;
use crate::reminders::renewal::Renewals;
use crate::web::page::{self, Answer};
use crate::web::post::{id_of, or_problem, posted};
use crate::web::view::people::{OwnPage, Person};
use actix_web::web::{Bytes, Data, Path};
use jiff::Timestamp;

/// Lists those of one's own organisation.
pub async fn list(app: Data<App>, visitor: Visitor) -> Answer {
    or_problem(match visitor.must_be(&[Role::Provider]) {
        Ok(who) => listed(&app, who, Filled::default()).await,
        Err(error) => Err(error),
    })
}

async fn listed(app: &Data<App>, who: Principal, filled: Filled) -> Result<Answer> {
    let (own, now) = (own(&who)?, Timestamp::now());
    let all = read(app, people::all).await?.into_iter();
    let same = all.filter(|one| one.organization_id.as_ref() == Some(&own));
    let people = same.map(|one| {
        let may_close = may(&who, &one).is_ok();
        Person::view(one, None, may_close, now)
    });
    let status = filled.status();
    let people = people.collect();
    Ok(page::respond(status, OwnPage { people, filled }))
}

fn own(who: &Principal) -> Result<String> {
    let none = "this page is for those who run services: yours is People";
    let own = who.organization_id.clone();
    own.ok_or_else(|| Error::Forbidden(none.into()))
}

/// Refuses what is not an account for room of one's own organisation.
fn may(who: &Principal, account: &Account) -> Result<()> {
    let is_own = account.organization_id == who.organization_id && who.organization_id.is_some();
    match is_own && account.room_only {
        true => Ok(()),
        false => Err(Error::Forbidden(
            "this is not an account for saying how much room there is, of your own organisation"
                .into(),
        )),
    }
}

/// Makes an account for somebody who is to say how much room there is.
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
    let (who, typed) = posted(visitor, &[Role::Provider], body, &["name", "email"])?;
    let filled = Filled::of(&typed);
    let new = volunteer(&filled.email, &filled.name, &own(&who)?);
    let (by, entrance) = (who.clone(), Entrance::of(app, renewals));
    let work = move |tx: &mut Tx| create(tx, &new, &by, &entrance, Timestamp::now());
    match write(app, work).await {
        Ok((name, link)) => Ok(said(&name, link, "/my/people")),
        Err(Error::Invalid(faults)) => listed(app, who, filled.with(faults)).await,
        Err(error) => Err(error),
    }
}

/// Closes such an account.
pub async fn close(app: Data<App>, visitor: Visitor, path: Path<String>, body: Bytes) -> Answer {
    or_problem(simply(&app, &visitor, &path, &body, Act::Close).await)
}

/// Opens it again.
pub async fn open(app: Data<App>, visitor: Visitor, path: Path<String>, body: Bytes) -> Answer {
    or_problem(simply(&app, &visitor, &path, &body, Act::Open).await)
}

async fn simply(
    app: &Data<App>,
    visitor: &Visitor,
    path: &str,
    body: &[u8],
    what: Act,
) -> Result<Answer> {
    let (who, _) = posted(visitor, &[Role::Provider], body, &[])?;
    own(&who)?;
    let id = id_of(path)?;
    let work = move |tx: &mut Tx| {
        may(&who, &found(tx, &id)?)?;
        acts::put(tx, &id, what, &who, Timestamp::now())
    };
    write(app, work).await?;
    Ok(page::lead_to("/my/people"))
}

/// Lets somebody in who has one.
pub async fn link(
    app: Data<App>,
    visitor: Visitor,
    renewals: Data<Renewals>,
    path: Path<String>,
    body: Bytes,
) -> Answer {
    or_problem(linked(&app, &visitor, &renewals, &path, &body).await)
}

async fn linked(
    app: &Data<App>,
    visitor: &Visitor,
    renewals: &Renewals,
    path: &str,
    body: &[u8],
) -> Result<Answer> {
    let (who, _) = posted(visitor, &[Role::Provider], body, &[])?;
    own(&who)?;
    let (id, entrance) = (id_of(path)?, Entrance::of(app, renewals));
    let work = move |tx: &mut Tx| {
        let account = found(tx, &id)?;
        may(&who, &account)?;
        let link = entrance.open(tx, &account, &who, Timestamp::now())?;
        Ok((account.name, link))
    };
    let (name, link) = write(app, work).await?;
    Ok(said(&name, link, "/my/people"))
}
