//! Listings that are likely one service: looked for, told apart, made one, and made two again.

mod pair;

pub use pair::{apart, compare, merge};

use super::page::{self, Answer};
use super::post::{id_of, or_problem, posted};
use super::view::duplicates::{DuplicatesPage, Loaded, Said};
use crate::accounts::audit::Actor;
use crate::app::App;
use crate::app::work::{change_rooms, read};
use crate::db::{Conn, Tx};
use crate::directory::store::assemble_all;
use crate::error::{Error, Result};
use crate::gate::Visitor;
use crate::gate::moved::Moves;
use crate::matching::{self, store};
use crate::search::truth::LineRow;
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path, Query};
use jiff::Timestamp;
use serde::Deserialize;

/// Pairs on one page.
const MOST_PAIRS: i64 = 30;
/// Merges on one page.
const MOST_MERGES: i64 = 30;

/// What may stand in the address of the list.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Wanted {
    /// What was just done.
    said: Option<Said>,
}

/// Shows the pairs, and what was merged.
pub async fn list(app: Data<App>, visitor: Visitor, wanted: Query<Wanted>) -> Answer {
    or_problem(listed(&app, &visitor, wanted.said).await)
}

async fn listed(app: &Data<App>, visitor: &Visitor, said: Option<Said>) -> Result<Answer> {
    visitor.must_be(&[])?;
    let loaded = read(app, load).await?;
    let page = DuplicatesPage::view(&loaded, said, Timestamp::now());
    Ok(page::respond(StatusCode::OK, page))
}

fn load(conn: &mut Conn) -> Result<Loaded> {
    let (pairs, merges) = (
        store::pairs(conn, MOST_PAIRS)?,
        store::merged(conn, MOST_MERGES)?,
    );
    let mut ids: Vec<String> = Vec::new();
    ids.extend(
        pairs
            .iter()
            .flat_map(|pair| [pair.one.clone(), pair.other.clone()]),
    );
    ids.extend(
        merges
            .iter()
            .flat_map(|merge| [merge.kept_id.clone(), merge.gone_id.clone()]),
    );
    ids.sort_unstable();
    ids.dedup();
    Ok(Loaded {
        total: store::count(conn)?,
        services: assemble_all(conn, &ids)?,
        pairs,
        merges,
    })
}

/// Looks through the whole directory.
pub async fn look(app: Data<App>, moves: Data<Moves>, visitor: Visitor, body: Bytes) -> Answer {
    or_problem(looked(&app, &moves, &visitor, &body).await)
}

async fn looked(app: &Data<App>, moves: &Moves, visitor: &Visitor, body: &[u8]) -> Result<Answer> {
    posted(visitor, &[], body, &[])?;
    let looks = app.clone();
    let swept = actix_web::web::block(move || matching::sweep(&looks.db)).await;
    swept.map_err(Error::internal)??;
    moves.forget();
    Ok(page::lead_to("/duplicates?said=looked"))
}

/// Makes two again of what was made one.
pub async fn undo(
    app: Data<App>,
    moves: Data<Moves>,
    visitor: Visitor,
    path: Path<String>,
    body: Bytes,
) -> Answer {
    or_problem(undone(&app, &moves, &visitor, &path, &body).await)
}

async fn undone(
    app: &Data<App>,
    moves: &Moves,
    visitor: &Visitor,
    id: &str,
    body: &[u8],
) -> Result<Answer> {
    let (who, _) = posted(visitor, &[], body, &[])?;
    let (id, actor) = (id_of(id)?, Actor::from(&who));
    let work = move |tx: &mut Tx, changed: &mut Vec<LineRow>| {
        changed.extend(matching::undo(tx, &id, &actor, Timestamp::now())?);
        Ok(())
    };
    change_rooms(app, work).await?;
    moves.forget();
    Ok(page::lead_to("/duplicates?said=undone"))
}
