//! A score of words for FTS5. Its own `bm25` counts the rows of every word again for each question,
//! which takes longer than the question; here it is told how rare each word is. It leaves out how long
//! a text is, as Headroom does, so that it need not be looked up.

use libsqlite3_sys as ffi;
use std::ffi::{c_int, c_void};
use std::ptr;

/// How much a word counts in each column: name, terms, organisation, place, description, needs, cells.
const WEIGHTS: [f64; 7] = [8.0, 5.0, 3.0, 2.0, 1.0, 5.0, 0.0];
/// As many services as there may be: what matters is how words compare.
const ALL: f64 = 1_000_000.0;
/// How often a word counts until its score is half of what it can be.
const SATURATION: f64 = 6.0;

/// What a word is worth that so many services have.
pub fn rarity(having: i64) -> f64 {
    let having = having as f64;
    (1.0 + (ALL - having + 0.5).max(0.0) / (having + 0.5)).ln()
}

/// Teaches a connection the function `score(words, rarities)`: the second argument has eight bytes for
/// each of the first words of the question.
///
/// # Safety
/// The connection is open.
pub unsafe fn register(connection: *mut ffi::sqlite3) {
    let mut api: *mut ffi::fts5_api = ptr::null_mut();
    let mut statement = ptr::null_mut();
    unsafe {
        let sql = c"SELECT fts5(?1)".as_ptr();
        ffi::sqlite3_prepare_v2(connection, sql, -1, &mut statement, ptr::null_mut());
        let api_at: *mut *mut ffi::fts5_api = &mut api;
        let kind = c"fts5_api_ptr".as_ptr();
        ffi::sqlite3_bind_pointer(statement, 1, api_at.cast::<c_void>(), kind, None);
        ffi::sqlite3_step(statement);
        ffi::sqlite3_finalize(statement);
        assert!(!api.is_null(), "SQLite is built with FTS5");
        let create = (*api).xCreateFunction.expect("FTS5 takes functions");
        let made = create(api, c"score".as_ptr(), ptr::null_mut(), Some(score), None);
        assert!(made == ffi::SQLITE_OK, "FTS5 takes the function");
    }
}

unsafe extern "C" fn score(
    api: *const ffi::Fts5ExtensionApi,
    row: *mut ffi::Fts5Context,
    result: *mut ffi::sqlite3_context,
    count: c_int,
    values: *mut *mut ffi::sqlite3_value,
) {
    let mut score = 0.0;
    unsafe {
        if count == 1 {
            let bytes = ffi::sqlite3_value_blob(*values).cast::<u8>();
            let length = ffi::sqlite3_value_bytes(*values) as usize;
            for word in 0..length / 8 {
                let rarity = ptr::read_unaligned(bytes.add(word * 8).cast::<f64>());
                let often = often(api, row, word as c_int);
                score += rarity * often / (often + SATURATION);
            }
        }
        ffi::sqlite3_result_double(result, -score);
    }
}

/// How often a word stands in the row, by the weights of the columns.
unsafe fn often(api: *const ffi::Fts5ExtensionApi, row: *mut ffi::Fts5Context, word: c_int) -> f64 {
    let (Some(first), Some(next)) = (unsafe { (*api).xPhraseFirst }, unsafe {
        (*api).xPhraseNext
    }) else {
        return 0.0;
    };
    let mut at = ffi::Fts5PhraseIter {
        a: ptr::null(),
        b: ptr::null(),
    };
    let (mut column, mut offset) = (0, 0);
    let mut often = 0.0;
    unsafe {
        if first(row, word, &mut at, &mut column, &mut offset) != ffi::SQLITE_OK {
            return 0.0;
        }
        while let Ok(index) = usize::try_from(column) {
            often += WEIGHTS.get(index).copied().unwrap_or_default();
            next(row, &mut at, &mut column, &mut offset);
        }
    }
    often
}
