//! Which services a list is of: what is asked of them must all hold.

use super::asked::Asked;
use super::catalogue::{Catalogue, Kept};
use super::fault::Refusal;
use super::format::id_of;
use super::{changed, store, vocabulary};
use crate::app::{App, Whereabouts, question};
use crate::db::Conn;
use crate::directory::store::Shelf;
use crate::error::{Error, FieldError, Result};
use crate::geography::Place;
use crate::search::entry::TagKind;
use crate::search::request::{Request, Wanted};
use actix_web::web::Data;
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::sync::Arc;
use uuid::Uuid;

/// The parameters by which services are chosen.
pub const FILTERS: [&str; 8] = [
    "taxonomy_term_id",
    "taxonomy_id",
    "organization_id",
    "modified_after",
    "postcode",
    "proximity",
    "minimum_age",
    "maximum_age",
];

/// What is asked of services.
#[derive(Clone)]
pub struct Wish {
    /// What a search is asked, if there are words, a place or ages.
    search: Option<Request>,
    /// Of each of these, one term or more.
    terms: Vec<Vec<Uuid>>,
    taxonomy: Option<Uuid>,
    organization: Option<String>,
    since: Option<i64>,
}

/// The services that were chosen, in the order of their ids.
#[derive(Clone)]
pub enum Chosen {
    /// All there are.
    All,
    /// These.
    These(Arc<Vec<String>>),
}

impl Wish {
    /// Reads what is asked.
    ///
    /// # Errors
    /// A parameter is wrong, or names a postcode that is not known.
    pub async fn read(app: &App, asked: &Asked) -> Result<Self, Refusal> {
        let terms = asked
            .all("taxonomy_term_id")
            .map(|term| vec![id_of(term)])
            .collect();
        Ok(Self {
            search: search(app, asked, ["search", "postcode", "proximity"]).await?,
            terms,
            taxonomy: asked.id("taxonomy_id"),
            organization: asked.id("organization_id").map(|id| id.to_string()),
            since: asked.moment("modified_after")?.map(millis),
        })
    }

    /// The same by the names of the older standard, where several terms mean any of them.
    ///
    /// # Errors
    /// As of [`Wish::read`].
    pub async fn of_old(app: &App, asked: &Asked) -> Result<Self, Refusal> {
        let place = match asked.text("postcode") {
            Some(_) => "postcode",
            None => "coverage",
        };
        let terms = asked.all("taxonomy_id").flat_map(|terms| terms.split(','));
        let terms: Vec<Uuid> = terms.map(id_of).collect();
        Ok(Self {
            search: search(app, asked, ["text", place, "proximity"]).await?,
            terms: if terms.is_empty() {
                Vec::new()
            } else {
                vec![terms]
            },
            taxonomy: None,
            organization: None,
            since: None,
        })
    }

    /// Where somebody asks from, and how far away in metres something may be, if both are said.
    pub fn circle(&self) -> Option<(&Place, f64)> {
        let search = self.search.as_ref()?;
        search.near.as_ref().zip(search.within_m)
    }

    /// Chooses.
    ///
    /// # Errors
    /// The database fails, or the index is being built.
    pub fn choose(&self, app: &App, kept: &Kept, conn: &mut Conn) -> Result<Chosen> {
        let mut found: Option<BTreeSet<String>> = None;
        let mut narrow = |those: BTreeSet<String>| {
            found = Some(match found.take() {
                None => those,
                Some(known) => known.intersection(&those).cloned().collect(),
            });
        };
        if let Some(organization) = &self.organization {
            narrow(store::services_of(conn, organization)?);
        }
        if let Some(since) = self.since {
            narrow(changed::since(conn, since)?);
        }
        if let Some(request) = &self.search {
            narrow(meeting(app, request)?);
        }
        if !self.terms.is_empty() || self.taxonomy.is_some() {
            let catalogue = kept.now(conn)?;
            for terms in &self.terms {
                let mut any = BTreeSet::new();
                for term in terms {
                    any.append(&mut classified(app, &catalogue, term)?);
                }
                narrow(any);
            }
            if let Some(taxonomy) = &self.taxonomy {
                narrow(of_taxonomy(app, &catalogue, taxonomy)?);
            }
        }
        let Some(mut found) = found else {
            return Ok(Chosen::All);
        };
        store::merged(conn)?.iter().for_each(|gone| {
            found.remove(gone);
        });
        Ok(Chosen::These(Arc::new(found.into_iter().collect())))
    }
}

fn millis(moment: Timestamp) -> i64 {
    // What was changed within the millisecond that is asked for counts.
    moment.as_millisecond()
}

/// Words, place and distance as a search has them; the names are those of the parameters.
async fn search(app: &App, asked: &Asked, names: [&str; 3]) -> Result<Option<Request>, Refusal> {
    let [words, place, metres] = names;
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut ask = |name: &str, value: String| pairs.push((name.to_owned(), value));
    if let Some(words) = asked.text(words) {
        ask("q", words.to_owned());
    }
    if let Some(place) = asked.text(place) {
        ask("near", place.to_owned());
    }
    if let Some(text) = asked.text(metres) {
        let number = text.parse().ok().filter(|metres: &f64| *metres >= 0.0);
        let wrong = || Error::bad(metres, "must be a number of metres");
        ask(
            "within_km",
            (number.ok_or_else(wrong)? / 1000.0).to_string(),
        );
    }
    // Somebody is of an age for a service that takes people between the two.
    if let Some(age) = asked
        .text("minimum_age")
        .or_else(|| asked.text("maximum_age"))
    {
        ask("age", age.to_owned());
    }
    if pairs.is_empty() {
        return Ok(None);
    }
    let whereabouts = Whereabouts::of(app, &pairs).await;
    let request = question::request(&pairs, &whereabouts);
    let named = |fault: FieldError| match fault.field.as_str() {
        "q" => FieldError::new(words, fault.message),
        "near" => FieldError::new(place, fault.message),
        "within_km" => FieldError::new(
            metres,
            "must be a number of metres up to half way round the earth",
        ),
        "age" => FieldError::new("minimum_age", fault.message),
        _ => fault,
    };
    let request =
        request.map_err(|faults| Error::BadRequest(faults.into_iter().map(named).collect()))?;
    Ok(Some(request))
}

fn meeting(app: &App, request: &Request) -> Result<BTreeSet<String>> {
    let request = Request {
        wanted: Wanted::Any,
        ..request.clone()
    };
    let found = app.engine.meeting(&request, Timestamp::now())?;
    Ok(found.iter().map(Uuid::to_string).collect())
}

/// The services of a term: a need of ours that they meet, or a term that their records name.
fn classified(app: &App, catalogue: &Catalogue, term: &Uuid) -> Result<BTreeSet<String>> {
    match vocabulary::need_of(term) {
        Some(need) => meeting(app, &for_needs(vec![need.to_owned()])),
        None => Ok(catalogue.naming(Shelf::Services, |own| own == term)),
    }
}

fn of_taxonomy(app: &App, catalogue: &Catalogue, taxonomy: &Uuid) -> Result<BTreeSet<String>> {
    if vocabulary::is_needs(taxonomy) {
        let needs = crate::needs::vocabulary().needs().iter();
        return meeting(app, &for_needs(needs.map(|need| need.id.clone()).collect()));
    }
    let terms = catalogue.terms_of(taxonomy);
    Ok(catalogue.naming(Shelf::Services, |own| terms.contains(own)))
}

fn for_needs(needs: Vec<String>) -> Request {
    Request {
        tags: vec![(TagKind::Need, needs)],
        ..Request::default()
    }
}

/// What a choice needs, for whoever makes it on a thread of the database.
#[derive(Clone)]
pub struct Choice {
    /// Headroom.
    pub app: Data<App>,
    /// What the documents name.
    pub kept: Data<Kept>,
    /// What is asked.
    pub wish: Wish,
}

impl Choice {
    /// The ids of a page of the services that are chosen, and how many there are.
    ///
    /// # Errors
    /// As of [`Wish::choose`].
    pub fn services(
        &self,
        conn: &mut Conn,
        skip: usize,
        limit: usize,
    ) -> Result<(Vec<String>, usize)> {
        match self.wish.choose(&self.app, &self.kept, conn)? {
            Chosen::All => store::services(conn, skip, limit),
            Chosen::These(all) => {
                let page = all.iter().skip(skip).take(limit).cloned().collect();
                Ok((page, all.len()))
            }
        }
    }
}
