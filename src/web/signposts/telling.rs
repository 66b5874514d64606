//! What became of somebody who was sent, in one click; and letting go of the place that is kept.

use super::{failed, must_run_it, party};
use crate::accounts::Role;
use crate::app::App;
use crate::app::work::write;
use crate::capacity::Author;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::gate::Visitor;
use crate::gate::form::Typed;
use crate::signposts::store::{self, Standing};
use crate::signposts::{Code, Outcome};
use crate::tasks;
use crate::web::page::{self, Answer};
use actix_web::web::{Bytes, Data, Path};
use jiff::Timestamp;

/// Records what became of somebody, and leads back to where it was told.
pub async fn tell(app: Data<App>, visitor: Visitor, path: Path<String>, body: Bytes) -> Answer {
    let (code, outcome, by_list) = match told(&visitor, &path, &body) {
        Ok(told) => told,
        Err(error) => return failed(&error),
    };
    let back = match by_list {
        true => format!("/signposts#{code}"),
        false => format!("/signposts/{code}"),
    };
    let work = move |tx: &mut Tx| {
        let now = Timestamp::now();
        let who = party(&visitor)?;
        let service = store::standing(tx, &code, now)?.signpost.service_id;
        must_run_it(tx, &who, &service)?;
        let by = Author {
            source: who.source(),
            name: who.name,
        };
        tasks::tell(tx, &code, outcome, &by, now)
    };
    done(&app, write(&app, work).await, &back)
}

/// Lets go of the place that is kept, and leads back to the page of the signpost.
pub async fn release(app: Data<App>, visitor: Visitor, path: Path<String>, body: Bytes) -> Answer {
    let code = match let_go(&visitor, &path, &body) {
        Ok(code) => code,
        Err(error) => return failed(&error),
    };
    let back = format!("/signposts/{code}");
    let work = move |tx: &mut Tx| store::release(tx, &code, Timestamp::now());
    done(&app, write(&app, work).await, &back)
}

fn done(app: &App, standing: Result<Standing>, back: &str) -> Answer {
    match standing {
        Ok(standing) => {
            app.engine.show(standing.line);
            page::lead_to(back)
        }
        Err(error) => failed(&error),
    }
}

fn told(visitor: &Visitor, path: &str, body: &[u8]) -> Result<(Code, Outcome, bool)> {
    party(visitor)?;
    let typed = Typed::read(body, &["outcome", "list"])?;
    visitor.must_have_sent(&typed)?;
    let outcome = Outcome::parse(typed.get("outcome"))
        .ok_or_else(|| Error::invalid("outcome", "press one of the buttons of the page"))?;
    Ok((code(path)?, outcome, typed.ticked("list")))
}

fn let_go(visitor: &Visitor, path: &str, body: &[u8]) -> Result<Code> {
    visitor.must_be(&[Role::Navigator])?;
    visitor.must_have_sent(&Typed::read(body, &[])?)?;
    code(path)
}

/// A code with a slip leads nowhere, as an unknown one does.
fn code(text: &str) -> Result<Code> {
    Code::parse(text).map_err(Error::NotFound)
}
