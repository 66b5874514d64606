//! How likely two listings are one service, with the reasons. Whichever comes first, the answer is the same.

use super::profile::Profile;
use serde::{Deserialize, Serialize};
use strsim::normalized_damerau_levenshtein;

/// From this score on a pair is offered.
pub const LIKELY: u8 = 65;
/// Two words that are so alike are one, differently spelt.
const SPELT: f64 = 0.84;
/// Names of which less is common are different names.
const LEAST_NAME: f64 = 0.5;
/// Metres within which two are in one place.
const SAME_PLACE: f64 = 150.0;
/// Metres within which two are near each other.
const NEAR: f64 = 1000.0;
/// Metres beyond which two that have one place each are hardly one service.
const FAR: f64 = 5000.0;
/// Words that tell two sessions of one service apart.
const DAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

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
    /// Their places are far apart.
    FarApart,
    /// Their names differ by a day or a number.
    OtherSession,
}

impl Reason {
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
            Reason::FarApart => -20.0,
            Reason::OtherSession => -30.0,
        }
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

/// Points that a name of which all is common adds.
const NAME: f64 = 48.0;

/// Compares two listings.
pub fn likeness(a: &Profile, b: &Profile) -> Likeness {
    let is_same = !a.letters.is_empty() && a.letters == b.letters;
    let alike = if is_same {
        1.0
    } else {
        common(&a.name, &b.name)
    };
    if alike < LEAST_NAME {
        return Likeness {
            score: 0,
            reasons: Vec::new(),
        };
    }
    let name = match is_same {
        true => Reason::SameName,
        false => Reason::LikeName,
    };
    let mut reasons = vec![name];
    reasons.extend(organization(a, b));
    let shared = [
        (share(&a.phones, &b.phones), Reason::SamePhone),
        (share(&a.emails, &b.emails), Reason::SameEmail),
        (share(&a.websites, &b.websites), Reason::SameWebsite),
        (share(&a.needs, &b.needs), Reason::SameNeed),
        (is_other_session(a, b), Reason::OtherSession),
    ];
    reasons.extend(
        shared
            .iter()
            .filter(|(is_so, _)| *is_so)
            .map(|(_, reason)| *reason),
    );
    reasons.extend(place(a, b));
    let points: f64 = reasons.iter().map(|reason| reason.points()).sum();
    let score = (points + alike * NAME).clamp(0.0, 100.0);
    Likeness {
        // It is between 0 and 100.
        score: score.round() as u8,
        reasons,
    }
}

/// How much of two sets of words is common, from 0 to 1.
fn common(a: &[String], b: &[String]) -> f64 {
    let total = a.len() + b.len();
    if total == 0 {
        return 0.0;
    }
    let in_other = |words: &[String], others: &[String]| {
        words
            .iter()
            .filter(|word| others.iter().any(|other| is_same(word, other)))
            .count()
    };
    (in_other(a, b) + in_other(b, a)) as f64 / total as f64
}

fn is_same(a: &str, b: &str) -> bool {
    a == b || (a.len().min(b.len()) > 4 && normalized_damerau_levenshtein(a, b) >= SPELT)
}

fn share(a: &[String], b: &[String]) -> bool {
    a.iter().any(|one| b.contains(one))
}

fn organization(a: &Profile, b: &Profile) -> Option<Reason> {
    let is_one = !a.organization.is_empty() && a.organization == b.organization;
    match (is_one, share(&a.numbers, &b.numbers)) {
        (true, _) => Some(Reason::SameOrganization),
        (_, true) => Some(Reason::SameNumber),
        _ => (common(&a.run_by, &b.run_by) >= 0.8).then_some(Reason::LikeOrganization),
    }
}

/// Whether one name has a day or a number that the other has another of, or not.
fn is_other_session(a: &Profile, b: &Profile) -> bool {
    let tells = |word: &&String| {
        let is_day = DAYS
            .iter()
            .any(|day| *day == word.strip_suffix('s').unwrap_or(word));
        is_day || word.chars().any(|c| c.is_ascii_digit())
    };
    let telling = |name: &[String], other: &[String]| {
        name.iter().filter(tells).any(|word| !other.contains(word))
    };
    telling(&a.name, &b.name) || telling(&b.name, &a.name)
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
