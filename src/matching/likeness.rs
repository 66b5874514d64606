//! How likely two listings are one service, with the reasons. Whichever comes first, the answer is the same.
//!
//! What one organisation's services share (its number, its telephone, its address) says who runs them, and
//! not that they are one: within one record of an organisation it counts for nothing.

use super::names::{self, Apart, Bodies, common, compare};
use super::profile::Profile;
use serde::{Deserialize, Serialize};

/// From this score on a pair is offered.
pub const LIKELY: u8 = 65;
/// Names of which less is common are different names.
const LEAST_NAME: f64 = 0.5;
/// Names of organisations of which so much is common are alike.
const LIKE_ORGANIZATION: f64 = 0.8;
/// Metres within which two are in one place.
const SAME_PLACE: f64 = 150.0;
/// Metres within which two are near each other.
const NEAR: f64 = 1000.0;
/// Metres beyond which two that have one place each are hardly one service.
const FAR: f64 = 5000.0;
/// Points that a name of which all is common adds.
const NAME: f64 = 48.0;
/// Points that can come from who runs them, all together.
const MOST_OF_WHO: f64 = 30.0;

/// Why two are likely one, or are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Their names are the same.
    SameName,
    /// Their names are alike.
    LikeName,
    /// The organisations have the same official number.
    SameNumber,
    /// One organisation runs both.
    SameOrganization,
    /// The organisations have names that are alike.
    LikeOrganization,
    /// They have the same telephone number.
    SamePhone,
    /// They have the same address for e-mail.
    SameEmail,
    /// They have the same web site.
    SameWebsite,
    /// They are at the same place.
    SamePlace,
    /// They are near each other.
    Near,
    /// They are for the same need.
    SameNeed,
    /// They are at the same times.
    SameTimes,
    /// Their places are far apart.
    FarApart,
    /// Their names differ by a day or a number.
    OtherSession,
    /// They are at different times.
    OtherTimes,
    /// They are for different people.
    OtherPeople,
    /// Each has a word in its name that the other has not.
    OtherName,
    /// The organisations have different official numbers.
    OtherNumber,
}

impl Reason {
    /// Whether it speaks against their being one.
    pub fn is_doubt(self) -> bool {
        self.points() < 0.0
    }

    /// What it adds to the score; a name adds by how alike it is.
    fn points(self) -> f64 {
        match self {
            Reason::SameName | Reason::LikeName => 0.0,
            Reason::SameNumber => 12.0,
            Reason::SameOrganization => 10.0,
            Reason::LikeOrganization => 8.0,
            Reason::SamePhone | Reason::SamePlace => 15.0,
            Reason::SameEmail | Reason::SameWebsite => 12.0,
            Reason::Near => 7.0,
            Reason::SameNeed => 5.0,
            Reason::SameTimes => 8.0,
            Reason::OtherName => -15.0,
            Reason::OtherNumber => -15.0,
            Reason::OtherTimes | Reason::FarApart => -20.0,
            Reason::OtherSession | Reason::OtherPeople => -30.0,
        }
    }

    /// Whether it is about who runs them.
    fn is_of_who(self) -> bool {
        matches!(
            self,
            Reason::SameNumber
                | Reason::SameOrganization
                | Reason::LikeOrganization
                | Reason::SamePhone
                | Reason::SameEmail
                | Reason::SameWebsite
        )
    }
}

/// How likely two are one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeness {
    /// From 0 to 100.
    pub score: u8,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// Compares two listings.
pub fn likeness(a: &Profile, b: &Profile) -> Likeness {
    let who = who(a, b);
    let name = compare(a, b, bodies(&who));
    if name.alike < LEAST_NAME {
        return Likeness {
            score: 0,
            reasons: Vec::new(),
        };
    }
    let mut reasons = vec![match name.is_same {
        true => Reason::SameName,
        false => Reason::LikeName,
    }];
    reasons.extend(who);
    reasons.extend(what(a, b));
    reasons.extend(place(a, b));
    reasons.extend(name.is_other.then_some(Reason::OtherName));
    let points = |of_who: bool| {
        let those = reasons.iter().filter(|reason| reason.is_of_who() == of_who);
        those.map(|reason| reason.points()).sum::<f64>()
    };
    let score = name.alike * NAME + points(true).min(MOST_OF_WHO) + points(false);
    Likeness {
        // It is between 0 and 100.
        score: score.clamp(0.0, 100.0).round() as u8,
        reasons,
    }
}

fn share(a: &[String], b: &[String]) -> bool {
    a.iter().any(|one| b.contains(one))
}

/// Whether both say something, and nothing that the other says.
fn differ(a: &[String], b: &[String]) -> bool {
    !a.is_empty() && !b.is_empty() && !share(a, b)
}

/// What speaks for one organisation or for two.
fn who(a: &Profile, b: &Profile) -> Vec<Reason> {
    if !a.organization.is_empty() && a.organization == b.organization {
        return vec![Reason::SameOrganization];
    }
    let same_number = share(&a.numbers, &b.numbers);
    let is_alike = common(&a.run_by, &b.run_by) >= LIKE_ORGANIZATION;
    let all = [
        (same_number, Reason::SameNumber),
        (!same_number && is_alike, Reason::LikeOrganization),
        (other_numbers(a, b), Reason::OtherNumber),
        (share(&a.phones, &b.phones), Reason::SamePhone),
        (share(&a.emails, &b.emails), Reason::SameEmail),
        (share(&a.websites, &b.websites), Reason::SameWebsite),
    ];
    holding(&all)
}

fn bodies(who: &[Reason]) -> Bodies {
    let has = |reason| who.contains(&reason);
    match () {
        () if has(Reason::SameOrganization) || has(Reason::SameNumber) => Bodies::One,
        () if has(Reason::LikeOrganization) => Bodies::Alike,
        () => Bodies::Two,
    }
}

fn holding(all: &[(bool, Reason)]) -> Vec<Reason> {
    let holding = all.iter().filter(|(is_so, _)| *is_so);
    holding.map(|(_, reason)| *reason).collect()
}

/// Whether both have a number in one register, and not the same one.
fn other_numbers(a: &Profile, b: &Profile) -> bool {
    let register = |number: &String| {
        let end = number.rfind('-').unwrap_or(number.len());
        number.get(..end).map(str::to_owned)
    };
    let ours: Vec<String> = a.numbers.iter().filter_map(register).collect();
    let theirs: Vec<String> = b.numbers.iter().filter_map(register).collect();
    share(&ours, &theirs) && differ(&a.numbers, &b.numbers)
}

/// What speaks for one session or for two.
fn what(a: &Profile, b: &Profile) -> Vec<Reason> {
    let same_times = !a.times.is_empty() && a.times == b.times;
    let open = |apart: Apart| match apart {
        Apart::Both => true,
        Apart::One => !same_times,
        Apart::Neither => false,
    };
    let other_ages =
        matches!((a.ages, b.ages), (Some(one), Some(other)) if one.0 > other.1 || other.0 > one.1);
    let all = [
        (share(&a.needs, &b.needs), Reason::SameNeed),
        (same_times, Reason::SameTimes),
        (open(names::sessions(a, b)), Reason::OtherSession),
        (differ(&a.times, &b.times), Reason::OtherTimes),
        (
            other_ages || open(names::audiences(a, b)),
            Reason::OtherPeople,
        ),
    ];
    holding(&all)
}

fn place(a: &Profile, b: &Profile) -> Option<Reason> {
    let pairs = a
        .points
        .iter()
        .flat_map(|one| b.points.iter().map(|other| one.distance_m(*other)));
    let nearest = pairs.fold(f64::INFINITY, f64::min);
    match nearest {
        _ if share(&a.postcodes, &b.postcodes) => Some(Reason::SamePlace),
        metres if metres < SAME_PLACE => Some(Reason::SamePlace),
        metres if metres < NEAR => Some(Reason::Near),
        metres if metres > FAR && metres.is_finite() => Some(Reason::FarApart),
        _ => None,
    }
}
