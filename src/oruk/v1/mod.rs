//! Open Referral UK 1, for the finders that councils already run: the same records in the older shape. What a
//! finder asks for and the standard does not know is passed over, as other feeds do.

mod detail;
pub mod others;
pub mod services;
mod shape;

use super::asked::{Asked, Paging};
use super::fault::Refusal;
use super::page::skipped;
use actix_web::HttpResponse;
use serde_json::{Value, json};

/// Records on a page, unless asked otherwise.
const USUAL: usize = 50;
/// Records on a page at most.
const MOST: usize = 500;

/// Which page is asked for.
fn paging(asked: &Asked) -> Result<Paging, Refusal> {
    asked.paging(USUAL, MOST)
}

/// One page in the older envelope.
fn envelope(content: Vec<Value>, total: usize, (number, per_page): Paging) -> Value {
    let pages = total.div_ceil(per_page);
    json!({
        "totalElements": total,
        "totalPages": pages,
        "number": number,
        "size": content.len(),
        "first": number == 1,
        "last": number >= pages,
        "empty": content.is_empty(),
        "content": content,
    })
}

/// Answers with a page of what is in memory.
fn held(asked: &Asked, all: Vec<Value>) -> Result<HttpResponse, Refusal> {
    let paging = paging(asked)?;
    let total = all.len();
    let shown = all.into_iter().skip(skipped(paging)).take(paging.1);
    Ok(HttpResponse::Ok().json(envelope(shown.collect(), total, paging)))
}
