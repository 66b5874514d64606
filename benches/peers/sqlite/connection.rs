//! SQLite by its own C interface: statements are prepared once for each connection.

use libsqlite3_sys as ffi;
use std::ffi::{CStr, CString, c_int};
use std::path::Path;
use std::ptr;

/// A connection, used by one thread at a time.
pub struct Connection(*mut ffi::sqlite3);

// It is moved to a thread and stays there: it is neither cloned nor shared.
unsafe impl Send for Connection {}

/// A prepared statement of a connection that lives as long as the program.
pub struct Statement(*mut ffi::sqlite3_stmt);

unsafe impl Send for Statement {}

/// A value for a statement.
#[derive(Debug, Clone, Copy)]
pub enum Value<'a> {
    /// None.
    Null,
    /// A whole number.
    Whole(i64),
    /// A number.
    Real(f64),
    /// A text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
}

impl Connection {
    /// Opens a file; one that is only read is taken to stay as it is.
    pub fn open(path: &Path, read_only: bool) -> Self {
        let path = path.display();
        let (uri, access) = match read_only {
            true => (
                format!("file:{path}?immutable=1"),
                ffi::SQLITE_OPEN_READONLY,
            ),
            false => (
                format!("file:{path}"),
                ffi::SQLITE_OPEN_READWRITE | ffi::SQLITE_OPEN_CREATE,
            ),
        };
        let uri = CString::new(uri).expect("a path without a zero byte");
        let flags = access | ffi::SQLITE_OPEN_URI | ffi::SQLITE_OPEN_NOMUTEX;
        let mut connection = Self(ptr::null_mut());
        let opened =
            unsafe { ffi::sqlite3_open_v2(uri.as_ptr(), &mut connection.0, flags, ptr::null()) };
        connection.check(opened);
        connection
    }

    /// Adds the function `score`, see [`super::scoring`].
    pub fn add_scoring(&self) {
        // The connection is open for as long as this value lives.
        unsafe { super::scoring::register(self.0) };
    }

    /// Runs statements.
    pub fn run(&self, sql: &str) {
        let text = CString::new(sql).expect("no zero byte in a statement");
        let (none, no_error) = (ptr::null_mut(), ptr::null_mut());
        let ran = unsafe { ffi::sqlite3_exec(self.0, text.as_ptr(), None, none, no_error) };
        self.check(ran);
    }

    /// Prepares a statement to be asked often. The connection must outlive it.
    pub fn prepare(&self, sql: &str) -> Statement {
        let mut statement = Statement(ptr::null_mut());
        let length = sql.len() as c_int;
        let flags = ffi::SQLITE_PREPARE_PERSISTENT;
        let prepared = unsafe {
            let text = sql.as_ptr().cast();
            ffi::sqlite3_prepare_v3(
                self.0,
                text,
                length,
                flags,
                &mut statement.0,
                ptr::null_mut(),
            )
        };
        self.check(prepared);
        statement
    }

    fn check(&self, code: c_int) {
        let said = || unsafe { CStr::from_ptr(ffi::sqlite3_errmsg(self.0)) };
        assert!(
            code == ffi::SQLITE_OK,
            "SQLite: {}",
            said().to_string_lossy()
        );
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // Its statements are dropped before it.
        unsafe { ffi::sqlite3_close(self.0) };
    }
}

impl Statement {
    /// Begins with these values, from the first on.
    pub fn bind(&mut self, values: &[Value]) {
        unsafe { ffi::sqlite3_reset(self.0) };
        for (number, value) in (1..).zip(values) {
            // Texts are copied: what they were bound from may be gone when the rows are read.
            let bound = unsafe { bind(self.0, number, *value) };
            assert!(bound == ffi::SQLITE_OK, "a value of a statement: {bound}");
        }
    }

    /// Goes to the next row; whether there is one.
    pub fn next(&mut self) -> bool {
        match unsafe { ffi::sqlite3_step(self.0) } {
            ffi::SQLITE_ROW => true,
            ffi::SQLITE_DONE => {
                unsafe { ffi::sqlite3_reset(self.0) };
                false
            }
            _ => {
                let database = unsafe { ffi::sqlite3_db_handle(self.0) };
                let said = unsafe { CStr::from_ptr(ffi::sqlite3_errmsg(database)) };
                panic!("SQLite: {}", said.to_string_lossy())
            }
        }
    }

    /// Runs it to its end.
    pub fn run(&mut self, values: &[Value]) {
        self.bind(values);
        while self.next() {}
    }

    /// A whole number in a column of the row, from 0; 0 for null.
    pub fn whole(&self, column: c_int) -> i64 {
        unsafe { ffi::sqlite3_column_int64(self.0, column) }
    }

    /// A number in a column.
    pub fn real(&self, column: c_int) -> f64 {
        unsafe { ffi::sqlite3_column_double(self.0, column) }
    }

    /// Whether a column has nothing.
    pub fn is_null(&self, column: c_int) -> bool {
        unsafe { ffi::sqlite3_column_type(self.0, column) == ffi::SQLITE_NULL }
    }

    /// The bytes in a column, until the next row.
    pub fn bytes(&self, column: c_int) -> &[u8] {
        let start = unsafe { ffi::sqlite3_column_blob(self.0, column) };
        let length = unsafe { ffi::sqlite3_column_bytes(self.0, column) };
        match start.is_null() {
            true => &[],
            // They stay until the statement moves on, which needs it to be borrowed mutably.
            false => unsafe { std::slice::from_raw_parts(start.cast(), length as usize) },
        }
    }

    /// The text in a column, if there is one.
    pub fn text(&self, column: c_int) -> Option<String> {
        let text = || String::from_utf8_lossy(self.bytes(column)).into_owned();
        (!self.is_null(column)).then(text)
    }
}

impl Drop for Statement {
    fn drop(&mut self) {
        unsafe { ffi::sqlite3_finalize(self.0) };
    }
}

unsafe fn bind(statement: *mut ffi::sqlite3_stmt, number: c_int, value: Value) -> c_int {
    let copied = ffi::SQLITE_TRANSIENT();
    unsafe {
        match value {
            Value::Null => ffi::sqlite3_bind_null(statement, number),
            Value::Whole(whole) => ffi::sqlite3_bind_int64(statement, number, whole),
            Value::Real(real) => ffi::sqlite3_bind_double(statement, number, real),
            Value::Text(text) => {
                let length = text.len() as c_int;
                ffi::sqlite3_bind_text(statement, number, text.as_ptr().cast(), length, copied)
            }
            Value::Bytes(bytes) => {
                let length = bytes.len() as c_int;
                ffi::sqlite3_bind_blob(statement, number, bytes.as_ptr().cast(), length, copied)
            }
        }
    }
}

impl From<Option<f64>> for Value<'_> {
    fn from(value: Option<f64>) -> Self {
        value.map_or(Self::Null, Self::Real)
    }
}

impl From<Option<i64>> for Value<'_> {
    fn from(value: Option<i64>) -> Self {
        value.map_or(Self::Null, Self::Whole)
    }
}

impl<'a> From<Option<&'a str>> for Value<'a> {
    fn from(value: Option<&'a str>) -> Self {
        value.map_or(Self::Null, Self::Text)
    }
}
