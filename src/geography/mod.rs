//! Where things are: postcodes, named places and the areas that services serve.

pub mod areas;
pub mod atlas;
pub mod catchment;
pub mod fold;
pub mod gazetteer;
pub mod grid;
pub mod ground;
mod kind;
pub mod lookup;
pub mod mosaic;
pub mod names;
pub mod people;
mod place;
pub mod plane;
pub mod postcode;
mod readings;
mod spelling;
mod spoken;
pub mod store;
pub mod units;

pub use catchment::Catchment;
pub use gazetteer::Gazetteer;
pub use names::PlaceKind;
pub use place::{NotLocated, Place, Precision};
pub use postcode::{Outcode, Postcode, Written};
pub use spoken::{FoundKind, FoundPlace};
