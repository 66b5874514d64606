//! Where things are: postcodes, named places and the areas that services serve.

pub mod catchment;
mod fold;
pub mod gazetteer;
pub mod names;
mod place;
pub mod postcode;
mod readings;
pub mod store;
pub mod units;

pub use catchment::Catchment;
pub use gazetteer::Gazetteer;
pub use place::{NotLocated, Place, Precision};
pub use postcode::{Outcode, Postcode, Written};
