//! Statements that the database reads and plans once for each connection, and not each time.

use super::connection::Conn;
use diesel::RunQueryDsl;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::result::QueryResult;
use std::marker::PhantomData;

/// A statement that is kept prepared, see [`prepared`].
#[derive(Debug, Clone, Copy)]
pub struct Prepared<Name, Q>(Q, PhantomData<Name>);

/// Has a connection keep this statement prepared. By itself diesel does so for `SELECT` and `INSERT`
/// only, as an `UPDATE` may be put together in ever new ways; and the text of an `INSERT` it puts together
/// each time, to find it by.
///
/// It is known by the type `Name`, which belongs to this one statement, whose text is always the same:
/// where it is kept already, the text is not even put together.
pub fn prepared<Name: 'static, Q>(query: Q) -> Prepared<Name, Q> {
    Prepared(query, PhantomData)
}

impl<Name, Q, DB: Backend> QueryFragment<DB> for Prepared<Name, Q>
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

impl<Name: 'static, Q> QueryId for Prepared<Name, Q> {
    type QueryId = Prepared<Name, ()>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<Name, Q: Query> Query for Prepared<Name, Q> {
    type SqlType = Q::SqlType;
}

impl<Name, Q> RunQueryDsl<Conn> for Prepared<Name, Q> {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::schema::settings;
    use diesel::connection::{InstrumentationEvent, SimpleConnection};
    use diesel::prelude::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    struct Put;

    /// An empty database, and how many statements it has kept prepared.
    fn database() -> (Conn, Arc<AtomicUsize>) {
        let mut conn = Conn::Sqlite(SqliteConnection::establish(":memory:").unwrap());
        conn.batch_execute("CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
            .unwrap();
        let kept = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&kept);
        conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if matches!(event, InstrumentationEvent::CacheQuery { .. }) {
                counter.fetch_add(1, Ordering::Relaxed);
            }
        });
        (conn, kept)
    }

    #[test]
    fn an_update_is_kept_prepared_and_does_what_it_says_each_time() {
        let (mut conn, kept) = database();
        diesel::insert_into(settings::table)
            .values((settings::name.eq("a"), settings::value.eq("old")))
            .execute(&mut conn)
            .unwrap();
        let before = kept.load(Ordering::Relaxed);
        for value in ["one", "two", "three"] {
            let update = diesel::update(settings::table.find("a")).set(settings::value.eq(value));
            let returned: String = prepared::<Put, _>(update.returning(settings::value))
                .get_result(&mut conn)
                .unwrap();
            assert_eq!(returned, value);
        }
        assert_eq!(kept.load(Ordering::Relaxed) - before, 1, "planned once");
        let plain = diesel::update(settings::table.find("a")).set(settings::value.eq("four"));
        plain.execute(&mut conn).unwrap();
        assert_eq!(
            kept.load(Ordering::Relaxed) - before,
            1,
            "by itself it is not kept"
        );
    }
}
