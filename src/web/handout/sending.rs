//! The sheet by e-mail or as a text: to an address that is used once and written down nowhere.

use super::{Sending, failed, load, sheet_of};
use crate::accounts::{Principal, Role};
use crate::app::App;
use crate::app::work::{read, write};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::gate::Visitor;
use crate::gate::form::Typed;
use crate::reminders::contact::{Channel, Contact};
use crate::reminders::straight::{Straight, Unsent};
use crate::signposts::Code;
use crate::signposts::answered::Once;
use crate::web::error::no_service;
use crate::web::page::{self, Answer};
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path};
use jiff::Timestamp;

/// Fields of the form, beside what every form carries.
const FIELDS: [&str; 2] = ["to", "once"];

/// What was typed.
struct Asked {
    who: Principal,
    code: Code,
    to: String,
    once: String,
}

/// Sends the sheet of a signpost, and leads back to it; or shows it with what went wrong.
pub async fn send(
    app: Data<App>,
    straight: Data<Straight>,
    visitor: Visitor,
    path: Path<String>,
    body: Bytes,
) -> Answer {
    let asked = match asked(&visitor, &path, &body) {
        Ok(asked) => asked,
        Err(error) => return failed(&error),
    };
    match sent(&app, &straight, &visitor, asked).await {
        Ok(answer) => answer.private(),
        Err(error) => failed(&error),
    }
}

fn asked(visitor: &Visitor, path: &str, body: &[u8]) -> Result<Asked> {
    let who = visitor.must_be(&[Role::Navigator])?;
    let typed = Typed::read(body, &FIELDS)?;
    visitor.must_have_sent(&typed)?;
    let once = typed.get("once");
    if once.is_empty() || once.len() > 64 {
        let why = "is missing from the form: load the page again";
        return Err(Error::invalid("once", why));
    }
    Ok(Asked {
        who,
        code: Code::parse(path).map_err(Error::NotFound)?,
        to: typed.get("to").to_owned(),
        once: once.to_owned(),
    })
}

async fn sent(
    app: &Data<App>,
    straight: &Straight,
    visitor: &Visitor,
    asked: Asked,
) -> Result<Answer> {
    let (code, who, now) = (asked.code.clone(), asked.who.clone(), Timestamp::now());
    let (signpost, known) = read(app, move |conn| load(conn, &code, &who, now)).await?;
    let Some(known) = known else {
        return Ok(no_service());
    };
    let done = format!("/signposts/{}/handout?sent", asked.code);
    let sheet = sheet_of(app, &known, &signpost, now);
    let fault = match contact(&asked.to, straight) {
        None => (StatusCode::UNPROCESSABLE_ENTITY, WRONG),
        Some(to) => {
            if claim(app, &asked, now).await? {
                return Ok(page::lead_to(&done));
            }
            let words = sheet.words(to.channel).map_err(Error::internal)?;
            match straight.send(to, words).await {
                Ok(()) => return Ok(page::lead_to(&done)),
                Err(Unsent::Refused) => (StatusCode::UNPROCESSABLE_ENTITY, REFUSED),
                Err(Unsent::NotNow) => (StatusCode::BAD_GATEWAY, NOT_NOW),
            }
        }
    };
    let sending = Sending::of(visitor, straight, &signpost, Some(fault.1))?;
    Ok(page::respond(fault.0, sheet.with(sending)))
}

const WRONG: &str = "That is neither an e-mail address, such as sam@example.org, nor the number of a mobile telephone that we can send to. Nothing was sent.";
const REFUSED: &str =
    "It was not sent: this address is not taken. Read it out once more and try again.";
const NOT_NOW: &str =
    "It was not sent: what we send by does not answer. Try again in a minute, or print the page.";

/// Where it is to go, if that can be sent to.
fn contact(to: &str, straight: &Straight) -> Option<Contact> {
    let channel = match to.contains('@') {
        true => Channel::Email,
        false => Channel::Text,
    };
    let contact = Contact {
        name: None,
        channel,
        address: to.to_owned(),
    };
    let usable = straight.channels().contains(&channel);
    contact.tidied().ok().filter(|_| usable)
}

/// Whether this form was sent before. What is kept of it has nothing of the address.
async fn claim(app: &Data<App>, asked: &Asked, now: Timestamp) -> Result<bool> {
    let once = Once {
        owner: asked.who.id.clone(),
        key: format!("handout {}", asked.once),
        request: asked.code.to_string(),
    };
    let work = move |tx: &mut Tx| {
        let before = once.before(tx, now)?;
        if before.is_none() {
            once.keep(tx, "handed on")?;
        }
        Ok(before.is_some())
    };
    write(app, work).await
}
