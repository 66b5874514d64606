//! Who stands at the door: the key or the session that comes with a request, and what every form carries.
//! Both the API and the pages ask here.

pub mod cookie;
pub mod credential;
pub mod elsewhere;
pub mod form;
pub mod moved;
pub mod origin;
pub mod pass;
pub mod rights;
pub mod upload;
pub mod visitor;

pub use credential::Credential;
pub use visitor::Visitor;
