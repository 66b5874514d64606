//! What an import would do to the database: found by comparing, before anything is written. A dry
//! run stops here.

use super::batch::{Batch, Staged, Texts};
use super::compared::{Compared, compare};
use super::progress::Progress;
use super::summary::Summary;
use crate::db::{Conn, Tx};
use crate::directory::store::{self, Outcome, Shelf};
use crate::directory::withheld::{self, Hidden, Pass};
use crate::domain::visibility::Level;
use crate::error::Result;
use std::collections::HashMap;
use std::fmt;

/// Documents compared with one question to the database.
const AT_ONCE: usize = 500;

/// What an import would do.
#[derive(Debug)]
pub struct Plan {
    services: Vec<Compared>,
    organizations: HashMap<String, Compared>,
    locations: HashMap<String, Compared>,
}

/// One service that would be added or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The id of the service.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Added or changed.
    pub outcome: Outcome,
    /// Which fields differ, as `description` or `organization.name`.
    pub fields: Vec<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, name, .. } = self;
        match self.outcome {
            Outcome::Added => write!(f, "added {id} {name}"),
            Outcome::Changed => write!(f, "changed {id} {name}: {}", self.fields.join(", ")),
            Outcome::Unchanged => write!(f, "unchanged {id} {name}"),
        }
    }
}

impl Plan {
    /// Compares a batch with what is held, for somebody who sees what this pass opens.
    ///
    /// # Errors
    /// The database fails.
    pub fn new(
        conn: &mut Conn,
        batch: &Batch,
        pass: Option<Pass>,
        progress: &Progress,
    ) -> Result<Self> {
        let all = batch.services.len() + batch.organizations.len() + batch.locations.len();
        progress.begin("comparing", Some(all as u64));
        let sees = pass.map(Pass::level);
        let mut look = Look {
            hidden: withheld::store::hidden(conn, None)?,
            sees,
            progress,
        };
        // Where it is withheld where a location is, what names it must not tell either.
        let locations = look.differing(conn, Shelf::Locations, &batch.locations)?;
        for (id, compared) in &locations {
            compared.hide(id, &mut look.hidden);
        }
        let services = batch.services.iter().map(|s| (&s.id, &s.document));
        Ok(Self {
            services: look.all(conn, Shelf::Services, services.collect())?,
            organizations: look.differing(conn, Shelf::Organizations, &batch.organizations)?,
            locations,
        })
    }

    /// The services that would be added or changed, in the order of the input.
    pub fn differences<'a>(&'a self, batch: &'a Batch) -> impl Iterator<Item = Difference> + 'a {
        let each = batch.services.iter().zip(&self.services);
        each.filter_map(|(service, own)| self.difference(service, own))
    }

    /// All documents that would be written, with what becomes of each.
    pub fn written<'a>(
        &'a self,
        batch: &'a Batch,
    ) -> impl Iterator<Item = (Shelf, &'a str, &'a Compared)> + 'a {
        let services = batch.services.iter().zip(&self.services);
        let services = services.filter(|(_, own)| own.outcome != Outcome::Unchanged);
        let services = services.map(|(one, own)| (Shelf::Services, one.id.as_str(), own));
        let on = |shelf| move |(id, own): (&'a String, &'a Compared)| (shelf, id.as_str(), own);
        services
            .chain(self.organizations.iter().map(on(Shelf::Organizations)))
            .chain(self.locations.iter().map(on(Shelf::Locations)))
    }

    /// What would become of the services. One whose organisation or location changes, changes.
    pub fn summary(&self, batch: &Batch) -> Summary {
        let mut summary = Summary {
            rejections: batch.rejections.clone(),
            ..Summary::default()
        };
        for difference in self.differences(batch) {
            match difference.outcome {
                Outcome::Added => summary.added += 1,
                _ => summary.changed += 1,
            }
        }
        summary.unchanged = batch.services.len() as u64 - summary.added - summary.changed;
        summary
    }

    fn difference(&self, service: &Staged, own: &Compared) -> Option<Difference> {
        let mut fields = own.fields.clone();
        let organization = service.organization.as_ref();
        let organization = organization.and_then(|id| self.organizations.get(id));
        fields.extend(
            organization
                .into_iter()
                .flat_map(|v| v.named("organization")),
        );
        let locations = service
            .locations
            .iter()
            .filter_map(|id| self.locations.get(id));
        fields.extend(locations.flat_map(|verdict| verdict.named("location")));
        let outcome = match own.outcome {
            Outcome::Unchanged if fields.is_empty() => return None,
            Outcome::Unchanged => Outcome::Changed,
            outcome => outcome,
        };
        Some(Difference {
            id: service.id.clone(),
            name: service.name.clone(),
            outcome,
            fields,
        })
    }

    /// Does to the database what this plan says.
    ///
    /// # Errors
    /// The database fails.
    pub fn carry_out(&self, tx: &mut Tx, batch: &Batch, progress: &Progress) -> Result<()> {
        let differing = self
            .services
            .iter()
            .filter(|v| v.outcome != Outcome::Unchanged);
        let all = differing.count() + self.organizations.len() + self.locations.len();
        progress.begin("writing", Some(all as u64));
        write_all(
            tx,
            Shelf::Organizations,
            &batch.organizations,
            &self.organizations,
            progress,
        )?;
        write_all(
            tx,
            Shelf::Locations,
            &batch.locations,
            &self.locations,
            progress,
        )?;
        for (service, verdict) in batch.services.iter().zip(&self.services) {
            write(tx, Shelf::Services, &service.document, verdict, progress)?;
        }
        Ok(())
    }
}

/// What documents are compared by.
struct Look<'a> {
    hidden: Hidden,
    sees: Option<Level>,
    progress: &'a Progress,
}

impl Look<'_> {
    fn all(
        &self,
        conn: &mut Conn,
        shelf: Shelf,
        documents: Vec<(&String, &String)>,
    ) -> Result<Vec<Compared>> {
        let mut compared = Vec::with_capacity(documents.len());
        for some in documents.chunks(AT_ONCE) {
            let ids: Vec<String> = some.iter().map(|(id, _)| (*id).clone()).collect();
            let held = store::texts(conn, shelf, &ids)?;
            let parts = withheld::store::of(conn, shelf, &ids)?;
            for (id, new) in some {
                let held = held.get(*id).map(String::as_str);
                let parts = parts.get(*id).map_or(&[][..], Vec::as_slice);
                compared.push(compare(shelf, held, new, parts, self.sees, &self.hidden)?);
            }
            self.progress.step(some.len() as u64);
        }
        Ok(compared)
    }

    fn differing(
        &self,
        conn: &mut Conn,
        shelf: Shelf,
        texts: &Texts,
    ) -> Result<HashMap<String, Compared>> {
        let compared = self.all(conn, shelf, texts.iter().collect())?;
        let named = texts.keys().cloned().zip(compared);
        Ok(named
            .filter(|(_, one)| one.outcome != Outcome::Unchanged)
            .collect())
    }
}

fn write_all(
    tx: &mut Tx,
    shelf: Shelf,
    texts: &Texts,
    verdicts: &HashMap<String, Compared>,
    progress: &Progress,
) -> Result<()> {
    for (id, text) in texts {
        if let Some(verdict) = verdicts.get(id) {
            write(tx, shelf, text, verdict, progress)?;
        }
    }
    Ok(())
}

fn write(
    tx: &mut Tx,
    shelf: Shelf,
    text: &str,
    verdict: &Compared,
    progress: &Progress,
) -> Result<()> {
    if verdict.outcome != Outcome::Unchanged {
        let settled = verdict.settled(shelf, text)?;
        store::write(tx, shelf, &settled, verdict.outcome)?;
        progress.step(1);
    }
    Ok(())
}
