//! What official registers say of organisations: of charities, the register of the Charity Commission for
//! England and Wales.
//!
//! It comes as an extract of all of it (`exchange::charities`), and between two extracts from the register
//! itself, which is asked for those charities that run something here ([`asking`]). Both say the same
//! things ([`Told`]) of a [`Charity`]; [`store`] keeps what was said last. `docs/registers.md` says what is
//! taken and what is not.

pub mod answer;
pub mod asking;
mod charity;
pub mod day;
pub mod store;
mod turns;

pub use charity::{Area, Charity, Source, Status, Told};
