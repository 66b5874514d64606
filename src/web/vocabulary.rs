//! Where listings and the vocabulary of needs do not meet, for stewards.

use super::page::{self, Answer};
use super::post::or_problem;
use super::view::vocabulary::VocabularyPage;
use crate::app::App;
use crate::app::work::read;
use crate::error::Result;
use crate::gate::Visitor;
use actix_web::http::StatusCode;
use actix_web::web::Data;

/// Listings named on the page.
const NAMED: usize = 50;

/// Shows what shows no need, which terms stand for none, and what nobody offers.
pub async fn show(app: Data<App>, visitor: Visitor) -> Answer {
    or_problem(shown(&app, &visitor).await)
}

async fn shown(app: &Data<App>, visitor: &Visitor) -> Result<Answer> {
    visitor.must_be(&[])?;
    let here = Data::clone(app);
    // It walks over all listings, which takes as long as reading the database does.
    let page = read(app, move |_| {
        let classified = here.engine.classified(NAMED)?;
        let counted = here.engine.counted_needs(&classified);
        Ok(VocabularyPage::view(classified, &counted))
    })
    .await?;
    Ok(page::respond(StatusCode::OK, page))
}
