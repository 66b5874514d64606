//! The safety net: tells from the words of a question whether they show danger, and what must
//! then stand above the results. What it knows is in `index/safety`, where adding a phrase is
//! adding a line; `index/safety/README.md` explains how.
//!
//! It does not diagnose. A danger that is missed is worse than advice that was not needed, but
//! advice that comes with everything is not read any more.

mod features;
mod files;
mod learning;
mod lexicon;
mod load;
mod matching;
mod model;
mod net;
mod pattern;
mod rules;
mod spelling;
mod words;

use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

pub use files::{Fault, File, Files};
pub use net::{Explanation, Net, Ringing};

/// How soon something must be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Help on the same day.
    Urgent,
    /// 999, or life at risk now.
    Emergency,
}

/// Whom to call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// With what it is for, if the name does not say it.
    pub name: String,
    /// As it is dialled, or what to text where.
    pub phone: Option<String>,
    /// A page with more.
    pub url: Option<String>,
}

/// A danger at one level, with what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Danger {
    /// Such as `suicide`; the same at both levels.
    pub id: String,
    /// How soon.
    pub level: Level,
    /// One to three sentences for whoever has the person on the telephone.
    pub advice: String,
    /// In the order to try them.
    pub contacts: Vec<Contact>,
}

macro_rules! file {
    ($name:literal) => {
        File {
            name: concat!("index/safety/", $name),
            text: include_str!(concat!("../../../index/safety/", $name)),
        }
    };
}

/// The files of this build. Among equally grave dangers the first counts.
pub const FILES: Files<'static> = Files {
    contacts: file!("contacts.toml"),
    classes: file!("classes.toml"),
    harmless: file!("harmless.toml"),
    dangers: &[
        file!("suicide.toml"),
        file!("overdose.toml"),
        file!("medical.toml"),
        file!("voices.toml"),
        file!("child_at_risk.toml"),
        file!("forced_marriage.toml"),
        file!("sexual_violence.toml"),
        file!("domestic_abuse.toml"),
        file!("self_harm.toml"),
        file!("adult_at_risk.toml"),
        file!("controlling.toml"),
        file!("homeless_tonight.toml"),
    ],
    common: file!("common.txt"),
    examples: file!("examples.txt"),
};

/// The net of this build.
pub fn net() -> &'static Net {
    static NET: LazyLock<Net> = LazyLock::new(|| {
        // Proven: the files are part of the binary, and a test reads them.
        Net::parse(&FILES).expect("the files in index/safety are not what a net is made of")
    });
    &NET
}
