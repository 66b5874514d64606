//! Headroom: a directory of community services that knows which of them have room.
//!
//! `ARCHITECTURE.md` is the map: which floor each module stands on, and what holds everywhere.

pub mod accounts;
pub mod api;
pub mod app;
pub mod capacity;
pub mod cli;
pub mod config;
pub mod coverage;
pub mod db;
pub mod directory;
pub mod domain;
pub mod edits;
pub mod error;
pub mod eval;
pub mod exchange;
pub mod feeds;
pub mod fhir;
pub mod funding;
pub mod gate;
pub mod gathered;
pub mod geography;
pub mod links;
pub mod matching;
pub mod notes;
pub mod oruk;
pub mod registers;
pub mod reminders;
pub mod search;
pub mod signposts;
pub mod subscriptions;
pub mod tasks;
pub mod upkeep;
pub mod web;

pub use headroom_language::{lists, needs, safety};
