//! Reminders: asking those who run a service whether what is shown of its room is still right.
//!
//! [`due`], [`rhythm`], [`steps`] and [`hours`] say when and whom, without clock or database; [`ask`] puts
//! digests into the [`outbox`], from where [`outbox::round`] sends them through the [`gateways`].
//! [`renewal`] sends a new link to whoever has an old one.

pub mod ask;
pub mod called;
pub mod contact;
pub mod decided;
pub mod digest;
pub mod due;
pub mod gateways;
pub mod hours;
pub mod outbox;
pub mod renewal;
pub mod rhythm;
pub mod service;
pub mod sign_in;
pub mod steps;
pub mod store;
pub mod straight;
