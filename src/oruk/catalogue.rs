//! What the documents name and no column has: the ids of services at locations, and taxonomy terms. It is a
//! replica in memory, read once when somebody first asks, and brought up to date by the change feed after that.

use super::format::id_of;
use super::record::site_id;
use super::shape::Kind as Object;
use super::store;
use super::tidy::tidy;
use crate::db::{Conn, Kind, changes};
use crate::directory::record::{Document, objects};
use crate::directory::store::{Shelf, parse, standing, texts};
use crate::error::Result;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// Documents, or changes, that are read at once.
const AT_ONCE: i64 = 1000;
/// Changes after which reading everything anew is quicker.
const MOST_BEHIND: i64 = 50_000;
/// The shelves of the directory.
const SHELVES: [Shelf; 3] = [Shelf::Services, Shelf::Organizations, Shelf::Locations];

/// The catalogue, once it was read.
#[derive(Debug, Default)]
pub struct Kept(Mutex<Option<Arc<Catalogue>>>);

/// What is named in the documents.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    seq: i64,
    shelves: [BTreeMap<Uuid, Named>; 3],
    sites: HashMap<Uuid, Uuid>,
    terms: BTreeMap<Uuid, Term>,
}

/// What one document names.
#[derive(Debug, Clone, Default)]
struct Named {
    sites: Vec<Uuid>,
    terms: Vec<Uuid>,
}

/// A term, and how many documents name it.
#[derive(Debug, Clone)]
struct Term {
    document: Document,
    taxonomy: Option<Uuid>,
    uses: usize,
}

impl Kept {
    /// The catalogue as the database is now.
    ///
    /// # Errors
    /// The database fails.
    pub fn now(&self, conn: &mut Conn) -> Result<Arc<Catalogue>> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let latest = changes::latest(conn)?;
        let known = held.take();
        let behind = known.as_ref().map(|known| latest - known.seq);
        let now = match known.zip(behind) {
            Some((known, 0)) => known,
            Some((mut known, 1..MOST_BEHIND)) => {
                Arc::make_mut(&mut known).follow(conn)?;
                known
            }
            _ => Arc::new(Catalogue::read(conn, latest)?),
        };
        *held = Some(Arc::clone(&now));
        Ok(now)
    }
}

impl Catalogue {
    fn read(conn: &mut Conn, seq: i64) -> Result<Self> {
        let mut catalogue = Self {
            seq,
            ..Self::default()
        };
        for shelf in SHELVES {
            let mut documents = store::documents(conn, shelf, "", AT_ONCE)?;
            while let Some((last, _)) = documents.last() {
                let last = last.clone();
                for (id, text) in documents {
                    catalogue.put(shelf, &id, Some(&text))?;
                }
                documents = store::documents(conn, shelf, &last, AT_ONCE)?;
            }
        }
        Ok(catalogue)
    }

    fn follow(&mut self, conn: &mut Conn) -> Result<()> {
        loop {
            let rows = changes::after(conn, self.seq, AT_ONCE)?;
            let Some(last) = rows.last() else {
                return Ok(());
            };
            let seq = last.seq;
            for shelf in SHELVES {
                let of = |row: &&changes::Change| Kind::parse(&row.kind) == Some(shelf.kind());
                let ids: BTreeSet<String> =
                    rows.iter().filter(of).map(|row| row.id.clone()).collect();
                let ids: Vec<String> = ids.into_iter().collect();
                let there = match shelf {
                    Shelf::Services => standing(conn, &ids)?,
                    _ => ids.clone(),
                };
                let found = texts(conn, shelf, &there)?;
                for id in ids {
                    self.put(shelf, &id, found.get(&id).map(String::as_str))?;
                }
            }
            self.seq = seq;
        }
    }

    /// Takes what a document names in place of what it named before; nothing, if it is gone.
    fn put(&mut self, shelf: Shelf, id: &str, text: Option<&str>) -> Result<()> {
        let key = id_of(id);
        if let Some(before) = self.shelves[shelf as usize].remove(&key) {
            self.forget(&before);
        }
        let Some(text) = text else {
            return Ok(());
        };
        let mut named = Named::default();
        // Most organisations and places name nothing.
        if shelf == Shelf::Services || text.contains("\"taxonomy_term\"") {
            let document = parse(text)?;
            if shelf == Shelf::Services {
                let sites = objects(&document, "service_at_locations").enumerate();
                named.sites = sites
                    .map(|(at, site)| id_of(&site_id(id, at, site)))
                    .collect();
                self.sites
                    .extend(named.sites.iter().map(|site| (*site, key)));
            }
            let mut terms = BTreeMap::new();
            gather(&Value::Object(document), &mut terms);
            named.terms = terms.keys().copied().collect();
            terms
                .into_iter()
                .for_each(|(id, term)| self.count(id, term));
        }
        self.shelves[shelf as usize].insert(key, named);
        Ok(())
    }

    fn count(&mut self, id: Uuid, document: Document) {
        let taxonomy = document
            .get("taxonomy_id")
            .and_then(Value::as_str)
            .map(id_of);
        let uses = self.terms.get(&id).map_or(0, |known| known.uses) + 1;
        let term = Term {
            document,
            taxonomy,
            uses,
        };
        self.terms.insert(id, term);
    }

    fn forget(&mut self, named: &Named) {
        for site in &named.sites {
            self.sites.remove(site);
        }
        for id in &named.terms {
            if let Some(term) = self.terms.get_mut(id) {
                term.uses -= 1;
                if term.uses == 0 {
                    self.terms.remove(id);
                }
            }
        }
    }

    /// The service of a service at a location.
    pub fn service_at(&self, site: &Uuid) -> Option<Uuid> {
        self.sites.get(site).copied()
    }

    /// All services at locations, by service.
    pub fn sites(&self) -> impl Iterator<Item = &Uuid> {
        let services = self.shelves[Shelf::Services as usize].values();
        services.flat_map(|named| &named.sites)
    }

    /// The services at locations of one service.
    pub fn sites_of(&self, service: &Uuid) -> &[Uuid] {
        let named = self.shelves[Shelf::Services as usize].get(service);
        named.map_or(&[], |named| &named.sites)
    }

    /// How many services at locations there are.
    pub fn count_of_sites(&self) -> usize {
        self.shelves[Shelf::Services as usize]
            .values()
            .map(|named| named.sites.len())
            .sum()
    }

    /// All terms that documents name, by id.
    pub fn terms(&self) -> impl Iterator<Item = &Document> {
        self.terms.values().map(|term| &term.document)
    }

    /// The documents of a shelf that name a term which fits.
    pub fn naming(&self, shelf: Shelf, fits: impl Fn(&Uuid) -> bool) -> BTreeSet<String> {
        let all = self.shelves[shelf as usize].iter();
        let naming = all.filter(|(_, named)| named.terms.iter().any(&fits));
        naming.map(|(id, _)| id.to_string()).collect()
    }

    /// The terms of a taxonomy.
    pub fn terms_of(&self, taxonomy: &Uuid) -> BTreeSet<Uuid> {
        let of = self
            .terms
            .iter()
            .filter(|(_, term)| term.taxonomy.as_ref() == Some(taxonomy));
        of.map(|(id, _)| *id).collect()
    }
}

/// Gathers the terms in a document, at whatever depth.
fn gather(value: &Value, terms: &mut BTreeMap<Uuid, Document>) {
    match value {
        Value::Array(list) => list.iter().for_each(|value| gather(value, terms)),
        Value::Object(object) => {
            for (field, value) in object {
                match value {
                    Value::Object(term) if field == "taxonomy_term" => {
                        if let Some(term) = tidy(Object::TaxonomyTerm, term.clone(), "")
                            && let Some(id) = term.get("id").and_then(Value::as_str).map(id_of)
                        {
                            terms.insert(id, term);
                        }
                    }
                    other => gather(other, terms),
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn service(term: &str) -> String {
        json!({ "service_at_locations": [{}], "attributes": [{ "taxonomy_term": { "id": term, "name": term, "taxonomy": "Own" } }] })
            .to_string()
    }

    #[test]
    fn what_no_document_names_any_more_is_forgotten() {
        let mut catalogue = Catalogue::default();
        let one = "00000000-0000-4000-8000-000000000001";
        let other = "00000000-0000-4000-8000-000000000002";
        for (id, term) in [(one, "sport"), (other, "sport"), (one, "food")] {
            catalogue
                .put(Shelf::Services, id, Some(&service(term)))
                .unwrap();
        }
        let names = |catalogue: &Catalogue| -> Vec<String> {
            catalogue
                .terms()
                .map(|term| term["name"].as_str().unwrap().to_owned())
                .collect()
        };
        assert_eq!(names(&catalogue).len(), 2);
        assert_eq!(catalogue.count_of_sites(), 2);
        let food = catalogue.naming(Shelf::Services, |term| *term == id_of("food"));
        assert_eq!(food, BTreeSet::from([one.to_owned()]));
        catalogue.put(Shelf::Services, one, None).unwrap();
        assert_eq!(names(&catalogue), ["sport"]);
        assert_eq!(catalogue.sites().count(), 1);
    }
}
