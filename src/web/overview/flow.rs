//! Who was sent where and what became of them, month by month, for those who plan and pay for services.

use super::areas_of;
use crate::app::App;
use crate::app::work::read;
use crate::coverage::flow::{Question, flow};
use crate::coverage::needs;
use crate::error::Result;
use crate::gate::Visitor;
use crate::web::page::{self, Answer};
use crate::web::post::or_problem;
use crate::web::view::overview::flow::{Asked, FlowPage};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use jiff::Timestamp;

/// Shows the flow.
pub async fn show(app: Data<App>, visitor: Visitor, asked: Query<Asked>) -> Answer {
    or_problem(shown(&app, &visitor, asked.into_inner().tidy()).await)
}

async fn shown(app: &Data<App>, visitor: &Visitor, asked: Asked) -> Result<Answer> {
    let areas = areas_of(visitor)?;
    let (here, now) = (Data::clone(app), Timestamp::now());
    let question: Question = asked.wish().question(now)?;
    let page = read(app, move |conn| {
        let flow = flow(&here, conn, &areas, &question, now)?;
        Ok(FlowPage::view(&flow, &needs(&here.engine), &asked))
    });
    Ok(page::respond(StatusCode::OK, page.await?))
}
