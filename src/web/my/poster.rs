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
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use qrcode::{Color, QrCode};

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
    /// Squares on a side, with the white ones around.
    side: usize,
    /// The dark squares, as the path of a drawing.
    path: String,
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

/// White squares around a code, without which cameras do not find it.
const MARGIN: usize = 4;

impl Code {
    fn of(address: String) -> Result<Self> {
        let code = QrCode::new(&address).map_err(Error::internal)?;
        let width = code.width();
        let dark = code.to_colors().into_iter().enumerate();
        let dark = dark.filter(|(_, colour)| *colour == Color::Dark);
        let squares = dark.map(|(at, _)| {
            let (x, y) = (at % width + MARGIN, at / width + MARGIN);
            format!("M{x} {y}h1v1h-1z")
        });
        Ok(Self {
            side: width + 2 * MARGIN,
            path: squares.collect(),
            address,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_corners_and_a_white_edge() {
        let code = Code::of("https://room.example/my".into()).unwrap();
        let (first, last) = (MARGIN, code.side - MARGIN - 7);
        for (x, y) in [(first, first), (last, first), (first, last)] {
            for step in 0..7 {
                assert!(
                    code.path.contains(&format!("M{} {y}h1", x + step)),
                    "{x} {y}"
                );
            }
        }
        assert!(!code.path.contains("M3 ") && !code.path.contains(" 3h"));
    }
}
