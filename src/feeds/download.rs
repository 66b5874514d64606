//! Fetching all that a feed has, page by page, and staging it. Nothing of it is taken before the last page
//! has come; what was staged is there when another node goes on.

mod find;
mod item;
mod page;

use super::address::{self, Manner};
use super::fetch::{Fetcher, Got, Stopped, Validators};
use super::report::{Note, Problem};
use super::shape::envelope::{self, Read};
use super::store::{pages, problems, runs, staged, turns};
use super::{Feed, Run};
use crate::db::{Database, Tx};
use crate::domain::time::{from_millis, rfc3339};
use crate::error::{Error, Result};
use crate::exchange::input::page::Page;
use crate::exchange::progress::Progress;
use jiff::Timestamp;
use reqwest::Url;
use std::collections::HashSet;

/// Why nothing more can be fetched.
#[derive(Debug)]
pub enum Broken {
    /// The feed does not give what it should.
    Feed(Stopped),
    /// It is our own fault, or the database's.
    Here(Error),
}

impl From<Stopped> for Broken {
    fn from(stopped: Stopped) -> Self {
        Self::Feed(stopped)
    }
}

impl From<Error> for Broken {
    fn from(error: Error) -> Self {
        Self::Here(error)
    }
}

/// A run that fetches.
pub struct Download<'a> {
    db: &'a Database,
    feed: &'a mut Feed,
    run: &'a mut Run,
    fetcher: &'a mut Fetcher,
    progress: &'a Progress,
    /// The ids that were listed so far.
    listed: HashSet<String>,
    /// What was spent before this node went on with the run.
    before: (u64, u64),
    /// Services in a row that could not be had, where each is fetched by itself.
    refused: usize,
}

/// What one page was.
struct Came {
    page: Page,
    address: Url,
    validators: Validators,
}

impl<'a> Download<'a> {
    /// Begins, or goes on where another node has stopped.
    ///
    /// # Errors
    /// The database fails.
    pub fn new(
        db: &'a Database,
        (feed, run): (&'a mut Feed, &'a mut Run),
        fetcher: &'a mut Fetcher,
        progress: &'a Progress,
    ) -> Result<Self> {
        let id = run.id.clone();
        let listed = db.read(move |conn| staged::ids(conn, &id))?;
        let before = (run.report.requests, run.report.bytes);
        Ok(Self {
            db,
            feed,
            run,
            fetcher,
            progress,
            listed,
            before,
            refused: 0,
        })
    }

    /// Fetches to the end of the list.
    ///
    /// # Errors
    /// It cannot be had: whatever was staged is not to be taken.
    pub fn all(mut self) -> Result<(), Broken> {
        self.progress.begin(&self.feed.name, None);
        let done = self.pages();
        self.spent();
        done
    }

    fn pages(&mut self) -> Result<(), Broken> {
        if self.feed.list.is_empty() {
            self.find_list()?;
        }
        while !self.next()? {}
        Ok(())
    }

    /// Fetches the next page; whether it was the last.
    fn next(&mut self) -> Result<bool, Broken> {
        let (number, most) = (self.run.next_page, self.fetcher.limits().pages);
        if number > most {
            let why = format!("there are over {most} pages, or no end of them");
            return Err(self.stopped(&why).into());
        }
        let address = self.page_address(number)?;
        let known = self.known(number, &address)?;
        let validators = known.as_ref().map(|page| page.validators.clone());
        match self
            .fetcher
            .get(&address, &validators.unwrap_or_default())?
        {
            Got::Body(body, validators) => {
                let page = self.read(&address, &body)?;
                self.came(Came {
                    page,
                    address,
                    validators,
                })
            }
            Got::Same => match known {
                Some(page) => self.same(page),
                None => Err(self
                    .stopped("the answer says that nothing has changed, but it was not asked that")
                    .into()),
            },
            Got::Refused(status) => self.refused(&address, status),
        }
    }

    /// The first page may be refused for what it was asked; one after the last, for there being none.
    fn refused(&mut self, address: &Url, status: u16) -> Result<bool, Broken> {
        if self.run.next_page == 1 && !self.run.report.plain {
            self.run.report.plain = true;
            self.run.whole = true;
            return Ok(false);
        }
        if status == 404 && self.run.next_page > 1 && self.run.report.total.is_none() {
            self.ended()?;
            return Ok(true);
        }
        let why = format!("{}: the answer was {status}", address::shown(address));
        Err(Stopped::new(why).into())
    }

    fn read(&self, address: &Url, body: &[u8]) -> Result<Page, Stopped> {
        match envelope::read(body) {
            Ok(Read::Page(page)) => Ok(page),
            Ok(Read::One(_)) => Err(Stopped::new(format!(
                "{}: the answer is not a page of a list",
                address::shown(address)
            ))),
            Err(why) => Err(Stopped::new(format!("{}: {why}", address::shown(address)))),
        }
    }

    fn list(&self) -> Result<Url, Stopped> {
        let list = self.feed.list.parse();
        list.map_err(|_| Stopped::new("the address of the list is damaged: register it again"))
    }

    fn page_address(&self, number: u64) -> Result<Url, Stopped> {
        let manner = match self.run.report.plain {
            true => Manner::Plain,
            false => Manner::Full,
        };
        let since = self.feed.latest.filter(|_| !self.run.whole);
        let since = since.map(|latest| rfc3339(from_millis(latest)));
        Ok(address::page(
            &self.list()?,
            number,
            manner,
            since.as_deref(),
        ))
    }

    /// What this page was when all of it was last taken.
    fn known(&self, number: u64, address: &Url) -> Result<Option<pages::Page>> {
        let Some(run) = self.feed.pages_run.clone().filter(|_| self.run.whole) else {
            return Ok(None);
        };
        let known = self.db.read(move |conn| pages::find(conn, &run, number))?;
        Ok(known.filter(|page| page.address == address.as_str()))
    }

    fn stopped(&self, why: &str) -> Stopped {
        Stopped::new(format!("{}: {why}", self.feed.list))
    }

    fn spent(&mut self) {
        let (requests, bytes) = self.fetcher.spent();
        self.run.report.requests = self.before.0 + requests;
        self.run.report.bytes = self.before.1 + bytes;
    }

    /// Stages one page, all of it or nothing, and keeps the feed for another while.
    fn stage(
        &mut self,
        new: Vec<staged::Staged>,
        wrong: Vec<Problem>,
        page: Option<pages::Page>,
    ) -> Result<()> {
        self.spent();
        let report = &mut self.run.report;
        let (staged, noted) = (report.staged, report.problems);
        report.staged += new.len() as u64;
        report.problems += wrong.len() as u64;
        report.pages += 1;
        let count = |note| wrong.iter().filter(|one| one.note == note).count() as u64;
        report.rejected += count(Note::Rejected);
        report.mended += count(Note::Mended);
        report.listed = self.listed.len() as u64;
        self.run.next_page += 1;
        self.progress.step(new.len() as u64);
        let (run, feed, lease) = (
            self.run.clone(),
            self.feed.id.clone(),
            self.feed.lease_until,
        );
        let work = move |tx: &mut Tx| {
            let lease = turns::renew(tx, &feed, lease, Timestamp::now().as_millisecond())?;
            staged::add(tx, &run.id, staged, &new)?;
            problems::add(tx, &run.id, noted, &wrong)?;
            if let Some(page) = &page {
                pages::add(tx, &run.id, page)?;
            }
            runs::save(tx, &run)?;
            Ok(lease)
        };
        self.feed.lease_until = self.db.write(work)?;
        Ok(())
    }
}
