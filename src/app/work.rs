//! Work on the database, away from the threads that take requests.

use super::App;
use crate::db::{Conn, Tx};
use crate::error::{Error, Result};
use crate::search::truth::LineRow;
use actix_web::web::{Data, block};

/// Reads from the database.
///
/// # Errors
/// What the work answers.
pub async fn read<T, F>(app: &Data<App>, work: F) -> Result<T>
where
    T: Send + 'static,
    F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
{
    let app = Data::clone(app);
    let done = block(move || app.db.read(work)).await;
    done.map_err(Error::internal)?
}

/// Changes the database, all of it or nothing.
///
/// # Errors
/// What the work answers.
pub async fn write<T, F>(app: &Data<App>, work: F) -> Result<T>
where
    T: Send + 'static,
    F: FnOnce(&mut Tx) -> Result<T> + Send + 'static,
{
    app.db.write_soon(work).await
}

/// Changes what is known of the room of several lines; see [`App::change_rooms`].
///
/// # Errors
/// What the work answers.
pub async fn change_rooms<T, F>(app: &Data<App>, work: F) -> Result<T>
where
    T: Send + 'static,
    F: FnOnce(&mut Tx, &mut Vec<LineRow>) -> Result<T> + Send + 'static,
{
    app.change_rooms_soon(work).await
}

/// Changes what is known of the room of a line; see [`App::change_room`].
///
/// # Errors
/// What the work answers.
pub async fn change_room<F>(app: &Data<App>, work: F) -> Result<LineRow>
where
    F: FnOnce(&mut Tx) -> Result<LineRow> + Send + 'static,
{
    app.change_room_soon(work).await
}
