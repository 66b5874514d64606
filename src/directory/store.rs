//! Rows of services, organisations and locations: each a document beside the few columns that
//! rules, joins and the follower need.

mod dated;
mod family;
mod load;
mod merged;
mod nested;
mod put;
mod then;

pub use dated::{dated, standing_count};
pub use family::{
    organization_and_children, organization_names, organizations_called, services_run_by,
};
pub use load::{
    Counts, counts, document, ids_after, ids_on_after, organization_and_parents, organization_of,
    owners, parse, services_at_location, services_of_organization, texts,
};
pub use merged::{merged_into, standing};
pub use nested::{assemble, assemble_all, assemble_seeing};
pub use put::{
    Outcome, hold, hold_all, put, put_location, put_organization, put_seeing, put_service, write,
};
pub use then::{Standing, first_listed, standing_then};

use crate::db::Kind;

/// Which of the three kinds of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shelf {
    /// Services, without their organisation and locations.
    Services,
    /// Organisations.
    Organizations,
    /// Locations.
    Locations,
}

impl Shelf {
    /// What the change feed calls a thing on this shelf.
    pub fn kind(self) -> Kind {
        match self {
            Shelf::Services => Kind::Service,
            Shelf::Organizations => Kind::Organization,
            Shelf::Locations => Kind::Location,
        }
    }
}
