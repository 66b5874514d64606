//! Import of HSDS 3 services, nested as the standard has them in JSON, or in the tables of its package.

use super::batch::Batch;
use super::input;
use super::others::Others;
pub use super::plan::Difference;
use super::plan::Plan;
use super::progress::Progress;
use super::summary::Summary;
use super::tabular::{self, Part};
use crate::capacity::{Report, store};
use crate::db::{Database, Tx};
use crate::directory::capacities;
use crate::directory::store::parse;
use crate::directory::withheld::Pass;
use crate::domain::availability::StatedState;
use crate::error::Result;

/// Imports the services of a file, a folder or an address. Everything is read first and then
/// written in one transaction: all that is usable, or nothing. What is held already is not written
/// again. The summary counts services; one whose organisation or location changed counts as
/// changed. A dry run writes nothing and prints what differs.
///
/// Must not be called where asynchronous code runs.
///
/// # Errors
/// The input cannot be read to its end, or the database fails: nothing was imported.
pub fn import(db: &Database, from: &str, dry_run: bool, progress: &Progress) -> Result<Summary> {
    import_seeing(db, from, dry_run, None, progress)
}

/// The same from somebody with a pass: what the records withhold up to its level is all that is withheld
/// of them up to there. Without one, what was withheld before stays so.
///
/// # Errors
/// As of [`import`].
pub fn import_seeing(
    db: &Database,
    from: &str,
    dry_run: bool,
    pass: Option<Pass>,
    progress: &Progress,
) -> Result<Summary> {
    bring_in(db, collect(from, progress)?, dry_run, pass, progress)
}

/// Brings a batch in, or prints what would differ.
///
/// # Errors
/// The database fails: nothing was imported.
pub(super) fn bring_in(
    db: &Database,
    batch: Batch,
    dry_run: bool,
    pass: Option<Pass>,
    progress: &Progress,
) -> Result<Summary> {
    if !dry_run {
        return apply(db, batch, pass, progress);
    }
    let (summary, differences) = compared(db, &batch, pass, progress)?;
    for difference in differences {
        progress.say(&difference.to_string());
    }
    Ok(summary)
}

/// What an import would do, service by service, without doing it.
///
/// # Errors
/// As of [`import`].
pub fn compare(
    db: &Database,
    from: &str,
    progress: &Progress,
) -> Result<(Summary, Vec<Difference>)> {
    compared(db, &collect(from, progress)?, None, progress)
}

fn compared(
    db: &Database,
    batch: &Batch,
    pass: Option<Pass>,
    progress: &Progress,
) -> Result<(Summary, Vec<Difference>)> {
    let plan = db.read(|conn| Plan::new(conn, batch, pass, progress))?;
    progress.end();
    let differences = plan.differences(batch).collect();
    Ok((plan.summary(batch), differences))
}

fn collect(from: &str, progress: &Progress) -> Result<Batch> {
    let (mut batch, mut outcome) = (Batch::default(), Ok(()));
    if tabular::is_package(from) {
        tabular::read(from, progress, &mut |part| {
            if outcome.is_ok() {
                outcome = match part {
                    Part::Found(found) => batch.add(found),
                    Part::Organization(place, one) => batch.add_organization(place, one),
                };
            }
        })?;
        return outcome.map(|()| batch);
    }
    let mut others = Others::default();
    input::read(from, progress, &mut |found| {
        for found in others.unfold(found) {
            if outcome.is_ok() {
                outcome = batch.add(found);
            }
        }
    })?;
    outcome?;
    for found in others.gathered() {
        batch.add(found)?;
    }
    Ok(batch)
}

fn apply(db: &Database, batch: Batch, pass: Option<Pass>, progress: &Progress) -> Result<Summary> {
    let told = progress.clone();
    let summary = db.write(move |tx| {
        let plan = Plan::new(tx, &batch, pass, &told)?;
        plan.carry_out(tx, &batch, &told)?;
        observe(tx, &batch)?;
        Ok(plan.summary(&batch))
    });
    progress.end();
    summary
}

/// Takes what the feed says about room, where it is newer than what is held.
///
/// # Errors
/// The database fails.
pub fn observe(tx: &mut Tx, batch: &Batch) -> Result<()> {
    for service in batch.services.iter().filter(|service| service.says_room()) {
        let document = parse(&service.document)?;
        if let Some(seen) = capacities::observation(&document) {
            let report = Report {
                places_free: Some(seen.available),
                places_total: seen.maximum,
                unit: Some(seen.unit),
                as_of: Some(seen.updated),
                ..Report::of(if seen.available > 0 {
                    StatedState::Open
                } else {
                    StatedState::Full
                })
            };
            store::observe_feed(tx, &service.id, &report)?;
        }
    }
    Ok(())
}
