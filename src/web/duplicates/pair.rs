//! Two listings side by side: what the one that stays takes from the other.

use crate::accounts::audit::Actor;
use crate::app::App;
use crate::app::work::{change_rooms, read, write};
use crate::capacity::which::missing;
use crate::db::{Conn, Tx};
use crate::directory::store::{assemble, merged_into};
use crate::edits::Field;
use crate::error::{Error, Result};
use crate::gate::Visitor;
use crate::gate::moved::Moves;
use crate::matching::{self, Taken, store};
use crate::search::truth::LineRow;
use crate::web::page::{self, Answer};
use crate::web::post::{id_of, or_problem, posted};
use crate::web::view::duplicates::pair::PairPage;
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path};
use jiff::Timestamp;

/// Two ids in an address.
type Two = Path<(String, String)>;

/// Shows two listings: the first is the one that stays.
pub async fn compare(app: Data<App>, visitor: Visitor, path: Two) -> Answer {
    or_problem(compared(&app, &visitor, &path).await)
}

async fn compared(app: &Data<App>, visitor: &Visitor, path: &(String, String)) -> Result<Answer> {
    visitor.must_be(&[])?;
    let (kept, other) = two(path)?;
    let page = read(app, move |conn| load(conn, &kept, &other)).await?;
    Ok(page::respond(StatusCode::OK, page))
}

fn two((kept, other): &(String, String)) -> Result<(String, String)> {
    let (kept, other) = (id_of(kept)?, id_of(other)?);
    match kept == other {
        true => Err(Error::NotFound("it takes two listings to compare".into())),
        false => Ok((kept, other)),
    }
}

fn load(conn: &mut Conn, kept: &str, other: &str) -> Result<PairPage> {
    for id in [kept, other] {
        if merged_into(conn, id)?.is_some() {
            return Err(Error::Conflict(
                "one of the two has been merged already".into(),
            ));
        }
    }
    let held = assemble(conn, kept)?.ok_or_else(|| missing(kept))?;
    let theirs = assemble(conn, other)?.ok_or_else(|| missing(other))?;
    Ok(PairPage::view(&held, &theirs))
}

/// Makes one of two.
pub async fn merge(
    app: Data<App>,
    moves: Data<Moves>,
    visitor: Visitor,
    path: Two,
    body: Bytes,
) -> Answer {
    or_problem(merged(&app, &moves, &visitor, &path, &body).await)
}

async fn merged(
    app: &Data<App>,
    moves: &Moves,
    visitor: &Visitor,
    path: &(String, String),
    body: &[u8],
) -> Result<Answer> {
    let (who, typed) = posted(visitor, &[], body, &["take", "place"])?;
    let (kept, other) = two(path)?;
    let unknown = || Error::invalid("take", "is no field of a listing: load the page again");
    let fields = typed
        .all("take")
        .map(|key| Field::parse(key).ok_or_else(unknown));
    let taken = Taken {
        fields: fields.collect::<Result<_>>()?,
        places: typed.all("place").map(id_of).collect::<Result<_>>()?,
    };
    let actor = Actor::from(&who);
    let work = move |tx: &mut Tx, changed: &mut Vec<LineRow>| {
        let lines = matching::merge(tx, (&kept, &other), &taken, &actor, Timestamp::now())?;
        changed.extend(lines);
        Ok(())
    };
    change_rooms(app, work).await?;
    moves.forget();
    Ok(page::lead_to("/duplicates?said=merged"))
}

/// Remembers that they are two.
pub async fn apart(app: Data<App>, visitor: Visitor, path: Two, body: Bytes) -> Answer {
    or_problem(kept_apart(&app, &visitor, &path, &body).await)
}

async fn kept_apart(
    app: &Data<App>,
    visitor: &Visitor,
    path: &(String, String),
    body: &[u8],
) -> Result<Answer> {
    let (who, _) = posted(visitor, &[], body, &[])?;
    let (one, other) = two(path)?;
    let actor = Actor::from(&who);
    let work = move |tx: &mut Tx| {
        for id in [&one, &other] {
            crate::directory::store::owners(tx, id)?.ok_or_else(|| missing(id))?;
        }
        store::keep_apart(tx, &one, &other, &actor, Timestamp::now())
    };
    write(app, work).await?;
    Ok(page::lead_to("/duplicates?said=apart"))
}
