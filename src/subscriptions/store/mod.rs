//! Rows of subscriptions, of what each was told, of deliveries, and how far the feed was read.

pub mod cursor;
pub mod deliveries;
pub mod figures;
pub mod links;
pub mod news;
mod rows;
pub mod secrets;
pub mod services;

pub use rows::{
    confirm, due, end, find, insert, live, living_of_key, look_no_more, of_key, remember,
    unconfirmed_of,
};
