//! The fields of each object, in the order of the standard. A test compares them with the official schemas.

use super::shape::Kind::*;
use super::shape::{Field, Form};
use Form::{Email, Id, Many, Moment, Number, One, Text, Uri, Word};

/// What a place, or an address, can be.
const PLACES: &[&str] = &["physical", "postal", "virtual"];
/// What a service can be doing.
const STATUSES: &[&str] = &["active", "inactive", "defunct", "temporarily closed"];
/// The days of a week.
const DAYS: &[&str] = &["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
/// How often something recurs.
const FREQUENCIES: &[&str] = &["WEEKLY", "MONTHLY"];

pub const ACCESSIBILITY: &[Field] = &[
    ("location_id", Id),
    ("description", Text),
    ("details", Text),
    ("url", Uri),
    ("attributes", Many(Attribute)),
    ("accessibility", Text),
];

pub const ADDRESS: &[Field] = &[
    ("location_id", Id),
    ("attention", Text),
    ("address_1", Text),
    ("address_2", Text),
    ("city", Text),
    ("region", Text),
    ("state_province", Text),
    ("postal_code", Text),
    ("country", Text),
    ("address_type", Word(PLACES)),
    ("attributes", Many(Attribute)),
];

pub const ATTRIBUTE: &[Field] = &[
    ("link_id", Id),
    ("taxonomy_term_id", Id),
    ("link_type", Text),
    ("link_entity", Text),
    ("value", Text),
    ("taxonomy_term", One(TaxonomyTerm)),
    ("label", Text),
];

pub const CONTACT: &[Field] = &[
    ("organization_id", Id),
    ("service_id", Id),
    ("service_at_location_id", Id),
    ("location_id", Id),
    ("name", Text),
    ("title", Text),
    ("department", Text),
    ("email", Email),
    ("phones", Many(Phone)),
    ("attributes", Many(Attribute)),
];

pub const COST_OPTION: &[Field] = &[
    ("service_id", Id),
    ("valid_from", Text),
    ("valid_to", Text),
    ("option", Text),
    ("currency", Text),
    ("amount", Number),
    ("amount_description", Text),
    ("attributes", Many(Attribute)),
];

pub const FUNDING: &[Field] = &[
    ("organization_id", Id),
    ("service_id", Id),
    ("source", Text),
    ("attributes", Many(Attribute)),
];

pub const LANGUAGE: &[Field] = &[
    ("service_id", Id),
    ("location_id", Id),
    ("phone_id", Id),
    ("name", Text),
    ("code", Text),
    ("note", Text),
    ("attributes", Many(Attribute)),
];

pub const LOCATION: &[Field] = &[
    ("location_type", Word(PLACES)),
    ("url", Uri),
    ("organization_id", Id),
    ("name", Text),
    ("alternate_name", Text),
    ("description", Text),
    ("transportation", Text),
    ("latitude", Number),
    ("longitude", Number),
    ("external_identifier", Text),
    ("external_identifier_type", Text),
    ("languages", Many(Language)),
    ("addresses", Many(Address)),
    ("contacts", Many(Contact)),
    ("accessibility", Many(Accessibility)),
    ("phones", Many(Phone)),
    ("schedules", Many(Schedule)),
    ("attributes", Many(Attribute)),
];

pub const ORGANIZATION: &[Field] = &[
    ("name", Text),
    ("alternate_name", Text),
    ("description", Text),
    ("email", Email),
    ("website", Uri),
    ("additional_websites", Many(Url)),
    ("tax_status", Text),
    ("tax_id", Text),
    ("year_incorporated", Number),
    ("legal_status", Text),
    ("logo", Text),
    ("uri", Uri),
    ("parent_organization_id", Id),
    ("funding", Many(Funding)),
    ("contacts", Many(Contact)),
    ("phones", Many(Phone)),
    ("locations", Many(Location)),
    ("programs", Many(Program)),
    ("organization_identifiers", Many(OrganizationIdentifier)),
    ("attributes", Many(Attribute)),
];

pub const ORGANIZATION_IDENTIFIER: &[Field] = &[
    ("organization_id", Id),
    ("identifier_scheme", Text),
    ("identifier_type", Text),
    ("identifier", Text),
    ("attributes", Many(Attribute)),
];

pub const PHONE: &[Field] = &[
    ("location_id", Id),
    ("service_id", Id),
    ("organization_id", Id),
    ("contact_id", Id),
    ("service_at_location_id", Id),
    ("number", Text),
    ("extension", Number),
    ("type", Text),
    ("description", Text),
    ("languages", Many(Language)),
    ("attributes", Many(Attribute)),
];

pub const PROGRAM: &[Field] = &[
    ("organization_id", Id),
    ("name", Text),
    ("alternate_name", Text),
    ("description", Text),
    ("attributes", Many(Attribute)),
];

pub const REQUIRED_DOCUMENT: &[Field] = &[
    ("service_id", Id),
    ("document", Text),
    ("uri", Uri),
    ("attributes", Many(Attribute)),
];

pub const SCHEDULE: &[Field] = &[
    ("service_id", Id),
    ("location_id", Id),
    ("service_at_location_id", Id),
    ("valid_from", Text),
    ("valid_to", Text),
    ("dtstart", Text),
    ("timezone", Number),
    ("until", Text),
    ("count", Number),
    ("wkst", Word(DAYS)),
    ("freq", Word(FREQUENCIES)),
    ("interval", Number),
    ("byday", Text),
    ("byweekno", Text),
    ("bymonthday", Text),
    ("byyearday", Text),
    ("description", Text),
    ("opens_at", Text),
    ("closes_at", Text),
    ("schedule_link", Uri),
    ("attending_type", Text),
    ("notes", Text),
    ("attributes", Many(Attribute)),
];

pub const SERVICE: &[Field] = &[
    ("organization_id", Id),
    ("program_id", Id),
    ("name", Text),
    ("alternate_name", Text),
    ("description", Text),
    ("url", Uri),
    ("additional_urls", Many(Url)),
    ("email", Email),
    ("status", Word(STATUSES)),
    ("interpretation_services", Text),
    ("application_process", Text),
    ("fees_description", Text),
    ("wait_time", Text),
    ("fees", Text),
    ("accreditations", Text),
    ("eligibility_description", Text),
    ("minimum_age", Number),
    ("maximum_age", Number),
    ("assured_date", Text),
    ("assurer_email", Email),
    ("licenses", Text),
    ("alert", Text),
    ("last_modified", Moment),
    ("phones", Many(Phone)),
    ("schedules", Many(Schedule)),
    ("service_areas", Many(ServiceArea)),
    ("service_at_locations", Many(ServiceAtLocation)),
    ("languages", Many(Language)),
    ("organization", One(Organization)),
    ("funding", Many(Funding)),
    ("cost_options", Many(CostOption)),
    ("program", One(Program)),
    ("required_documents", Many(RequiredDocument)),
    ("contacts", Many(Contact)),
    ("capacities", Many(ServiceCapacity)),
    ("attributes", Many(Attribute)),
];

pub const SERVICE_AREA: &[Field] = &[
    ("service_id", Id),
    ("service_at_location_id", Id),
    ("name", Text),
    ("description", Text),
    ("extent", Text),
    ("extent_type", Text),
    ("uri", Text),
    ("attributes", Many(Attribute)),
    ("service_area", Text),
];

pub const SERVICE_AT_LOCATION: &[Field] = &[
    ("service_id", Id),
    ("location_id", Id),
    ("description", Text),
    ("service_areas", Many(ServiceArea)),
    ("contacts", Many(Contact)),
    ("phones", Many(Phone)),
    ("schedules", Many(Schedule)),
    ("location", One(Location)),
    ("attributes", Many(Attribute)),
];

pub const SERVICE_CAPACITY: &[Field] = &[
    ("service_id", Id),
    ("unit", One(Unit)),
    ("unit_id", Id),
    ("available", Number),
    ("maximum", Number),
    ("description", Text),
    ("updated", Moment),
    ("attributes", Many(Attribute)),
];

pub const TAXONOMY: &[Field] = &[
    ("name", Text),
    ("description", Text),
    ("uri", Uri),
    ("version", Text),
    ("taxonomy_terms", Many(TaxonomyTerm)),
];

pub const TAXONOMY_TERM: &[Field] = &[
    ("code", Text),
    ("name", Text),
    ("description", Text),
    ("parent_id", Id),
    ("taxonomy", Text),
    ("taxonomy_detail", One(Taxonomy)),
    ("language", Text),
    ("taxonomy_id", Id),
    ("term_uri", Uri),
    ("term", Text),
];

pub const UNIT: &[Field] = &[
    ("name", Text),
    ("scheme", Text),
    ("identifier", Text),
    ("uri", Uri),
    ("attributes", Many(Attribute)),
];

pub const URL: &[Field] = &[
    ("label", Text),
    ("url", Uri),
    ("organization_id", Id),
    ("service_id", Id),
    ("attributes", Many(Attribute)),
];
