//! The search engine: an index of what listings say, a board of what has room, and the follower
//! that keeps both equal to the database. Answering a search asks the database nothing.

pub mod answer;
mod arena;
pub mod asked;
mod because;
pub mod board;
mod build;
mod centre;
mod covering;
pub mod engine;
pub mod entry;
mod facets;
mod fields;
mod follower;
mod generation;
mod laying;
mod meeting;
pub mod morton;
mod names;
mod outcome;
mod packed;
mod pass;
mod plan;
mod postings;
pub mod ranking;
mod reach;
mod reading;
mod record;
pub mod request;
mod shapes;
mod shelf;
mod shown;
mod spelt;
pub mod suggest;
pub mod survey;
mod tags;
pub mod truth;
mod view;
mod weigh;
mod when_who;
mod widen;
mod writer;

pub use build::{Built, rebuild};
pub use engine::Engine;
pub use reading::telling;
