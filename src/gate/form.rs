//! Forms of our own pages: what they carry so that no other site can send them, and reading what was
//! typed.

use crate::error::{Error, Result};
use actix_web::http::header::HeaderMap;
use actix_web::web::Query;
use percent_encoding::percent_decode_str;
use subtle::ConstantTimeEq;

/// The field that every form of somebody who is signed in carries.
pub const FIELD: &str = "form";
/// Fields of one form at most.
const MOST_FIELDS: usize = 2000;

/// Refuses what did not come from a page of this session.
///
/// # Errors
/// What came is something else.
pub fn check(held: &str, given: &str) -> Result<()> {
    // Takes as long for a good guess as for a bad one.
    match bool::from(held.as_bytes().ct_eq(given.as_bytes())) {
        true => Ok(()),
        false => Err(Error::Forbidden(
            "this did not come from a page of yours, or the page was too old: load it again, then repeat what you did".into(),
        )),
    }
}

/// Refuses a form that a browser says it was told to send by another site.
///
/// # Errors
/// Another site sent it.
pub fn must_be_from_here(headers: &HeaderMap) -> Result<()> {
    let site = headers.get("Sec-Fetch-Site");
    match site.and_then(|site| site.to_str().ok()) {
        None | Some("same-origin" | "none") => Ok(()),
        Some(_) => Err(Error::Forbidden(
            "another site had your browser send this: open the page here instead".into(),
        )),
    }
}

/// What was typed into a form, in the order of its fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed(Vec<(String, String)>);

impl Typed {
    /// Reads the body of a form that has these fields, [`FIELD`] besides.
    ///
    /// # Errors
    /// It is no form, or has a field that is not on the page: nobody's personal details slip in.
    pub fn read(body: &[u8], fields: &[&str]) -> Result<Self> {
        let unread = || Error::bad("form", "cannot be read: load the page again");
        let text = std::str::from_utf8(body).map_err(|_| unread())?;
        // What is not UTF-8 once decoded would otherwise become another letter.
        let decoded = percent_decode_str(text).decode_utf8();
        decoded.map_err(|_| unread())?;
        let pairs = Query::<Vec<(String, String)>>::from_query(text).map_err(|_| unread())?;
        Self::of(pairs.into_inner(), fields)
    }

    /// The same of what was typed, however it was sent.
    ///
    /// # Errors
    /// As of [`Typed::read`].
    pub fn of(pairs: Vec<(String, String)>, fields: &[&str]) -> Result<Self> {
        let known = |name: &str| name == FIELD || fields.contains(&name);
        if pairs.len() > MOST_FIELDS || !pairs.iter().all(|(name, _)| known(name)) {
            let why = "has a field that is not on the page: load the page again";
            return Err(Error::invalid("form", why));
        }
        Ok(Self(pairs))
    }

    /// What was typed into a field, without spaces around it; empty for nothing.
    pub fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.trim())
    }

    /// The same; none for nothing.
    pub fn given(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|value| !value.is_empty())
    }

    /// All that was chosen or typed under one name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let same = self.0.iter().filter(move |(known, _)| known == name);
        same.map(|(_, value)| value.trim())
    }

    /// Whether a field came at all, empty or not; a box that is not ticked does not.
    pub fn came(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// Every field with what was typed into it, as they came.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// Whether a box was ticked.
    pub fn ticked(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_not_on_the_page_is_refused() {
        let typed = Typed::read(b"form=x&a=+1+&b=2&b=3", &["a", "b"]).unwrap();
        assert_eq!(typed.get("a"), "1");
        assert_eq!(typed.all("b").collect::<Vec<_>>(), ["2", "3"]);
        assert_eq!(typed.given("c"), None);
        for body in [&b"name=Ada"[..], b"a=%FF", b"\xff"] {
            assert!(Typed::read(body, &["a"]).is_err(), "{body:?}");
        }
    }

    #[test]
    fn only_the_same_text_is_let_through() {
        assert!(check("0123", "0123").is_ok());
        for wrong in ["", "012", "01234", "0124"] {
            assert!(check("0123", wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_another_site_sends_is_refused() {
        let with = |site: &str| {
            let mut headers = HeaderMap::new();
            let name = actix_web::http::header::HeaderName::from_static("sec-fetch-site");
            headers.insert(name, site.parse().unwrap());
            must_be_from_here(&headers)
        };
        assert!(must_be_from_here(&HeaderMap::new()).is_ok());
        assert!(with("same-origin").is_ok() && with("none").is_ok());
        assert!(with("cross-site").is_err() && with("same-site").is_err());
    }

    proptest! {
        #[test]
        fn nothing_that_is_sent_panics(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Typed::read(&body, &["a"]);
        }
    }
}
