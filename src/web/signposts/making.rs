//! Sending somebody from the page of a service. A form that comes twice is done once.

use super::elsewhere;
use crate::accounts::Role;
use crate::app::App;
use crate::app::work::write;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::gate::Visitor;
use crate::gate::form::Typed;
use crate::signposts::Wish;
use crate::signposts::making::{Asked, make_once};
use crate::web::error::{no_service, problem};
use crate::web::page::{self, Answer};
use actix_web::web::{Bytes, Data, Path};
use jiff::Timestamp;

/// Fields of the form, beside what every form carries.
const FIELDS: [&str; 3] = ["location", "hold", "once"];
/// Letters at most in what tells one page from another.
const LONGEST_ONCE: usize = 64;

/// Sends somebody, and leads to the page with their code; or says where else there is room.
pub async fn make(app: Data<App>, visitor: Visitor, path: Path<String>, body: Bytes) -> Answer {
    let asked = match asked(&visitor, &path, &body) {
        Ok(asked) => asked,
        Err(error) => return problem(&error),
    };
    let (wish, kept_for) = (asked.wish.clone(), app.kept_for);
    let work = move |tx: &mut Tx| {
        make_once(tx, &asked, kept_for, Timestamp::now(), |made| {
            Ok(made.signpost.code)
        })
    };
    match write(&app, work).await {
        Ok(made) => {
            let again = if made.line.is_some() { "" } else { "?again" };
            made.line.into_iter().for_each(|line| app.engine.show(line));
            page::lead_to(&format!("/signposts/{}{again}", made.answer))
        }
        Err(Error::NoRoom(_)) => elsewhere::refused(app, &visitor, wish).await,
        Err(Error::NotFound(_)) => no_service(),
        Err(error) => problem(&error),
    }
}

/// What a form asks for, of somebody who may.
fn asked(visitor: &Visitor, service: &str, body: &[u8]) -> Result<Asked> {
    let who = visitor.must_be(&[Role::Navigator])?;
    let typed = Typed::read(body, &FIELDS)?;
    visitor.must_have_sent(&typed)?;
    let wish = Wish {
        service_id: service.to_owned(),
        location_id: typed.given("location").map(str::to_owned),
        hold: holds(&typed)?,
        need: None,
        outcode: None,
    };
    Ok(Asked {
        key: Some(key(&typed)?),
        wish: wish.checked()?,
        by: who.id,
    })
}

fn holds(typed: &Typed) -> Result<bool> {
    match typed.get("hold") {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(Error::invalid(
            "hold",
            "press one of the two buttons: with a place kept, or without",
        )),
    }
}

/// Tells one press of one button on one page from all others.
fn key(typed: &Typed) -> Result<String> {
    let once = typed.get("once");
    if once.is_empty() || once.len() > LONGEST_ONCE {
        let why = "is missing from the form: load the page of the service again";
        return Err(Error::invalid("once", why));
    }
    let (at, hold) = (typed.get("location"), typed.get("hold"));
    Ok(format!("page {once} {at} {hold}"))
}
