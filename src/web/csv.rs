//! Tables to download: written so that every spreadsheet reads them and none runs them.

use crate::error::{Error, Result};
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, X_CONTENT_TYPE_OPTIONS};
use actix_web::web::Bytes;
use actix_web::{HttpResponse, HttpResponseBuilder};

/// The beginning of an answer with a table of this name. No search engine may list it.
pub fn answer(name: &str) -> HttpResponseBuilder {
    let mut answer = HttpResponse::Ok();
    answer
        .content_type("text/csv; charset=utf-8; header=present")
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header(("X-Robots-Tag", "noindex, nofollow"))
        .insert_header((
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ));
    answer
}

/// Rows as the table has them.
///
/// # Errors
/// Rows are not of one length.
pub fn written(rows: &[Vec<String>]) -> Result<Bytes> {
    let ends = csv::Terminator::CRLF;
    let mut writer = csv::WriterBuilder::new()
        .terminator(ends)
        .from_writer(Vec::new());
    for row in rows {
        let cells = row.iter().map(|cell| harmless(cell));
        writer.write_record(cells).map_err(Error::internal)?;
    }
    let bytes = writer.into_inner().map_err(Error::internal)?;
    Ok(Bytes::from(bytes))
}

/// A cell that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> String {
    match cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+44", "-1", "@sum", "\tx", "\rx"] {
            assert_eq!(harmless(cell), format!("'{cell}"));
        }
        assert_eq!(harmless("a=1"), "a=1");
        let row = vec!["=cmd()".to_owned(), "a,\"b\"\n".to_owned()];
        assert_eq!(
            &written(&[row]).unwrap()[..],
            b"'=cmd(),\"a,\"\"b\"\"\n\"\r\n"
        );
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(cells in proptest::collection::vec("[ -~\n]{0,8}", 2..5)) {
            let bytes = written(std::slice::from_ref(&cells)).unwrap();
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[..]);
            let read = reader.records().next().unwrap().unwrap();
            for (cell, read) in cells.iter().zip(read.iter()) {
                prop_assert_eq!(&harmless(cell), read);
            }
        }
    }
}
