//! `/organizations`.

use super::answer::{List, answer};
use super::asked::Asked;
use super::brief::brief;
use super::catalogue::Kept;
use super::fault::{Refusal, missing};
use super::format::id_of;
use super::record::whole;
use super::shape::Kind;
use super::tidy::tidy;
use super::{store, vocabulary};
use crate::app::App;
use crate::app::work::read;
use crate::db::Conn;
use crate::directory::record::{Document, text};
use crate::directory::store::{Shelf, parse, texts};
use crate::error::Result;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use jiff::Timestamp;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// How much of each organisation is shown.
#[derive(Debug, Clone, Copy, Default)]
struct Depth {
    full: bool,
    /// With its services inside, whole.
    services: bool,
}

struct Organizations {
    kept: Data<Kept>,
    search: Option<String>,
    term: Option<Uuid>,
    taxonomy: Option<Uuid>,
    depth: Depth,
}

impl Organizations {
    fn chosen(&self, conn: &mut Conn) -> Result<Option<BTreeSet<String>>> {
        let mut found: Vec<BTreeSet<String>> = Vec::new();
        if let Some(words) = &self.search {
            found.push(store::organizations_saying(conn, words)?);
        }
        if self.term.is_some() || self.taxonomy.is_some() {
            let catalogue = self.kept.now(conn)?;
            found.extend(
                self.term
                    .map(|term| catalogue.naming(Shelf::Organizations, |own| *own == term)),
            );
            found.extend(self.taxonomy.map(|taxonomy| {
                let terms = catalogue.terms_of(&taxonomy);
                catalogue.naming(Shelf::Organizations, |own| terms.contains(own))
            }));
        }
        Ok(found
            .into_iter()
            .reduce(|one, other| one.intersection(&other).cloned().collect()))
    }
}

impl List for Organizations {
    fn keys(&self, conn: &mut Conn, skip: usize, limit: usize) -> Result<(Vec<String>, usize)> {
        match self.chosen(conn)? {
            None => store::organizations(conn, skip, limit),
            Some(all) => {
                let total = all.len();
                Ok((all.into_iter().skip(skip).take(limit).collect(), total))
            }
        }
    }

    fn records(&self, conn: &mut Conn, ids: &[String]) -> Result<Vec<Value>> {
        let records = organizations(conn, ids, self.depth)?;
        Ok(records.into_iter().map(Value::Object).collect())
    }
}

/// The organisations, a page at a time.
pub async fn list(
    request: HttpRequest,
    app: Data<App>,
    kept: Data<Kept>,
) -> Result<HttpResponse, Refusal> {
    let asked = Asked::strict(
        &request,
        &["full_service", "full", "taxonomy_term_id", "taxonomy_id"],
    )?;
    let list = Organizations {
        kept,
        search: asked.text("search").map(String::from),
        term: asked.id("taxonomy_term_id"),
        taxonomy: asked
            .id("taxonomy_id")
            .filter(|id| !vocabulary::is_needs(id)),
        depth: Depth {
            full: asked.flag("full")?,
            services: asked.flag("full_service")?,
        },
    };
    answer(app, &asked, list).await
}

/// One organisation, whole.
pub async fn one(
    request: HttpRequest,
    id: Path<String>,
    app: Data<App>,
) -> Result<HttpResponse, Refusal> {
    let asked = Asked::strict(&request, &["full_service"])?;
    let depth = Depth {
        full: true,
        services: asked.flag("full_service")?,
    };
    let wanted = vec![id_of(&id).to_string()];
    let found = read(&app, move |conn| organizations(conn, &wanted, depth)).await?;
    let found = found
        .into_iter()
        .next()
        .ok_or_else(|| missing("organization", &id))?;
    Ok(HttpResponse::Ok().json(found))
}

/// These organisations with their own fields.
///
/// # Errors
/// The database fails.
pub fn own(conn: &mut Conn, ids: &[String]) -> Result<Vec<Document>> {
    organizations(conn, ids, Depth::default())
}

fn organizations(conn: &mut Conn, ids: &[String], depth: Depth) -> Result<Vec<Document>> {
    let documents = texts(conn, Shelf::Organizations, ids)?;
    let mut services = match depth.services {
        true => services_of(conn, ids)?,
        false => BTreeMap::new(),
    };
    let mut records = Vec::with_capacity(ids.len());
    for (id, document) in ids.iter().filter_map(|id| Some((id, documents.get(id)?))) {
        let Some(record) = tidy(Kind::Organization, parse(document)?, id) else {
            tracing::warn!(id, "an organisation is not published: it has no name");
            continue;
        };
        let mut record = if depth.full || depth.services {
            record
        } else {
            brief(record)
        };
        if let Some(services) = services.remove(id) {
            record.insert("services".into(), services.into());
        }
        records.push(record);
    }
    Ok(records)
}

/// The whole services of these organisations, without what says again who runs them.
fn services_of(conn: &mut Conn, organizations: &[String]) -> Result<BTreeMap<String, Vec<Value>>> {
    let ids = crate::directory::store::services_run_by(conn, organizations)?;
    let mut of: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for mut service in whole(conn, &ids, Timestamp::now())? {
        service.shift_remove("organization");
        if let Some(organization) = text(&service, "organization_id").map(String::from) {
            of.entry(organization)
                .or_default()
                .push(Value::Object(service));
        }
    }
    Ok(of)
}
