//! The tables of what official registers say, and of the numbers that lead to them.

diesel::table! {
    organization_numbers (organization_id, number) { organization_id -> Text, number -> Text, }
}

diesel::table! {
    charities (organisation_number) {
        organisation_number -> BigInt,
        number -> Text,
        name -> Text,
        status -> Text,
        registered_on -> Nullable<Text>,
        removed_on -> Nullable<Text>,
        removal_reason -> Nullable<Text>,
        reporting_status -> Nullable<Text>,
        accounts_to -> Nullable<Text>,
        income -> Nullable<BigInt>,
        expenditure -> Nullable<BigInt>,
        company_number -> Nullable<Text>,
        insolvent -> Bool,
        in_administration -> Bool,
        other_names -> Text,
        areas -> Text,
        as_of -> Text,
        source -> Text,
        heard_at -> BigInt,
    }
}

diesel::table! {
    register_asks (number) {
        number -> Text,
        asked_at -> BigInt,
        next_at -> BigInt,
        outcome -> Text,
    }
}

diesel::table! {
    register_turns (register) {
        register -> Text,
        lease_until -> BigInt,
        rest_until -> BigInt,
        failures -> Integer,
        why -> Nullable<Text>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(organization_numbers, charities, register_asks);
