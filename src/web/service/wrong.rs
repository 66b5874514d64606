//! "Something is wrong": said in two clicks by those who send people, and by those who run the service.

use super::desk::{SAID, may_doubt};
use crate::accounts::Principal;
use crate::app::App;
use crate::app::work::write;
use crate::capacity::{Author, store as capacity};
use crate::db::Tx;
use crate::domain::id;
use crate::error::{Error, Result};
use crate::gate::Visitor;
use crate::gate::form::Typed;
use crate::search::truth::LineRow;
use crate::signposts::answered::Once;
use crate::tasks::doubt::{Wrong, doubt};
use crate::web::error::{no_service, problem};
use crate::web::page::{self, Answer};
use actix_web::web::{Bytes, Data, Path};
use jiff::Timestamp;

/// Fields of the form, beside what every form carries.
const FIELDS: [&str; 3] = ["location", "wrong", "once"];

/// What somebody says.
struct Said {
    who: Principal,
    service: String,
    location: String,
    wrong: Wrong,
    once: Once,
}

/// Takes down that something is wrong, and leads back to the page of the service.
pub async fn say(app: Data<App>, visitor: Visitor, path: Path<String>, body: Bytes) -> Answer {
    let said = match read(&visitor, &path, &body) {
        Ok(said) => said,
        Err(error) => return failed(&error),
    };
    let word = said.wrong.as_str();
    let back = match said.location.as_str() {
        "" => format!("/services/{}?{SAID}={word}#said", said.service),
        at => format!("/services/{}?at={at}&{SAID}={word}#said", said.service),
    };
    match write(&app, move |tx| take(tx, &said, Timestamp::now())).await {
        Ok(line) => {
            line.into_iter().for_each(|line| app.engine.show(line));
            page::lead_to(&back)
        }
        Err(error) => failed(&error),
    }
}

fn read(visitor: &Visitor, service: &str, body: &[u8]) -> Result<Said> {
    let who = visitor.signed_in()?.account.principal();
    let typed = Typed::read(body, &FIELDS)?;
    visitor.must_have_sent(&typed)?;
    let wrong = Wrong::parse(typed.get("wrong"))
        .ok_or_else(|| Error::invalid("wrong", "press one of the buttons of the page"))?;
    let unknown = |why| Error::NotFound(why);
    let location = match typed.given("location") {
        Some(at) => id::parse(at).map_err(unknown)?.to_string(),
        None => String::new(),
    };
    Ok(Said {
        service: id::parse(service).map_err(unknown)?.to_string(),
        once: Once {
            owner: who.id.clone(),
            key: format!("wrong {}", key(&typed)?),
            request: format!("{service} {location} {}", wrong.as_str()),
        },
        who,
        location,
        wrong,
    })
}

/// Tells one press of one button on one page from all others.
fn key(typed: &Typed) -> Result<String> {
    let once = typed.get("once");
    match once.len() {
        1..=64 => Ok(format!(
            "{once} {} {}",
            typed.get("location"),
            typed.get("wrong")
        )),
        _ => Err(Error::invalid(
            "once",
            "is missing from the form: load the page of the service again",
        )),
    }
}

/// Records it once, however often it comes; the line as it then is.
fn take(tx: &mut Tx, said: &Said, now: Timestamp) -> Result<Option<LineRow>> {
    may_doubt(tx, &said.who, &said.service)??;
    if said.once.before(tx, now)?.is_some() {
        return Ok(None);
    }
    let mut lines = capacity::lines_of(tx, &said.service)?.into_iter();
    let line = lines
        .find(|line| line.location_id == said.location)
        .ok_or_else(|| Error::NotFound("the service is not given there".into()))?;
    let by = Author {
        source: said.who.source(),
        name: said.who.name.clone(),
    };
    let line = doubt(tx, &line, said.wrong, &by, now)?;
    said.once.keep(tx, said.wrong.as_str())?;
    Ok(Some(line))
}

fn failed(error: &Error) -> Answer {
    match error {
        Error::NotFound(_) => no_service(),
        error => problem(error),
    }
}
