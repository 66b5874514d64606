//! The fields that are checked, by what they must be.

/// What HSDS allows as the status of a service.
pub const STATUSES: [&str; 4] = ["active", "inactive", "defunct", "temporarily closed"];

/// Texts of a service.
pub const SERVICE_TEXTS: [&str; 14] = [
    "alternate_name",
    "description",
    "url",
    "email",
    "interpretation_services",
    "application_process",
    "fees_description",
    "fees",
    "wait_time",
    "accreditations",
    "eligibility_description",
    "alert",
    "assured_date",
    "last_modified",
];
/// Lists of a service.
pub const SERVICE_LISTS: [&str; 13] = [
    "additional_urls",
    "phones",
    "schedules",
    "service_areas",
    "service_at_locations",
    "languages",
    "funding",
    "cost_options",
    "required_documents",
    "contacts",
    "capacities",
    "attributes",
    "metadata",
];
/// Texts of an organisation.
pub const ORGANIZATION_TEXTS: [&str; 7] = [
    "name",
    "alternate_name",
    "description",
    "email",
    "website",
    "legal_status",
    "uri",
];
/// Lists of an organisation.
pub const ORGANIZATION_LISTS: [&str; 6] = [
    "funding",
    "contacts",
    "phones",
    "locations",
    "organization_identifiers",
    "attributes",
];
/// Texts of a location.
pub const LOCATION_TEXTS: [&str; 6] = [
    "location_type",
    "name",
    "alternate_name",
    "description",
    "transportation",
    "url",
];
/// Lists of a location.
pub const LOCATION_LISTS: [&str; 7] = [
    "languages",
    "addresses",
    "contacts",
    "accessibility",
    "phones",
    "schedules",
    "attributes",
];
/// Lists of a service at a location.
pub const ENTRY_LISTS: [&str; 5] = [
    "service_areas",
    "contacts",
    "phones",
    "schedules",
    "attributes",
];
/// Texts of an address.
pub const ADDRESS_TEXTS: [&str; 6] = [
    "address_1",
    "address_2",
    "city",
    "region",
    "state_province",
    "postal_code",
];
/// Fields that only another kind of thing has, with its name: whoever sends one by itself, without
/// a `status` as services have, sent the wrong list.
pub const OF_OTHER_KINDS: [(&str, &str); 9] = [
    ("organization_identifiers", "an organization"),
    ("legal_status", "an organization"),
    ("year_incorporated", "an organization"),
    ("location_type", "a location"),
    ("taxonomy_terms", "a taxonomy"),
    ("version", "a taxonomy"),
    ("term_uri", "a taxonomy term"),
    ("taxonomy_detail", "a taxonomy term"),
    ("taxonomy", "a taxonomy term"),
];
