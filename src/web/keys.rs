//! Keys of the API: stewards make them, see when they were last used, and revoke them.

use super::page::{self, Answer};
use super::people::form::{FIELDS, Filled, meant};
use super::post::{id_of, or_problem, posted};
use super::view::given::GivenPage;
use super::view::keys::{Key, KeysPage};
use crate::accounts::Principal;
use crate::accounts::audit::{self, Actor, Deed};
use crate::accounts::keys::{self, KeyRow};
use crate::app::App;
use crate::app::work::{read, write};
use crate::db::{Conn, Tx};
use crate::directory::store::organization_names;
use crate::error::{Error, Result};
use crate::gate::Visitor;
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path};
use jiff::Timestamp;

/// Lists all keys.
pub async fn list(app: Data<App>, visitor: Visitor) -> Answer {
    or_problem(match visitor.must_be(&[]) {
        Ok(_) => listed(&app, Filled::default()).await,
        Err(error) => Err(error),
    })
}

async fn listed(app: &Data<App>, filled: Filled) -> Result<Answer> {
    let now = Timestamp::now();
    let keys = read(app, move |conn| load(conn, now)).await?;
    let status = filled.status();
    Ok(page::respond(status, KeysPage::view(keys, filled, now)))
}

fn load(conn: &mut Conn, now: Timestamp) -> Result<Vec<Key>> {
    let all = keys::all(conn)?;
    let ids: Vec<String> = all
        .iter()
        .filter_map(|one| one.organization_id.clone())
        .collect();
    let names = organization_names(conn, &ids)?;
    let shown = all.into_iter().map(|key| {
        let name = key.organization_id.as_ref().and_then(|id| names.get(id));
        Key::view(&key, name.cloned(), now)
    });
    Ok(shown.collect())
}

/// Makes a key, and shows it this one time.
pub async fn make(app: Data<App>, visitor: Visitor, body: Bytes) -> Answer {
    or_problem(made(&app, &visitor, &body).await)
}

async fn made(app: &Data<App>, visitor: &Visitor, body: &[u8]) -> Result<Answer> {
    let (who, typed) = posted(visitor, &[], body, &FIELDS)?;
    let mut filled = Filled::of(&typed);
    let wish = filled.clone();
    let work = move |tx: &mut Tx| create(tx, &wish, &who, Timestamp::now());
    match write(app, work).await {
        Ok(key) => {
            let lines = vec![
                "Send it as “Authorization: Bearer KEY”.".to_owned(),
                "It is shown this one time: keep it where programs keep their secrets.".to_owned(),
            ];
            let title = format!("The key of {}", filled.name);
            let given = GivenPage::new(title, lines, Some(key), "/keys");
            Ok(page::respond(StatusCode::OK, given))
        }
        Err(Error::Invalid(faults)) => {
            filled.look_up(app).await?;
            listed(app, filled.with(faults)).await
        }
        Err(error) => Err(error),
    }
}

fn create(tx: &mut Tx, wish: &Filled, by: &Principal, now: Timestamp) -> Result<String> {
    let new = wish.key(meant(tx, &wish.organization)?)?;
    let (id, key) = keys::create(tx, &new, now)?;
    let after = found(tx, &id)?;
    note(tx, "key.created", by, (None, &after), now)?;
    Ok(key)
}

fn found(tx: &mut Tx, id: &str) -> Result<KeyRow> {
    let all = keys::all(tx)?.into_iter();
    let mut same = all.filter(|key| key.id == id);
    same.next().ok_or_else(|| Error::internal("a key was lost"))
}

fn note(
    tx: &mut Tx,
    action: &str,
    by: &Principal,
    (before, after): (Option<&KeyRow>, &KeyRow),
    now: Timestamp,
) -> Result<()> {
    let deed = Deed {
        action,
        kind: "key",
        id: &after.id,
    };
    audit::note(tx, &Actor::from(by), deed, (before, Some(after)), now)
}

/// Revokes a key: from then on it is nobody's.
pub async fn revoke(app: Data<App>, visitor: Visitor, path: Path<String>, body: Bytes) -> Answer {
    or_problem(revoked(&app, &visitor, &path, &body).await)
}

async fn revoked(app: &Data<App>, visitor: &Visitor, path: &str, body: &[u8]) -> Result<Answer> {
    let (who, _) = posted(visitor, &[], body, &[])?;
    let id = id_of(path)?;
    let work = move |tx: &mut Tx| {
        let now = Timestamp::now();
        let before = keys::revoke(tx, &id, now)?;
        if before.revoked_at.is_some() {
            return Ok(());
        }
        let after = found(tx, &id)?;
        note(tx, "key.revoked", &who, (Some(&before), &after), now)
    };
    write(app, work).await?;
    Ok(page::lead_to("/keys"))
}
