//! What the objects of HSDS 3.2 and Open Referral UK 3.0 are made of.

use super::shapes;

/// What stands in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Any text.
    Text,
    /// A number.
    Number,
    /// The id of something.
    Id,
    /// An absolute address (RFC 3986).
    Uri,
    /// An address for e-mail.
    Email,
    /// A moment with its offset (RFC 3339).
    Moment,
    /// One of these words.
    Word(&'static [&'static str]),
    /// One object.
    One(Kind),
    /// A list of objects.
    Many(Kind),
}

/// A field and what stands in it.
pub type Field = (&'static str, Form);

/// What an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // Their names are those of the standard.
pub enum Kind {
    Accessibility,
    Address,
    Attribute,
    Contact,
    CostOption,
    Funding,
    Language,
    Location,
    Organization,
    OrganizationIdentifier,
    Phone,
    Program,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
    Taxonomy,
    TaxonomyTerm,
    Unit,
    Url,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 22] = [
        Kind::Accessibility,
        Kind::Address,
        Kind::Attribute,
        Kind::Contact,
        Kind::CostOption,
        Kind::Funding,
        Kind::Language,
        Kind::Location,
        Kind::Organization,
        Kind::OrganizationIdentifier,
        Kind::Phone,
        Kind::Program,
        Kind::RequiredDocument,
        Kind::Schedule,
        Kind::Service,
        Kind::ServiceArea,
        Kind::ServiceAtLocation,
        Kind::ServiceCapacity,
        Kind::Taxonomy,
        Kind::TaxonomyTerm,
        Kind::Unit,
        Kind::Url,
    ];

    /// What the standard calls it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Accessibility => "accessibility",
            Kind::Address => "address",
            Kind::Attribute => "attribute",
            Kind::Contact => "contact",
            Kind::CostOption => "cost_option",
            Kind::Funding => "funding",
            Kind::Language => "language",
            Kind::Location => "location",
            Kind::Organization => "organization",
            Kind::OrganizationIdentifier => "organization_identifier",
            Kind::Phone => "phone",
            Kind::Program => "program",
            Kind::RequiredDocument => "required_document",
            Kind::Schedule => "schedule",
            Kind::Service => "service",
            Kind::ServiceArea => "service_area",
            Kind::ServiceAtLocation => "service_at_location",
            Kind::ServiceCapacity => "service_capacity",
            Kind::Taxonomy => "taxonomy",
            Kind::TaxonomyTerm => "taxonomy_term",
            Kind::Unit => "unit",
            Kind::Url => "url",
        }
    }

    /// Its fields beside `id`, which every object has.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Kind::Accessibility => shapes::ACCESSIBILITY,
            Kind::Address => shapes::ADDRESS,
            Kind::Attribute => shapes::ATTRIBUTE,
            Kind::Contact => shapes::CONTACT,
            Kind::CostOption => shapes::COST_OPTION,
            Kind::Funding => shapes::FUNDING,
            Kind::Language => shapes::LANGUAGE,
            Kind::Location => shapes::LOCATION,
            Kind::Organization => shapes::ORGANIZATION,
            Kind::OrganizationIdentifier => shapes::ORGANIZATION_IDENTIFIER,
            Kind::Phone => shapes::PHONE,
            Kind::Program => shapes::PROGRAM,
            Kind::RequiredDocument => shapes::REQUIRED_DOCUMENT,
            Kind::Schedule => shapes::SCHEDULE,
            Kind::Service => shapes::SERVICE,
            Kind::ServiceArea => shapes::SERVICE_AREA,
            Kind::ServiceAtLocation => shapes::SERVICE_AT_LOCATION,
            Kind::ServiceCapacity => shapes::SERVICE_CAPACITY,
            Kind::Taxonomy => shapes::TAXONOMY,
            Kind::TaxonomyTerm => shapes::TAXONOMY_TERM,
            Kind::Unit => shapes::UNIT,
            Kind::Url => shapes::URL,
        }
    }

    /// What stands in a field of it, if the standard knows the field.
    pub fn form(self, field: &str) -> Option<Form> {
        if field == "id" {
            return Some(Form::Id);
        }
        let found = self.fields().iter().find(|(name, _)| *name == field);
        found.map(|(_, form)| *form)
    }
}
