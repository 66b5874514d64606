//! What the place of a question is found by: the gazetteer, and whoever is asked for a postcode that
//! it does not hold.

use super::App;
use super::question::{self, Pairs};
use crate::domain::point::Point;
use crate::geography::{Gazetteer, NotLocated, Place};
use crate::search::Engine;
use std::sync::Arc;

/// What the place of one question is found by.
pub struct Whereabouts {
    gazetteer: Arc<Gazetteer>,
    /// The middle of where the listings are: of two places of one name the nearer to it is meant.
    centre: Option<Point>,
    looked_up: Option<Place>,
}

impl Whereabouts {
    /// The gazetteer alone.
    pub fn held(engine: &Engine) -> Self {
        Self {
            gazetteer: engine.gazetteer(),
            centre: engine.centre(),
            looked_up: None,
        }
    }

    /// The gazetteer; and where the question names a postcode or outcode that it does not hold, what
    /// a server elsewhere knows of it, if one is to be asked and answers in time.
    pub async fn of(app: &App, pairs: &Pairs) -> Self {
        let held = Self::held(&app.engine);
        let Some(lookup) = &app.lookup else {
            return held;
        };
        let missing =
            question::near(pairs).and_then(|text| Some((text, held.gazetteer.missing(text)?)));
        let Some((text, missing)) = missing else {
            return held;
        };
        let mut looked_up = lookup.find(missing).await;
        if looked_up.is_none() && held.locate(text).is_err() {
            looked_up = lookup.find_around(missing).await;
        }
        Self { looked_up, ..held }
    }

    /// Where the question's text is; see [`Gazetteer::locate_from`].
    ///
    /// # Errors
    /// As of [`Gazetteer::locate_from`].
    pub(super) fn locate(&self, text: &str) -> Result<Place, NotLocated> {
        match &self.looked_up {
            Some(place) => Ok(place.clone()),
            None => self.gazetteer.locate_from(text, self.centre),
        }
    }
}
