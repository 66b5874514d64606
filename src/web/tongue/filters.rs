//! What templates say words of ours by: `{{ "Sign in"|t }}`, and with something put into them
//! `{{ "Hello, {}"|with(name) }}`.

use super::said::filled;
use super::{Speak, Tongue};
use crate::web::frame::Frame;
use askama::filters::{Html, MaybeSafe, Safe, escape};
use askama::{Values, get_value};
use std::fmt::Display;

/// The language of the page that is made.
fn tongue(values: &dyn Values) -> Tongue {
    get_value::<Frame>(values, "frame").map_or(Tongue::English, |frame| frame.tongue)
}

/// Words of ours in the language of the page.
///
/// # Errors
/// None.
#[askama::filter_fn]
pub fn t<T: Speak>(words: T, values: &dyn Values) -> askama::Result<String> {
    Ok(words.speak(tongue(values)))
}
