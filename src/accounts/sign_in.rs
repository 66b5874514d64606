//! Links that sign somebody in: made for an account, sent to its address, good once and for a short time.

use super::people::{self, Account};
use super::{Token, hash, sessions};
use crate::db::schema::sign_in_links;
use crate::db::{Conn, Tx};
use crate::error::Result;
use diesel::prelude::*;
use jiff::{SignedDuration, Timestamp};

/// How long a link works: time enough to look for a letter, and no more.
pub const VALID_FOR: SignedDuration = SignedDuration::from_mins(20);

/// A link to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSignIn<'a> {
    /// The account.
    pub account_id: &'a str,
    /// Where it leads afterwards: a path of this server, see [`local_path`].
    pub leads_to: &'a str,
    /// How long it works.
    pub valid_for: SignedDuration,
    /// How often it can be used.
    pub uses: i32,
}

impl<'a> NewSignIn<'a> {
    /// As it is mailed: for once, and for a short time.
    pub fn once(account_id: &'a str, leads_to: &'a str) -> Self {
        Self {
            account_id,
            leads_to,
            valid_for: VALID_FOR,
            uses: 1,
        }
    }
}

/// The path of the page that a token opens.
pub fn path(token: &Token) -> String {
    format!("/sign-in/{}", token.as_str())
}

/// A path of this server, such as `/services/x?q=y`; none for anything that a browser could take for
/// the address of another.
pub fn local_path(text: &str) -> Option<&str> {
    let mut rest = text.strip_prefix('/')?.chars();
    let begins = !matches!(rest.clone().next(), Some('/' | '\\'));
    let plain = rest.all(|letter| letter.is_ascii_graphic() && letter != '\\');
    (begins && plain && text.len() <= 2000).then_some(text)
}

/// Makes a link and returns its token; it cannot be read again later.
///
/// # Errors
/// The database fails.
pub fn issue(tx: &mut Tx, new: &NewSignIn, now: Timestamp) -> Result<Token> {
    let token = Token::new()?;
    let end = now.saturating_add(new.valid_for).unwrap_or(Timestamp::MAX);
    diesel::insert_into(sign_in_links::table)
        .values((
            sign_in_links::hash.eq(token.hash()),
            sign_in_links::account_id.eq(new.account_id),
            sign_in_links::leads_to.eq(local_path(new.leads_to).unwrap_or("/")),
            sign_in_links::expires_at.eq(end.as_millisecond()),
            sign_in_links::uses_left.eq(new.uses),
        ))
        .execute(tx as &mut Conn)?;
    Ok(token)
}

/// The account that a link signs in at `now`; none if it does not work.
///
/// # Errors
/// The database fails.
pub fn whose(conn: &mut Conn, token: &str, now: Timestamp) -> Result<Option<Account>> {
    let Some(token) = Token::read(token) else {
        return Ok(None);
    };
    let account: Option<String> = sign_in_links::table
        .find(token.hash())
        .filter(sign_in_links::expires_at.gt(now.as_millisecond()))
        .filter(sign_in_links::uses_left.gt(0))
        .select(sign_in_links::account_id)
        .first(conn)
        .optional()?;
    let account = account.map_or(Ok(None), |id| people::find(conn, &id))?;
    Ok(account.filter(|account| account.closed_at.is_none()))
}

/// Somebody who has just signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The token of their session.
    pub token: String,
    /// Who it is.
    pub account: Account,
    /// Where they wanted to go.
    pub leads_to: String,
}

/// Uses a link: of two who try at once, one is signed in. None if it does not work.
///
/// # Errors
/// The database fails.
pub fn take(tx: &mut Tx, token: &str, now: Timestamp) -> Result<Option<SignedIn>> {
    let Some(account) = whose(tx, token, now)? else {
        return Ok(None);
    };
    let link = || sign_in_links::table.find(hash(token));
    let taken = diesel::update(link().filter(sign_in_links::uses_left.gt(0)))
        .set(sign_in_links::uses_left.eq(sign_in_links::uses_left - 1))
        .execute(tx as &mut Conn)?;
    if taken == 0 {
        return Ok(None);
    }
    let leads_to = link()
        .select(sign_in_links::leads_to)
        .first(tx as &mut Conn)?;
    people::signed_in(tx, &account.id, now)?;
    Ok(Some(SignedIn {
        token: sessions::begin(tx, &account.id, now)?,
        account,
        leads_to,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_leads_to_another_server_is_no_path_of_this_one() {
        for good in ["/", "/services/a?q=b%20c&near=M1", "/my/services#top"] {
            assert_eq!(local_path(good), Some(good));
        }
        let bad = [
            "",
            "x",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\\b",
            "/a b",
            "/a\r\nSet-Cookie: x",
            "/\t/evil.example",
            "javascript:alert(1)",
            "/é",
        ];
        for bad in bad {
            assert_eq!(local_path(bad), None, "{bad}");
        }
    }

    proptest! {
        /// A browser that resolves what is let through stays where it is.
        #[test]
        fn whatever_is_let_through_stays_on_this_server(text in "[/\\\\a-z:@.?# \t%]{0,12}") {
            if let Some(path) = local_path(&text) {
                let here: reqwest::Url = "https://here.example/page".parse().unwrap();
                let url = here.join(path).unwrap();
                prop_assert_eq!(url.host_str(), Some("here.example"));
                prop_assert_eq!(url.scheme(), "https");
            }
        }
    }
}
