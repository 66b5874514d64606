//! A report on some areas: side by side, what they lack together, and each by itself.

use super::choices::{Asked, Choice, kind_words};
use super::gaps::moment;
use super::map::Drawing;
use super::rows::{self, Supply};
use super::{OverviewPage, Part, access, gaps};
use crate::coverage::Need;
use crate::coverage::report::{Question, Report};
use crate::error::Result;
use crate::geography::ground::Patch;
use crate::web::overview::Names;
use crate::web::tongue::filters;
use askama::Template;
use jiff::Timestamp;
use std::sync::Arc;

/// What can be chosen.
#[derive(Debug)]
pub struct Offered {
    /// Areas.
    pub areas: Vec<Arc<Patch>>,
    /// Needs.
    pub needs: Vec<Need>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "overview_report.html")]
pub struct ReportPage {
    /// Areas that can be chosen.
    pub area_choices: Vec<Choice>,
    /// Needs that can be chosen.
    pub need_choices: Vec<Choice>,
    /// As far as people go, in kilometres.
    pub within_km: String,
    /// When, in words.
    pub as_of: String,
    /// The needs that were asked for.
    pub needs: Vec<String>,
    /// The areas side by side.
    pub side_by_side: Part<Supply>,
    /// Each area by itself.
    pub areas: Vec<OverviewPage>,
    /// What they lack.
    pub gaps: Option<gaps::Shown>,
    /// Who can get at what.
    pub access: Option<access::Shown>,
    /// The kind of areas that these two are told of.
    pub kind: String,
}

impl ReportPage {
    /// The page.
    ///
    /// # Errors
    /// A page of an area cannot be made.
    pub fn view(
        report: &Report,
        names: &Names,
        (offered, question): (&Offered, &Question),
        (map, now): (Drawing, Timestamp),
    ) -> Result<Self> {
        let is_chosen = |id: &String| {
            question
                .areas
                .iter()
                .any(|own| own.eq_ignore_ascii_case(id))
        };
        let area = |patch: &Arc<Patch>| {
            let value = patch.id();
            Choice {
                chosen: is_chosen(&value),
                words: patch.name.to_string(),
                value,
            }
        };
        let need = |(id, label): &Need| Choice {
            value: id.clone(),
            words: label.clone(),
            chosen: question.needs.contains(id),
        };
        let km = format!("{}", question.farthest_m / 1000.0);
        let kind = report.kind.clone().unwrap_or_default();
        let pages = report.areas.iter().map(|all| {
            let asked = Asked {
                area: all.scope.area.as_ref().map(|patch| patch.id()),
                ..Asked::default()
            };
            OverviewPage::view((all, names), None, &asked, now)
        });
        Ok(Self {
            area_choices: offered.areas.iter().map(area).collect(),
            need_choices: offered.needs.iter().map(need).collect(),
            as_of: moment(now),
            needs: report
                .needs
                .iter()
                .map(|(_, label)| label.clone())
                .collect(),
            side_by_side: rows::side_by_side(&report.areas),
            areas: pages.collect::<Result<_>>()?,
            gaps: report.gaps.as_ref().map(|found| {
                let asked = gaps::Asked::default();
                gaps::Shown::view(found, (&asked, &kind), km.clone(), now)
            }),
            access: report.access.as_ref().map(|found| {
                let asked = access::Asked::default();
                access::Shown::view((found, map), (&asked, &kind), &km, now)
            }),
            kind: kind_words(&kind).to_lowercase(),
            within_km: km,
        })
    }
}
