//! What every form of somebody who is signed in goes through before it changes anything, and what an
//! answer becomes that may have failed.

use super::error::problem;
use super::page::Answer;
use crate::accounts::{Principal, Role};
use crate::error::{Error, Result};
use crate::gate::Visitor;
use crate::gate::form::Typed;

/// Who has posted a form with these fields, and what was typed into it.
///
/// # Errors
/// They have not signed in, have none of these roles and are no stewards; or the form is not one of theirs.
pub fn posted(
    visitor: &Visitor,
    roles: &[Role],
    body: &[u8],
    fields: &[&str],
) -> Result<(Principal, Typed)> {
    let who = visitor.must_be(roles)?;
    Ok((who, sent(visitor, body, fields)?))
}

/// What was typed into a form of somebody who is signed in.
///
/// # Errors
/// They have not signed in, or the form is not one of theirs.
pub fn sent(visitor: &Visitor, body: &[u8], fields: &[&str]) -> Result<Typed> {
    visitor.signed_in()?;
    let typed = Typed::read(body, fields)?;
    visitor.must_have_sent(&typed)?;
    Ok(typed)
}

/// An id that stands in an address.
///
/// # Errors
/// It is none: there is no such page.
pub fn id_of(text: &str) -> Result<String> {
    let id = crate::domain::id::parse(text);
    id.map(|id| id.to_string())
        .map_err(|_| Error::NotFound(format!("\"{text}\" is no id")))
}

/// The answer, or the page for what went wrong. No search engine may list either.
pub fn or_problem(done: Result<Answer>) -> Answer {
    done.unwrap_or_else(|error| problem(&error)).private()
}
