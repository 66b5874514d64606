//! There is no room: where else somebody could be sent.

use crate::search::answer::Found;
use crate::web::address::Question;
use crate::web::tongue::filters;
use crate::web::view::card::Card;
use crate::web::view::service::Desk;
use askama::Template;
use jiff::Timestamp;

/// What the page shows.
#[derive(Debug, Template)]
#[template(path = "elsewhere.html")]
pub struct ElsewherePage {
    /// What it says first.
    pub title: String,
    /// The service that was asked for.
    pub name: String,
    /// Its page.
    pub service: String,
    /// Whether somebody was to be sent there at this moment.
    pub refused: bool,
    /// Where else there is room, best first.
    pub others: Vec<Card>,
    /// What their forms need.
    pub desk: Desk,
}

impl ElsewherePage {
    /// The page for a service with this name, and those that were found in its stead.
    pub fn view(name: String, refused: bool, found: &[Found], desk: Desk, now: Timestamp) -> Self {
        let nothing = Question::default();
        let card = |found| Card::view(found, &nothing, false, now);
        Self {
            title: match refused {
                true => "There is no room there now".into(),
                false => "Where else there is room".into(),
            },
            service: format!("/services/{}", desk.service),
            others: found.iter().map(card).collect(),
            name,
            refused,
            desk,
        }
    }
}
