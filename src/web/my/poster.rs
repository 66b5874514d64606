//! A poster to print and pin up: what it is, where people see whether there is room, and where staff say so.

use crate::accounts::Role;
use crate::app::App;
use crate::app::work::read;
use crate::capacity::which::missing;
use crate::db::Conn;
use crate::directory::record::{Document, text};
use crate::directory::store::assemble;
use crate::error::{Error, Result};
use crate::gate::Visitor;
use crate::gate::rights::{must_speak_for, owners};
use crate::web::page::{self, Answer};
use crate::web::post::{id_of, or_problem};
use crate::web::tongue::filters;
use crate::web::view::qr::Qr;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

/// The poster.
#[derive(Debug, Template)]
#[template(path = "poster.html")]
struct Poster {
    name: String,
    organization: Option<String>,
    /// Where everybody sees whether there is room.
    public: Code,
    /// Where staff sign in.
    staff: Code,
}

/// An address, to be read by people and by telephones.
#[derive(Debug)]
struct Code {
    address: String,
    /// The same as squares.
    squares: Qr,
}

/// Shows the poster of one's own service.
pub async fn show(app: Data<App>, visitor: Visitor, path: Path<String>) -> Answer {
    or_problem(made(&app, &visitor, &path).await)
}

async fn made(app: &Data<App>, visitor: &Visitor, path: &str) -> Result<Answer> {
    let (who, id) = (visitor.must_be(&[Role::Provider])?, id_of(path)?);
    let service = id.clone();
    let load = move |conn: &mut Conn| {
        let run_by = owners(conn, &service)?;
        must_speak_for(conn, &who, run_by.first().map(String::as_str))?;
        assemble(conn, &service)?.ok_or_else(|| missing(&service))
    };
    let document = read(app, load).await?;
    let public = app.address.of(&format!("/services/{id}"));
    let poster = poster(&document, public, app.address.of("/my"))?;
    Ok(page::respond(StatusCode::OK, poster))
}

fn poster(service: &Document, public: String, staff: String) -> Result<Poster> {
    let run_by = service
        .get("organization")
        .and_then(|run_by| run_by.as_object());
    Ok(Poster {
        name: text(service, "name").unwrap_or("Our service").to_owned(),
        organization: run_by
            .and_then(|run_by| text(run_by, "name"))
            .map(str::to_owned),
        public: Code::of(public)?,
        staff: Code::of(staff)?,
    })
}

impl Code {
    fn of(address: String) -> Result<Self> {
        let too_long = || Error::internal("the address of this server is too long for a code");
        let squares = Qr::of(&address).ok_or_else(too_long)?;
        Ok(Self { address, squares })
    }
}
