//! One page of a list: whether it fits the others, and what of it is staged.

use super::super::fetch::Validators;
use super::super::report::{Note, Problem};
use super::super::store::{pages, staged};
use super::{Broken, Came, Download};
use crate::error::Result;
use crate::exchange::input::page::Page;

impl Download<'_> {
    /// Takes a page that came; whether it was the last.
    pub(super) fn came(&mut self, came: Came) -> Result<bool, Broken> {
        let (number, mut wrong) = (self.run.next_page, Vec::new());
        if self.repeats(&came.page) {
            if came.page.promises_more() {
                let why =
                    format!("page {number} repeats what came before, and says that there is more");
                return Err(self.stopped(&why).into());
            }
            self.ended()?;
            return Ok(true);
        }
        self.count(came.page.listed, came.page.items.is_empty(), &mut wrong);
        let last = came.page.is_last(number);
        let total = came.page.listed;
        self.look_whether_slim(&came.page);
        let new = self.items(number, came.page.items, &mut wrong)?;
        let page = pages::Page {
            number,
            address: came.address.to_string(),
            validators: came.validators,
            last,
            total,
            ids: new.iter().map(|staged| staged.their_id.clone()).collect(),
        };
        let told = page.validators != Validators::default();
        let keep = self.run.whole && told && self.run.report.slim == Some(false);
        self.stage(new, wrong, keep.then_some(page))?;
        if last {
            self.ended()?;
        }
        Ok(last)
    }

    /// Takes a page that is what it was: all that it lists is as it was.
    pub(super) fn same(&mut self, page: pages::Page) -> Result<bool, Broken> {
        let (last, mut wrong) = (page.last, Vec::new());
        self.count(page.total, page.ids.is_empty(), &mut wrong);
        self.run.report.slim = Some(false);
        self.run.report.same_pages += 1;
        let places = 1..;
        let new = places.zip(&page.ids).map(|(at, id)| staged::Staged {
            their_id: id.clone(),
            place: format!("page {} record {at}", page.number),
            record: None,
        });
        let new: Vec<staged::Staged> = new.collect();
        for staged in &new {
            self.list_one(&staged.their_id, &mut wrong);
        }
        self.stage(new, wrong, Some(page))?;
        if last {
            self.ended()?;
        }
        Ok(last)
    }

    /// Whether all that a page lists was listed before: an address that does not know about pages gives
    /// the same again and again.
    fn repeats(&self, page: &Page) -> bool {
        let ids = page.items.iter().map(super::item::id_of);
        let known = |id: Option<String>| id.is_some_and(|id| self.listed.contains(&id));
        !page.items.is_empty() && self.run.next_page > 1 && ids.into_iter().all(known)
    }

    /// Compares what each page says that there are.
    fn count(&mut self, says: Option<u64>, is_empty: bool, wrong: &mut Vec<Problem>) {
        // Where there are records, none in all is what says nothing.
        let says = says.filter(|total| *total > 0 || is_empty);
        let report = &mut self.run.report;
        if self.run.next_page == 1 {
            report.total = says;
        } else if says != report.total {
            let told = |total: Option<u64>| total.map_or("no number".into(), |n| n.to_string());
            let message = format!(
                "page {} says that there are {} services, and page 1 said {}: it changed while it was read",
                self.run.next_page,
                told(says),
                told(report.total)
            );
            report.doubtful = true;
            wrong.push(about_run(message));
        }
    }

    fn look_whether_slim(&mut self, page: &Page) {
        if self.run.report.slim.is_some() || page.items.is_empty() {
            return;
        }
        let list = self.feed.list.split('?').next().unwrap_or_default();
        let services = list.trim_end_matches('/').ends_with("/services");
        let whole = |item: &serde_json::Value| item.get("service_at_locations").is_some();
        self.run.report.slim = Some(services && !page.items.iter().any(whole));
    }

    /// Notes that a record is listed.
    pub(super) fn list_one(&mut self, id: &str, wrong: &mut Vec<Problem>) {
        if !self.listed.insert(id.to_owned()) {
            self.run.report.doubtful = true;
            wrong.push(Problem {
                note: Note::Run,
                record: id.to_owned(),
                field: "id".into(),
                message: "is listed twice: what came last is used".into(),
            });
        }
    }

    /// The list has ended: is it as long as it said?
    pub(super) fn ended(&mut self) -> Result<()> {
        let report = &mut self.run.report;
        let listed = self.listed.len() as u64;
        let fits = report.total.is_none_or(|total| total == listed);
        report.listed = listed;
        report.complete = self.run.whole && fits && !report.doubtful;
        if fits {
            return Ok(());
        }
        let total = report.total.unwrap_or_default();
        let message = format!("it says that there are {total} services, and lists {listed}");
        self.run.report.doubtful = true;
        // The page before was counted already.
        self.run.next_page -= 1;
        self.run.report.pages -= 1;
        self.stage(Vec::new(), vec![about_run(message)], None)
    }
}

fn about_run(message: String) -> Problem {
    Problem {
        note: Note::Run,
        record: String::new(),
        field: String::new(),
        message,
    }
}
