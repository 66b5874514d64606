//! The tables themselves, with the names that the standard gives.

use super::Kind::{Date, Email, Id, Moment, Number, Text, Time, Uri, Word};
use super::{Column, Kind, List, One, Table};

const fn may(name: &'static str, kind: Kind) -> Column {
    Column {
        name,
        kind,
        required: false,
    }
}

const fn must(name: &'static str, kind: Kind) -> Column {
    Column {
        name,
        kind,
        required: true,
    }
}

const fn list(field: &'static str, table: &'static str, by: &'static str) -> List {
    List { field, table, by }
}

const fn one(field: &'static str, table: &'static str, by: &'static str, beside: bool) -> One {
    One {
        field,
        table,
        by,
        beside,
    }
}

/// All tables, in the order of the standard.
#[rustfmt::skip]
pub const TABLES: &[Table] = &[
    Table {
        name: "organization", file: "organizations.csv",
        columns: &[
            must("id", Id), must("name", Text), may("alternate_name", Text), must("description", Text),
            may("email", Email), may("website", Uri), may("tax_status", Text), may("tax_id", Text),
            may("year_incorporated", Number), may("legal_status", Text), may("logo", Text), may("uri", Uri),
            may("parent_organization_id", Id),
        ],
        lists: &[
            list("additional_websites", "url", "organization_id"),
            list("funding", "funding", "organization_id"),
            list("contacts", "contact", "organization_id"),
            list("phones", "phone", "organization_id"),
            list("locations", "location", "organization_id"),
            list("programs", "program", "organization_id"),
            list("organization_identifiers", "organization_identifier", "organization_id"),
        ],
        ones: &[],
        attributes: true, metadata: true,
    },
    Table {
        name: "program", file: "programs.csv",
        columns: &[
            must("id", Id), must("organization_id", Id), must("name", Text), may("alternate_name", Text),
            must("description", Text),
        ],
        lists: &[],
        ones: &[],
        attributes: true, metadata: true,
    },
    Table {
        name: "service", file: "services.csv",
        columns: &[
            must("id", Id), must("organization_id", Id), may("program_id", Id), must("name", Text),
            may("alternate_name", Text), may("description", Text), may("url", Uri), may("email", Email),
            must("status", Word(&["active", "inactive", "defunct", "temporarily closed"])),
            may("interpretation_services", Text), may("application_process", Text), may("fees_description", Text),
            may("wait_time", Text), may("fees", Text), may("accreditations", Text),
            may("eligibility_description", Text), may("minimum_age", Number), may("maximum_age", Number),
            may("assured_date", Date), may("assurer_email", Email), may("licenses", Text), may("alert", Text),
            may("last_modified", Moment),
        ],
        lists: &[
            list("additional_urls", "url", "service_id"),
            list("phones", "phone", "service_id"),
            list("schedules", "schedule", "service_id"),
            list("service_areas", "service_area", "service_id"),
            list("service_at_locations", "service_at_location", "service_id"),
            list("languages", "language", "service_id"),
            list("funding", "funding", "service_id"),
            list("cost_options", "cost_option", "service_id"),
            list("required_documents", "required_document", "service_id"),
            list("contacts", "contact", "service_id"),
            list("capacities", "service_capacity", "service_id"),
        ],
        ones: &[one("program", "program", "program_id", false)],
        attributes: true, metadata: true,
    },
    Table {
        name: "attribute", file: "attributes.csv",
        columns: &[
            must("id", Id), must("link_id", Id), must("taxonomy_term_id", Id), may("link_type", Text),
            must("link_entity", Text), may("value", Text), may("label", Text),
        ],
        lists: &[],
        ones: &[one("taxonomy_term", "taxonomy_term", "taxonomy_term_id", true)],
        attributes: false, metadata: true,
    },
    Table {
        name: "service_at_location", file: "service_at_location.csv",
        columns: &[
            must("id", Id), must("service_id", Id), must("location_id", Id), may("description", Text),
        ],
        lists: &[
            list("service_areas", "service_area", "service_at_location_id"),
            list("contacts", "contact", "service_at_location_id"),
            list("phones", "phone", "service_at_location_id"),
            list("schedules", "schedule", "service_at_location_id"),
        ],
        ones: &[],
        attributes: true, metadata: true,
    },
    Table {
        name: "location", file: "locations.csv",
        columns: &[
            must("id", Id), must("location_type", Word(&["physical", "postal", "virtual"])), may("url", Uri),
            may("organization_id", Id), may("name", Text), may("alternate_name", Text), may("description", Text),
            may("transportation", Text), may("latitude", Number), may("longitude", Number),
            may("external_identifier", Text), may("external_identifier_type", Text),
        ],
        lists: &[
            list("languages", "language", "location_id"),
            list("addresses", "address", "location_id"),
            list("contacts", "contact", "location_id"),
            list("accessibility", "accessibility", "location_id"),
            list("phones", "phone", "location_id"),
            list("schedules", "schedule", "location_id"),
        ],
        ones: &[],
        attributes: true, metadata: true,
    },
    Table {
        name: "phone", file: "phones.csv",
        columns: &[
            must("id", Id), may("location_id", Id), may("service_id", Id), may("organization_id", Id),
            may("contact_id", Id), may("service_at_location_id", Id), must("number", Text),
            may("extension", Number), may("type", Text), may("description", Text),
        ],
        lists: &[list("languages", "language", "phone_id")],
        ones: &[],
        attributes: true, metadata: true,
    },
    Table {
        name: "contact", file: "contacts.csv",
        columns: &[
            must("id", Id), may("organization_id", Id), may("service_id", Id), may("service_at_location_id", Id),
            may("location_id", Id), may("name", Text), may("title", Text), may("department", Text),
            may("email", Email),
        ],
        lists: &[list("phones", "phone", "contact_id")],
        ones: &[],
        attributes: true, metadata: true,
    },
    Table {
        name: "address", file: "addresses.csv",
        columns: &[
            must("id", Id), may("location_id", Id), may("attention", Text), must("address_1", Text),
            may("address_2", Text), must("city", Text), may("region", Text), must("state_province", Text),
            must("postal_code", Text), must("country", Text),
            must("address_type", Word(&["physical", "postal", "virtual"])),
        ],
        lists: &[],
        ones: &[],
        attributes: true, metadata: true,
    },
    Table {
        name: "schedule", file: "schedules.csv",
        columns: &[
            must("id", Id), may("service_id", Id), may("location_id", Id), may("service_at_location_id", Id),
            may("valid_from", Date), may("valid_to", Date), may("dtstart", Date), may("timezone", Number),
            may("until", Date), may("count", Number),
            may("wkst", Word(&["MO", "TU", "WE", "TH", "FR", "SA", "SU"])),
            may("freq", Word(&["WEEKLY", "MONTHLY"])), may("interval", Number), may("byday", Text),
            may("byweekno", Text), may("bymonthday", Text), may("byyearday", Text), may("description", Text),
            may("opens_at", Time), may("closes_at", Time), may("schedule_link", Uri), may("attending_type", Text),
            may("notes", Text),
        ],
        lists: &[],
        ones: &[],
        attributes: true, metadata: true,
    },
    Table {
        name: "funding", file: "funding.csv",
        columns: &[
            must("id", Id), may("organization_id", Id), may("service_id", Id), may("source", Text),
        ],
        lists: &[],
        ones: &[],
        attributes: true, metadata: true,
    },
    Table {
        name: "service_area", file: "service_areas.csv",
        columns: &[
            must("id", Id), may("service_id", Id), may("service_at_location_id", Id), may("name", Text),
            may("description", Text), may("extent", Text), may("extent_type", Text), may("uri", Text),
        ],
        lists: &[],
        ones: &[],
        attributes: true, metadata: true,
    },
    Table {
        name: "required_document", file: "required_documents.csv",
        columns: &[
            must("id", Id), may("service_id", Id), may("document", Text), may("uri", Uri),
        ],
        lists: &[],
        ones: &[],
        attributes: true, metadata: true,
    },
    Table {
        name: "language", file: "languages.csv",
        columns: &[
            must("id", Id), may("service_id", Id), may("location_id", Id), may("phone_id", Id), may("name", Text),
            may("code", Text), may("note", Text),
        ],
        lists: &[],
        ones: &[],
        attributes: true, metadata: true,
    },
    Table {
        name: "accessibility", file: "accessibility.csv",
        columns: &[
            must("id", Id), may("location_id", Id), may("description", Text), may("details", Text),
            may("url", Uri),
        ],
        lists: &[],
        ones: &[],
        attributes: true, metadata: true,
    },
    Table {
        name: "taxonomy_term", file: "taxonomy_terms.csv",
        columns: &[
            must("id", Id), may("code", Text), must("name", Text), must("description", Text),
            may("parent_id", Id), may("taxonomy", Text), may("language", Text), may("taxonomy_id", Id),
            may("term_uri", Uri),
        ],
        lists: &[],
        ones: &[one("taxonomy_detail", "taxonomy", "taxonomy_id", false)],
        attributes: false, metadata: true,
    },
    Table {
        name: "metadata", file: "metadata.csv",
        columns: &[
            must("id", Id), must("resource_id", Id), must("resource_type", Text), must("last_action_date", Date),
            must("last_action_type", Text), must("field_name", Text), must("previous_value", Text),
            must("replacement_value", Text), must("updated_by", Text),
        ],
        lists: &[],
        ones: &[],
        attributes: false, metadata: false,
    },
    Table {
        name: "meta_table_description", file: "meta_table_descriptions.csv",
        columns: &[
            must("id", Id), may("name", Text), may("language", Text), may("character_set", Text),
        ],
        lists: &[],
        ones: &[],
        attributes: false, metadata: true,
    },
    Table {
        name: "cost_option", file: "cost_options.csv",
        columns: &[
            must("id", Id), must("service_id", Id), may("valid_from", Date), may("valid_to", Date),
            may("option", Text), may("currency", Text), may("amount", Number), may("amount_description", Text),
        ],
        lists: &[],
        ones: &[],
        attributes: true, metadata: true,
    },
    Table {
        name: "organization_identifier", file: "organization_identifiers.csv",
        columns: &[
            must("id", Id), must("organization_id", Id), may("identifier_scheme", Text),
            must("identifier_type", Text), must("identifier", Text),
        ],
        lists: &[],
        ones: &[],
        attributes: true, metadata: true,
    },
    Table {
        name: "taxonomy", file: "taxonomies.csv",
        columns: &[
            must("id", Id), must("name", Text), must("description", Text), may("uri", Uri), may("version", Text),
        ],
        lists: &[],
        ones: &[],
        attributes: false, metadata: true,
    },
    Table {
        name: "service_capacity", file: "service_capacity.csv",
        columns: &[
            must("id", Id), must("service_id", Id), must("unit_id", Id), must("available", Number),
            may("maximum", Number), may("description", Text), must("updated", Moment),
        ],
        lists: &[],
        ones: &[one("unit", "unit", "unit_id", false)],
        attributes: true, metadata: true,
    },
    Table {
        name: "unit", file: "units.csv",
        columns: &[
            must("id", Id), must("name", Text), may("scheme", Text), may("identifier", Text), may("uri", Uri),
        ],
        lists: &[],
        ones: &[],
        attributes: true, metadata: true,
    },
    Table {
        name: "url", file: "url.csv",
        columns: &[
            must("id", Id), may("label", Text), must("url", Uri), may("organization_id", Id),
            may("service_id", Id),
        ],
        lists: &[],
        ones: &[],
        attributes: true, metadata: true,
    },
];
