//! A form that has a file in it (`multipart/form-data`, RFC 7578), read whole once it is here.

use super::form::Typed;
use crate::error::{Error, Result};

/// Parts of one form at most.
const MOST_PARTS: usize = 50;
/// Bytes of the header of one part.
const MOST_HEADER: usize = 4096;

/// What was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Upload {
    /// The fields but the file.
    pub typed: Typed,
    /// The file, with its name.
    pub file: Option<(String, Vec<u8>)>,
}

impl Upload {
    /// Reads a form with these fields and a file under the name `file`.
    ///
    /// # Errors
    /// It is no such form, or has a field that is not on the page.
    pub fn read(kind: &str, body: &[u8], fields: &[&str]) -> Result<Self> {
        let unread = || Error::bad("form", "cannot be read: load the page again");
        let boundary = boundary(kind).ok_or_else(unread)?;
        let (mut pairs, mut file) = (Vec::new(), None);
        for (header, content) in parts(body, &boundary).ok_or_else(unread)? {
            let disposition = disposition(header).ok_or_else(unread)?;
            let name = parameter(disposition, "name").ok_or_else(unread)?;
            match parameter(disposition, "filename") {
                Some(filename) if name == "file" && file.is_none() => {
                    file = Some((filename, content.to_vec()))
                }
                Some(_) => return Err(unread()),
                None => {
                    let value = std::str::from_utf8(content).map_err(|_| unread())?;
                    pairs.push((name, value.to_owned()));
                }
            }
        }
        let typed = Typed::of(pairs, fields)?;
        // A form whose file was not chosen has one without a name.
        let file = file.filter(|(name, bytes)| !name.is_empty() || !bytes.is_empty());
        Ok(Self { typed, file })
    }
}

fn boundary(kind: &str) -> Option<Vec<u8>> {
    let (kind, parameters) = kind.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let boundary = parameter(parameters, "boundary")?;
    let fits = (1..=70).contains(&boundary.len()) && boundary.is_ascii();
    fits.then(|| format!("--{boundary}").into_bytes())
}

/// The header and the content of each part.
fn parts<'a>(body: &'a [u8], boundary: &[u8]) -> Option<Vec<(&'a str, &'a [u8])>> {
    let mut found = Vec::new();
    let mut rest = &body[find(body, boundary)? + boundary.len()..];
    let between = [b"\r\n", boundary].concat();
    while !rest.starts_with(b"--") {
        let part = rest.strip_prefix(b"\r\n")?;
        let end = find(part, &between)?;
        let inside = &part[..end];
        let split = find(&inside[..inside.len().min(MOST_HEADER)], b"\r\n\r\n")?;
        found.push((
            std::str::from_utf8(&inside[..split]).ok()?,
            &inside[split + 4..],
        ));
        if found.len() > MOST_PARTS {
            return None;
        }
        rest = &part[end + between.len()..];
    }
    Some(found)
}

/// Where something begins; it looks only where its first byte stands, for files are long.
fn find(body: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut from = 0;
    loop {
        let at = from + body.get(from..)?.iter().position(|byte| *byte == first)?;
        if body[at..].starts_with(wanted) {
            return Some(at);
        }
        from = at + 1;
    }
}

fn disposition(header: &str) -> Option<&str> {
    let lines = header.split("\r\n").filter_map(|line| line.split_once(':'));
    let mut known =
        lines.filter(|(name, _)| name.trim().eq_ignore_ascii_case("content-disposition"));
    let (_, value) = known.next()?;
    let (kind, parameters) = value.split_once(';')?;
    kind.trim()
        .eq_ignore_ascii_case("form-data")
        .then_some(parameters)
}

/// A parameter, such as `name="x"`; in quotes a browser writes `%22` for a quotation mark.
fn parameter(text: &str, wanted: &str) -> Option<String> {
    let mut rest = text;
    loop {
        let (name, after) = rest.split_once('=')?;
        let name = name.trim_matches([' ', ';', '\t']);
        let (value, next) = match after.trim_start().strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => after.split_once(';').unwrap_or((after, "")),
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value.trim().replace("%22", "\""));
        }
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KIND: &str = "multipart/form-data; boundary=xyz";

    fn form(file: &[u8]) -> Vec<u8> {
        let before = "--xyz\r\nContent-Disposition: form-data; name=\"form\"\r\n\r\nsecret\r\n--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a b.csv\"\r\nContent-Type: text/csv\r\n\r\n";
        [before.as_bytes(), file, b"\r\n--xyz--\r\n"].concat()
    }

    #[test]
    fn a_file_comes_with_its_form() {
        let upload = Upload::read(KIND, &form(b"Name\r\n--xy\r\nA"), &[]).unwrap();
        assert_eq!(upload.typed.get("form"), "secret");
        assert_eq!(
            upload.file,
            Some(("a b.csv".into(), b"Name\r\n--xy\r\nA".to_vec()))
        );
    }

    #[test]
    fn what_is_not_on_the_page_is_refused() {
        let other =
            b"--xyz\r\nContent-Disposition: form-data; name=\"patient\"\r\n\r\nAda\r\n--xyz--";
        assert!(Upload::read(KIND, other, &[]).is_err());
        assert!(Upload::read("application/x-www-form-urlencoded", &form(b""), &[]).is_err());
        assert!(Upload::read(KIND, b"--xyz\r\nbroken", &[]).is_err());
        assert!(Upload::read(KIND, b"", &[]).is_err());
    }

    proptest! {
        #[test]
        fn nothing_that_is_sent_panics(body in proptest::collection::vec(any::<u8>(), 0..200), file in proptest::collection::vec(any::<u8>(), 0..100)) {
            let _ = Upload::read(KIND, &body, &[]);
            let mut inside = form(&file);
            inside.truncate(body.len());
            let _ = Upload::read(KIND, &inside, &[]);
        }

        #[test]
        fn a_file_stays_as_it_is(file in proptest::collection::vec(any::<u8>(), 0..300)) {
            prop_assume!(find(&file, b"\r\n--xyz").is_none());
            let upload = Upload::read(KIND, &form(&file), &[]).unwrap();
            prop_assert_eq!(upload.file, Some(("a b.csv".to_owned(), file)));
        }
    }
}
