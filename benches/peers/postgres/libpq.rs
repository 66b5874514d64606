//! PostgreSQL's own client library, as much of it as is needed: statements are prepared once for
//! each connection and answered in one exchange.

use pq_sys::{
    ConnStatusType, ExecStatusType, PGconn, PGresult, PQclear, PQconnectdb, PQerrorMessage, PQexec,
    PQexecPrepared, PQfinish, PQgetResult, PQgetlength, PQgetvalue, PQntuples, PQprepare,
    PQputCopyData, PQputCopyEnd, PQresultStatus, PQstatus,
};
use std::ffi::{CStr, CString, c_char, c_int};
use std::ptr;

/// A connection.
pub struct Connection(*mut PGconn);

// One thread at a time uses it: it is neither cloned nor shared.
unsafe impl Send for Connection {}

/// Rows that came back.
pub struct Rows(*mut PGresult);

impl Connection {
    /// Connects.
    ///
    /// # Errors
    /// What the server or the library said.
    pub fn open(parameters: &str) -> Result<Self, String> {
        let parameters = text(parameters);
        // The text outlives the call; the connection is checked before it is used.
        let connection = Self(unsafe { PQconnectdb(parameters.as_ptr()) });
        let status = unsafe { PQstatus(connection.0) };
        match status == ConnStatusType::CONNECTION_OK {
            true => Ok(connection),
            false => Err(connection.error()),
        }
    }

    /// Runs statements that are not asked again.
    pub fn run(&mut self, sql: &str) -> Rows {
        let sql = text(sql);
        let rows = Rows(unsafe { PQexec(self.0, sql.as_ptr()) });
        self.checked(rows)
    }

    /// Prepares a statement under a name.
    pub fn prepare(&mut self, name: &str, sql: &str) {
        let (name, sql) = (text(name), text(sql));
        let prepared = unsafe { PQprepare(self.0, name.as_ptr(), sql.as_ptr(), 0, ptr::null()) };
        drop(self.checked(Rows(prepared)));
    }

    /// Asks a prepared statement. Parameters and answers are texts.
    pub fn ask(&mut self, name: &CStr, parameters: &[CString]) -> Rows {
        let values: Vec<*const c_char> = parameters.iter().map(|text| text.as_ptr()).collect();
        let count = values.len() as c_int;
        let (lengths, formats) = (ptr::null(), ptr::null());
        let rows = unsafe {
            PQexecPrepared(
                self.0,
                name.as_ptr(),
                count,
                values.as_ptr(),
                lengths,
                formats,
                0,
            )
        };
        self.checked(Rows(rows))
    }

    /// Fills a table by `COPY … FROM STDIN`; `write` makes the lines, which are sent as they come.
    pub fn copy(&mut self, sql: &str, lines: impl Iterator<Item = String>) {
        drop(self.run(sql));
        for line in lines {
            let sent = unsafe { PQputCopyData(self.0, line.as_ptr().cast(), line.len() as c_int) };
            assert_eq!(sent, 1, "{}", self.error());
        }
        let ended = unsafe { PQputCopyEnd(self.0, ptr::null()) };
        assert_eq!(ended, 1, "{}", self.error());
        loop {
            let rows = Rows(unsafe { PQgetResult(self.0) });
            if rows.0.is_null() {
                break;
            }
            drop(self.checked(rows));
        }
    }

    fn checked(&self, rows: Rows) -> Rows {
        let status = unsafe { PQresultStatus(rows.0) };
        let fine = [
            ExecStatusType::PGRES_COMMAND_OK,
            ExecStatusType::PGRES_TUPLES_OK,
            ExecStatusType::PGRES_COPY_IN,
        ];
        assert!(fine.contains(&status), "PostgreSQL: {}", self.error());
        rows
    }

    fn error(&self) -> String {
        let said = unsafe { CStr::from_ptr(PQerrorMessage(self.0)) };
        said.to_string_lossy().trim().to_owned()
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        unsafe { PQfinish(self.0) };
    }
}

impl Rows {
    /// How many.
    pub fn count(&self) -> usize {
        let count = unsafe { PQntuples(self.0) };
        usize::try_from(count).unwrap_or_default()
    }

    /// The text in a row and a column, both from 0; empty for null.
    pub fn text(&self, row: usize, column: usize) -> &str {
        assert!(row < self.count(), "there is no such row");
        let (row, column) = (row as c_int, column as c_int);
        // The library keeps the text for as long as the rows, with a zero after it.
        let text = unsafe { CStr::from_ptr(PQgetvalue(self.0, row, column)) };
        text.to_str().expect("a database in UTF-8")
    }

    /// A whole number in a row and a column.
    pub fn number(&self, row: usize, column: usize) -> usize {
        self.text(row, column).parse().unwrap_or_default()
    }

    /// The bytes of a row.
    pub fn bytes(&self, row: usize, columns: usize) -> usize {
        let length = |column| unsafe { PQgetlength(self.0, row as c_int, column as c_int) };
        (0..columns).map(|column| length(column) as usize).sum()
    }
}

impl Drop for Rows {
    fn drop(&mut self) {
        unsafe { PQclear(self.0) };
    }
}

/// A text as C has it.
pub fn text(text: &str) -> CString {
    CString::new(text).expect("no zero byte in what is sent")
}
