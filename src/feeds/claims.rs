//! Which of our ids a feed's things have. One that is a UUID is kept where nobody else has it; otherwise the
//! thing gets another, made of the feed and its id, and always the same.

use super::shape::ids::{Named, derived};
use super::store::records::{self, Given};
use super::{Feed, Run};
use crate::db::Conn;
use crate::directory::record::{Document, text};
use crate::directory::store::{self, Shelf};
use crate::error::Result;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Our ids for what a feed gives.
#[derive(Debug, Default)]
pub struct Claims {
    known: HashMap<(Named, String), Given>,
    /// What was not known before.
    new: BTreeMap<(Named, String), Given>,
}

/// The feed's ids of all that these records name, by kind.
#[derive(Debug, Default)]
pub struct Wanted(BTreeMap<Named, BTreeSet<String>>);

impl Wanted {
    /// Adds what a record names; `their_id` is the service itself.
    pub fn add(&mut self, their_id: &str, record: &Document) {
        self.want(Named::Service, their_id);
        let organization = record
            .get("organization")
            .and_then(|inside| inside.as_object());
        let parent = organization.and_then(|inside| text(inside, "parent_organization_id"));
        let named = text(record, "organization_id").into_iter().chain(parent);
        named.for_each(|id| self.want(Named::Organization, id));
        for place in crate::directory::record::location_ids(record) {
            self.want(Named::Location, &place);
        }
    }

    fn want(&mut self, named: Named, id: &str) {
        self.0.entry(named).or_default().insert(id.to_owned());
    }
}

impl Claims {
    /// The ids of all that is wanted: those that the feed has already, and new ones. `given` says which id
    /// a service came with.
    ///
    /// # Errors
    /// The database fails.
    pub fn new(
        conn: &mut Conn,
        (feed, run): (&Feed, &Run),
        wanted: Wanted,
        given: &HashMap<String, String>,
    ) -> Result<Self> {
        let mut claims = Self::default();
        for (named, theirs) in wanted.0 {
            let theirs: Vec<String> = theirs.into_iter().collect();
            let known = records::of(conn, &feed.id, named, &theirs)?;
            let fresh = theirs.into_iter().filter(|id| !known.contains_key(id));
            let fresh = fresh.map(|id| {
                let came = given.get(&id).filter(|_| named == Named::Service);
                (came.cloned().unwrap_or_else(|| id.clone()), id)
            });
            claims.claim(conn, (feed, run), named, fresh.collect())?;
            let known = known.into_iter().map(|(id, given)| ((named, id), given));
            claims.known.extend(known);
        }
        Ok(claims)
    }

    fn claim(
        &mut self,
        conn: &mut Conn,
        (feed, run): (&Feed, &Run),
        named: Named,
        fresh: Vec<(String, String)>,
    ) -> Result<()> {
        let wished: Vec<String> = fresh.iter().map(|(wish, _)| wish.clone()).collect();
        let mut gone = records::taken(conn, named, &wished)?;
        if !feed.adopts {
            gone.extend(store::texts(conn, shelf(named), &wished)?.into_keys());
        }
        for (wish, theirs) in fresh {
            // What is asked for once is gone for whoever asks for it next.
            let ours = match gone.insert(wish.clone()) {
                true => wish,
                false => derived(&feed.id, named, &theirs),
            };
            let given = Given {
                feed_id: feed.id.clone(),
                kind: named.as_str().to_owned(),
                their_id: theirs.clone(),
                our_id: ours,
                modified_at: None,
                seen_run: run.id.clone(),
                missing_since: None,
                withdrawn_at: None,
            };
            self.new.insert((named, theirs), given);
        }
        Ok(())
    }

    /// Our id for what the feed knows by this one.
    pub fn ours(&self, named: Named, theirs: &str) -> String {
        let found = self.of(named, theirs);
        found.map_or_else(|| theirs.to_owned(), |given| given.our_id.clone())
    }

    /// What is known of a thing.
    pub fn of(&self, named: Named, theirs: &str) -> Option<&Given> {
        let key = (named, theirs.to_owned());
        self.known.get(&key).or_else(|| self.new.get(&key))
    }

    /// The organisations and locations that were not known before.
    pub fn fresh(&self) -> impl Iterator<Item = &Given> {
        let fresh = self
            .new
            .iter()
            .filter(|((named, _), _)| *named != Named::Service);
        fresh.map(|(_, given)| given)
    }
}

/// Where such things are kept.
fn shelf(named: Named) -> Shelf {
    match named {
        Named::Service => Shelf::Services,
        Named::Organization => Shelf::Organizations,
        Named::Location => Shelf::Locations,
    }
}
