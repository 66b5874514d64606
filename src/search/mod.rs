//! The search engine: an index of what listings say, a board of what has room, and the follower
//! that keeps both equal to the database. Answering a search asks the database nothing.

pub mod answer;
mod because;
pub mod board;
mod build;
pub mod engine;
pub mod entry;
mod fields;
mod follower;
mod generation;
mod morton;
mod pass;
mod postings;
mod ranking;
mod reach;
pub mod request;
mod shelf;
pub mod suggest;
mod tags;
mod text;
pub mod truth;
mod view;
mod weigh;
mod writer;

pub use build::{Built, rebuild};
pub use engine::Engine;
