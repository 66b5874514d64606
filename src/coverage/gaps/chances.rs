//! What services offer to whom, need by need, as a survey shows it.

use super::standing::{Chance, Standing};
use crate::app::App;
use crate::coverage::access::inhabited::Inhabited;
use crate::coverage::reading::Need;
use crate::error::Result;
use crate::search::survey::{Grounds, Service};
use jiff::Timestamp;
use std::collections::HashMap;
use uuid::Uuid;

/// What services offer.
#[derive(Debug, Default)]
pub struct Chances {
    /// The needs that are looked at; a chance names them by their place here.
    pub needs: Vec<Need>,
    /// Whether any service is listed for each of these, whether it runs or not.
    pub is_listed: Vec<bool>,
    /// What each service offers at each of its places.
    pub all: Vec<Offered>,
}

/// What a service offers at one place.
#[derive(Debug)]
pub struct Offered {
    /// Which service.
    pub service: Uuid,
    /// Places in all, where somebody counts them.
    pub places: u64,
    /// Places free now.
    pub free: u64,
    /// To whom, and what they find.
    pub chance: Chance,
}

impl Chances {
    /// Of all services that meet a need, or this one, and run; `access` is the number of an arrangement for access
    /// without which room is none.
    ///
    /// # Errors
    /// The index is being built.
    pub fn of(
        app: &App,
        inhabited: &Inhabited,
        (need, access): (Option<&Need>, Option<u32>),
        now: Timestamp,
    ) -> Result<Self> {
        let mut found = Self::default();
        let rows = found.rows(app, need);
        let grounds = Grounds {
            within: None,
            parts: &inhabited.ground,
        };
        app.engine.survey(&grounds, now, |service| {
            let own = service.tags.iter().filter_map(|tag| rows.get(tag).copied());
            let own: Vec<u32> = own.collect();
            for row in &own {
                if let Some(is_listed) = found.is_listed.get_mut(*row as usize) {
                    *is_listed = true;
                }
            }
            if !own.is_empty() {
                found.add(service, own, (inhabited, access));
            }
        })?;
        Ok(found)
    }

    /// The needs that are looked at: their places, by the numbers that services are tagged with.
    fn rows(&mut self, app: &App, need: Option<&Need>) -> HashMap<u32, u32> {
        let tags = app.engine.need_tags();
        let tags = (0..).zip(&tags);
        let mut rows = HashMap::new();
        for (number, tag) in tags.filter_map(|(number, tag)| Some((number, tag.as_ref()?))) {
            if need.is_none_or(|need| need.0 == tag.id) {
                rows.insert(number, self.needs.len() as u32);
                self.needs.push((tag.id.clone(), tag.label.clone()));
            }
        }
        // A need that no listing meets is met nowhere.
        if let Some(need) = need.filter(|_| self.needs.is_empty()) {
            let number = app.engine.need_number(&need.0);
            rows.extend(number.map(|number| (number, 0)));
            self.needs.push(need.clone());
        }
        self.is_listed = vec![false; self.needs.len()];
        rows
    }

    fn add(
        &mut self,
        service: &Service,
        rows: Vec<u32>,
        (inhabited, access): (&Inhabited, Option<u32>),
    ) {
        let is_accessible = access.is_none_or(|access| service.tags.contains(&access));
        let only = service.is_limited.then(|| {
            let mut homes = inhabited.homes_of(&service.reaches.parts);
            homes.sort_unstable();
            homes
        });
        for line in service.lines {
            let Some(standing) = Standing::of(line.room.state, is_accessible) else {
                continue;
            };
            if !line.is_remote && line.place.is_none() {
                continue;
            }
            let has_room = matches!(standing, Standing::Room | Standing::NotAccessible);
            let number = |number: Option<u32>| u64::from(number.unwrap_or(0));
            self.all.push(Offered {
                service: service.id,
                places: number(line.room.total),
                free: if has_room { number(line.room.free) } else { 0 },
                chance: Chance {
                    at: line.place.filter(|_| !line.is_remote),
                    only: only.clone(),
                    standing,
                    rows: rows.clone(),
                },
            });
        }
    }
}
