//! The audit: who changed what, as a page and as tables to download.

pub mod table;

use super::page::{self, Answer};
use super::post::or_problem;
use super::view::audit::AuditPage;
use crate::accounts::audit::{self, Filter};
use crate::app::App;
use crate::app::work::read;
use crate::error::Result;
use crate::gate::Visitor;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use jiff::Timestamp;
use serde::Deserialize;

/// Entries on one page.
const PER_PAGE: usize = 50;

/// What may stand in the address of the page.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Wanted {
    kind: Option<String>,
    id: Option<String>,
    before: Option<String>,
}

impl Wanted {
    fn filter(self) -> Filter {
        // A field of the form that was left empty asks for nothing; neither database holds a NUL.
        let said = |text: Option<String>| {
            let text = text?.trim().to_owned();
            Some(text).filter(|text| !text.is_empty() && !text.contains('\0'))
        };
        Filter {
            kind: said(self.kind),
            id: said(self.id),
            before: said(self.before),
        }
    }
}

/// Shows the latest entries.
pub async fn show(app: Data<App>, visitor: Visitor, wanted: Query<Wanted>) -> Answer {
    or_problem(shown(&app, &visitor, wanted.into_inner().filter()).await)
}

async fn shown(app: &Data<App>, visitor: &Visitor, filter: Filter) -> Result<Answer> {
    visitor.must_be(&[])?;
    let wanted = filter.clone();
    let limit = i64::try_from(PER_PAGE).unwrap_or(i64::MAX) + 1;
    let entries = read(app, move |conn| audit::latest(conn, &wanted, limit)).await?;
    let page = AuditPage::view(entries, &filter, PER_PAGE, Timestamp::now());
    Ok(page::respond(StatusCode::OK, page))
}
