//! Letters that say what a steward decided about changes that somebody proposed.

use super::contact::Channel;
use super::outbox::NewMessage;
use super::outbox::store::queue;
use crate::accounts::people;
use crate::db::Tx;
use crate::edits::{Decided, Decision, label};
use crate::error::{Error, Result};
use askama::Template;
use jiff::Timestamp;

/// One change, in the words of the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line<'a> {
    service: &'a str,
    /// What the field is called.
    field: &'static str,
    /// What was proposed.
    proposed: &'a str,
    /// What is shown instead.
    taken: Option<&'a str>,
    /// Why it was not taken.
    reason: Option<&'a str>,
    link: String,
}

#[derive(Template)]
#[template(path = "messages/decided.txt", escape = "none")]
struct Plain<'a> {
    name: &'a str,
    lines: &'a [Line<'a>],
}

#[derive(Template)]
#[template(path = "messages/decided.html")]
struct Html<'a> {
    name: &'a str,
    lines: &'a [Line<'a>],
}

/// Queues one letter for each of those who proposed these changes and have an address.
///
/// # Errors
/// The database fails.
pub fn tell(tx: &mut Tx, decided: &[Decided], public_url: &str, now: Timestamp) -> Result<()> {
    let mut makers: Vec<&str> = decided
        .iter()
        .map(|one| one.proposal.made_by_id.as_str())
        .collect();
    makers.sort_unstable();
    makers.dedup();
    for maker in makers {
        let Some(account) = people::find(tx, maker)?.filter(|one| one.closed_at.is_none()) else {
            continue;
        };
        let theirs = decided
            .iter()
            .filter(|one| one.proposal.made_by_id == maker);
        let lines: Vec<Line> = theirs.clone().map(|one| line(one, public_url)).collect();
        let ids: Vec<&str> = theirs.map(|one| one.proposal.id.as_str()).collect();
        let name = account.name.as_str();
        let (plain, html) = (
            Plain {
                name,
                lines: &lines,
            },
            Html {
                name,
                lines: &lines,
            },
        );
        let letter = NewMessage {
            dedupe_key: format!("decided/{}", crate::accounts::hash(&ids.join(" "))),
            channel: Channel::Email,
            address: account.email.clone(),
            subject: "Your changes in the directory".into(),
            body: plain.render().map_err(Error::internal)?,
            html: html.render().map_err(Error::internal)?,
            unsubscribe: None,
            any_hour: false,
        };
        queue(tx, &letter, now.as_millisecond())?;
    }
    Ok(())
}

fn line<'a>(decided: &'a Decided, public_url: &str) -> Line<'a> {
    let (taken, reason) = match &decided.decision {
        Decision::Approve => (None, None),
        Decision::Change(value) => (Some(value.as_str()), None),
        Decision::Refuse(reason) => (None, Some(reason.as_str())),
    };
    Line {
        service: &decided.service_name,
        field: decided.proposal.field().map_or("", |field| label(&field)),
        proposed: &decided.proposal.value_proposed,
        taken,
        reason,
        link: format!(
            "{public_url}/my/services/{}/edit",
            decided.proposal.service_id
        ),
    }
}
