//! Feeds: addresses from which services come in, again and again.
//!
//! A run fetches and stages all of a feed before anything of it is taken ([`download`]); then what came is
//! judged as a whole ([`missing`]), compared with what is held and written a few services at a time
//! ([`apply`]). What people wrote stands until a feed has something newer to say ([`keep`]). Every run
//! leaves a [`Report`].

pub mod address;
pub mod apply;
mod claims;
pub mod desk;
pub mod download;
pub mod fetch;
pub mod keep;
pub mod missing;
mod report;
pub mod round;
pub mod run;
pub mod shape;
pub mod store;
pub mod when;
mod withdraw;

pub use report::{Note, Problem, Report};
pub use store::feeds::Feed;
pub use store::runs::{Run, State};

/// Hours between two runs, unless somebody says otherwise.
pub const USUAL_HOURS: i32 = 24;
