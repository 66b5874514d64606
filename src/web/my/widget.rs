//! The line of HTML that a group puts into its own site, and what it shows there.

use super::own;
use crate::accounts::Role;
use crate::app::App;
use crate::app::work::read;
use crate::db::Conn;
use crate::directory::record::text;
use crate::directory::store::{Shelf, document};
use crate::error::Result;
use crate::gate::Visitor;
use crate::web::page::{self, Answer};
use crate::web::post::or_problem;
use crate::web::tongue::filters;
use crate::web::widget::START;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

/// The page.
#[derive(Debug, Template)]
#[template(path = "my_widget.html")]
struct Line {
    /// What to copy.
    html: String,
    /// What it shows.
    shows: String,
}

/// Shows the line to copy.
pub async fn show(app: Data<App>, visitor: Visitor) -> Answer {
    or_problem(made(&app, &visitor).await)
}

async fn made(app: &Data<App>, visitor: &Visitor) -> Result<Answer> {
    let own = own(&visitor.must_be(&[Role::Provider])?)?;
    let path = format!("{START}{own}");
    let load = move |conn: &mut Conn| document(conn, Shelf::Organizations, &own);
    let known = read(app, load).await?;
    let name = known
        .as_ref()
        .and_then(|known| text(known, "name"))
        .unwrap_or("Our services");
    let html = line(&app.address.of(&path), name);
    Ok(page::respond(StatusCode::OK, Line { html, shows: path }))
}

/// The frame, with a title for those who hear pages.
fn line(address: &str, name: &str) -> String {
    let title = name
        .replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;");
    format!(
        "<iframe src=\"{address}\" title=\"{title}: is there room?\" width=\"100%\" height=\"480\" loading=\"lazy\"></iframe>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_inside_the_title() {
        let html = line("https://here.example/widget/1", "Tea \"& more\"><script>");
        assert!(
            html.contains("title=\"Tea &quot;&amp; more&quot;>&lt;script>: is there room?\""),
            "{html}"
        );
    }
}
