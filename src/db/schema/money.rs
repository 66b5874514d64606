//! The tables of what pays for services and organisations.

diesel::table! {
    funding_awards (id) {
        id -> BigInt,
        service_id -> Text,
        funder -> Text,
        amount -> Nullable<Text>,
        currency -> Nullable<Text>,
        starts_on -> Nullable<Text>,
        ends_on -> Nullable<Text>,
        source -> Nullable<Text>,
    }
}

diesel::table! {
    grants (id) {
        id -> Text,
        title -> Text,
        funder -> Text,
        funder_id -> Nullable<Text>,
        programme -> Nullable<Text>,
        recipient -> Text,
        amount -> Nullable<Text>,
        currency -> Nullable<Text>,
        awarded_on -> Nullable<Text>,
        first_day -> Nullable<Text>,
        first_known -> Nullable<Text>,
        last_day -> Nullable<Text>,
        last_known -> Nullable<Text>,
        modified_at -> Nullable<BigInt>,
        source -> Text,
    }
}

diesel::table! {
    grant_recipients (grant_id, number) { grant_id -> Text, number -> Text, }
}

diesel::joinable!(grant_recipients -> grants (grant_id));
diesel::allow_tables_to_appear_in_same_query!(grant_recipients, grants);
