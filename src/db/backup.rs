//! Backup and restore of the embedded database through SQLite's own backup interface, which copies
//! a consistent state while others read and write.

use crate::error::{Error, Result};
use libsqlite3_sys as ffi;
use std::ffi::{CStr, CString};
use std::path::Path;
use std::time::Duration;

/// Pages copied before others get a turn.
const PAGES_PER_STEP: i32 = 1024;
/// How long to wait for a lock that another holds.
const PATIENCE: Duration = Duration::from_secs(30);

/// Copies the database `from` over the database `to`.
///
/// # Errors
/// Either file cannot be opened, `from` is not a database, or a lock is held for too long.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    let source = Handle::open(from, ffi::SQLITE_OPEN_READONLY)?;
    let target = Handle::open(to, ffi::SQLITE_OPEN_READWRITE | ffi::SQLITE_OPEN_CREATE)?;
    // Safety: both handles are open and outlive the backup, the names are C strings.
    let backup =
        unsafe { ffi::sqlite3_backup_init(target.0, c"main".as_ptr(), source.0, c"main".as_ptr()) };
    if backup.is_null() {
        return Err(target.error(&format!("cannot copy to {}", to.display())));
    }
    let outcome = copy_pages(backup);
    // Safety: `backup` came from init above and is finished exactly once.
    let finished = unsafe { ffi::sqlite3_backup_finish(backup) };
    if outcome == ffi::SQLITE_DONE && finished == ffi::SQLITE_OK {
        return Ok(());
    }
    let what = format!("cannot copy {} to {}", from.display(), to.display());
    Err(target.error(&what))
}

fn copy_pages(backup: *mut ffi::sqlite3_backup) -> i32 {
    let begun = std::time::Instant::now();
    loop {
        // Safety: the caller holds `backup` open.
        let code = unsafe { ffi::sqlite3_backup_step(backup, PAGES_PER_STEP) };
        match code {
            ffi::SQLITE_OK => {}
            ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED if begun.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(20));
            }
            other => return other,
        }
    }
}

/// An open database, closed when dropped.
struct Handle(*mut ffi::sqlite3);

impl Handle {
    fn open(path: &Path, flags: i32) -> Result<Self> {
        let name = CString::new(path.to_string_lossy().as_bytes())
            .map_err(|_| Error::Usage("a path cannot hold a NUL byte".into()))?;
        let mut raw = std::ptr::null_mut();
        // Safety: `name` is a C string and `raw` a place for the handle.
        let code =
            unsafe { ffi::sqlite3_open_v2(name.as_ptr(), &mut raw, flags, std::ptr::null()) };
        let handle = Self(raw);
        if code != ffi::SQLITE_OK {
            return Err(handle.error(&format!("cannot open {}", path.display())));
        }
        // Safety: the handle is open.
        unsafe { ffi::sqlite3_busy_timeout(handle.0, 10_000) };
        Ok(handle)
    }

    fn error(&self, what: &str) -> Error {
        if self.0.is_null() {
            return Error::Usage(format!("{what}: out of memory"));
        }
        // Safety: the handle is open; the text belongs to it and is copied at once.
        let text = unsafe { CStr::from_ptr(ffi::sqlite3_errmsg(self.0)) };
        Error::Usage(format!("{what}: {}", text.to_string_lossy()))
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        // Safety: the handle is closed exactly once; closing null does nothing.
        unsafe { ffi::sqlite3_close(self.0) };
    }
}

/// Refuses a database that lacks a table.
///
/// # Errors
/// The file cannot be read as a database, or lacks the table.
pub fn must_have_table(path: &Path, table: &str) -> Result<()> {
    let handle = Handle::open(path, ffi::SQLITE_OPEN_READONLY)?;
    let sql = CString::new(format!("SELECT 1 FROM {table}")).map_err(Error::internal)?;
    let (none, no_text) = (std::ptr::null_mut(), std::ptr::null_mut());
    // Safety: the handle is open, `sql` is a C string, no callback and no message are asked for.
    let code = unsafe { ffi::sqlite3_exec(handle.0, sql.as_ptr(), None, none, no_text) };
    if code == ffi::SQLITE_OK {
        return Ok(());
    }
    Err(handle.error(&format!(
        "{} is not a backup made by \"headroom backup\"",
        path.display()
    )))
}
