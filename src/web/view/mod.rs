//! What the pages show, as plain values made without a clock, a database or a request: the
//! templates only put them in their places.

pub mod audit;
pub mod badge;
pub mod card;
pub mod chips;
pub mod compare;
pub mod docs;
pub mod duplicates;
pub mod edit;
pub mod feeds;
pub mod form;
pub mod given;
pub mod handout;
pub mod hidden;
pub mod import;
pub mod keys;
pub mod map;
pub mod moderation;
pub mod money;
pub mod money_page;
pub mod my;
pub mod overview;
pub mod people;
pub mod qr;
pub mod register;
pub mod results;
pub mod search;
pub mod service;
pub mod signposts;
pub mod tasks;
pub mod update;
pub mod vocabulary;
pub mod words;
