//! Statements that the database reads and plans once for each connection, and not each time.

use super::connection::Conn;
use diesel::RunQueryDsl;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::result::QueryResult;

/// A statement that is kept prepared, see [`prepared`].
#[derive(Debug, Clone, Copy)]
pub struct Prepared<Q>(Q);

/// Has a connection keep this statement prepared. By itself diesel does so for `SELECT` and `INSERT`
/// only, as an `UPDATE` may be put together in ever new ways. To be used where its text is always the
/// same: each text is kept as long as the connection.
pub fn prepared<Q>(query: Q) -> Prepared<Q> {
    Prepared(query)
}

impl<Q, DB: Backend> QueryFragment<DB> for Prepared<Q>
where
    Q: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(pass)
    }

    fn is_safe_to_cache_prepared(&self, _: &DB) -> QueryResult<bool> {
        Ok(true)
    }
}

impl<Q> QueryId for Prepared<Q> {
    // It is known by its text.
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: Query> Query for Prepared<Q> {
    type SqlType = Q::SqlType;
}

impl<Q> RunQueryDsl<Conn> for Prepared<Q> {}
