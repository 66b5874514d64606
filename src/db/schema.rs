//! The tables, as the migrations make them on both databases.

mod incoming;
mod money;
mod past;
mod people;
mod registers;
mod residents;

pub use incoming::{
    feed_pages, feed_problems, feed_records, feed_runs, feed_staged, feeds, field_sources,
    staged_sheets,
};
pub use money::{funding_awards, grant_recipients, grants};
pub use past::{coverage_days, service_statuses};
pub use people::{account_taps, accounts, api_keys, audit, identities, sessions, sign_in_links};
pub use registers::{charities, organization_numbers, register_asks, register_turns};
pub use residents::{area_deprivation, area_people};

diesel::table! {
    change_counter (id) { id -> BigInt, seq -> BigInt, }
}

diesel::table! {
    changes (seq) { seq -> BigInt, kind -> Text, id -> Text, at -> BigInt, }
}

diesel::table! {
    settings (name) { name -> Text, value -> Text, }
}

diesel::table! {
    organizations (id) {
        id -> Text,
        name -> Text,
        parent_id -> Nullable<Text>,
        document -> Text,
        modified_at -> BigInt,
    }
}

diesel::table! {
    locations (id) { id -> Text, document -> Text, modified_at -> BigInt, }
}

diesel::table! {
    services (id) {
        id -> Text,
        organization_id -> Nullable<Text>,
        name -> Text,
        status -> Text,
        document -> Text,
        modified_at -> BigInt,
        funding_status -> Text,
        funding_stated_at -> Nullable<BigInt>,
        merged_into -> Nullable<Text>,
        listed_at -> BigInt,
    }
}

diesel::table! {
    proposals (id) {
        id -> Text,
        service_id -> Text,
        field -> Text,
        value_before -> Text,
        value_proposed -> Text,
        base_version -> BigInt,
        made_at -> BigInt,
        made_by_kind -> Text,
        made_by_id -> Text,
        made_by_name -> Text,
        ended_at -> Nullable<BigInt>,
        ended_by -> Nullable<Text>,
        result -> Nullable<Text>,
        reason -> Nullable<Text>,
        value_taken -> Nullable<Text>,
    }
}

diesel::table! {
    merges (id) {
        id -> Text,
        kept_id -> Text,
        gone_id -> Text,
        kept_before -> Text,
        kept_after -> Text,
        moved -> Text,
        made_at -> BigInt,
        made_by -> Text,
        undone_at -> Nullable<BigInt>,
        undone_by -> Nullable<Text>,
    }
}

diesel::table! {
    likely_same (one_id, other_id) {
        one_id -> Text,
        other_id -> Text,
        score -> Integer,
        reasons -> Text,
    }
}

diesel::table! {
    not_same (one_id, other_id) {
        one_id -> Text,
        other_id -> Text,
        said_at -> BigInt,
        said_by -> Text,
    }
}

diesel::table! {
    capacity_lines (slot) {
        slot -> BigInt,
        service_id -> Text,
        location_id -> Text,
        listed -> Bool,
        confirm_every_days -> Integer,
        version -> BigInt,
        state -> Nullable<Text>,
        places_free -> Nullable<Integer>,
        places_total -> Nullable<Integer>,
        unit -> Nullable<Text>,
        waiting -> Nullable<Integer>,
        wait_weeks -> Nullable<Integer>,
        opens_on -> Nullable<Text>,
        until -> Nullable<BigInt>,
        note -> Nullable<Text>,
        as_of -> Nullable<BigInt>,
        confirmed_at -> Nullable<BigInt>,
        changed_at -> Nullable<BigInt>,
        source -> Nullable<Text>,
        disputed -> Bool,
        revision -> BigInt,
        taken -> Integer,
        held_until -> Nullable<BigInt>,
        sent -> Integer,
        disputed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    signposts (id) {
        id -> Text,
        code -> Text,
        slot -> BigInt,
        service_id -> Text,
        need -> Nullable<Text>,
        outcode -> Nullable<Text>,
        made_by -> Text,
        created_at -> BigInt,
        held_until -> Nullable<BigInt>,
        freed_at -> Nullable<BigInt>,
        outcome -> Nullable<Text>,
        outcome_at -> Nullable<BigInt>,
        outcome_source -> Nullable<Text>,
    }
}

diesel::table! {
    answered (owner, key) {
        owner -> Text,
        key -> Text,
        request -> Text,
        answer -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    capacity_statements (id) {
        id -> BigInt,
        slot -> BigInt,
        version -> BigInt,
        kind -> Text,
        state -> Text,
        places_free -> Nullable<Integer>,
        places_total -> Nullable<Integer>,
        unit -> Nullable<Text>,
        waiting -> Nullable<Integer>,
        wait_weeks -> Nullable<Integer>,
        opens_on -> Nullable<Text>,
        until -> Nullable<BigInt>,
        note -> Nullable<Text>,
        as_of -> BigInt,
        confirmed_at -> BigInt,
        recorded_at -> BigInt,
        source -> Text,
        author -> Text,
        stated_by -> Text,
        disputed -> Bool,
        taken -> Integer,
        confirm_every_days -> Integer,
    }
}

diesel::table! {
    messages (id) {
        id -> Text,
        dedupe_key -> Text,
        channel -> Text,
        address -> Text,
        subject -> Text,
        body -> Text,
        html -> Text,
        state -> Text,
        attempts -> Integer,
        next_try_at -> BigInt,
        leased_until -> Nullable<BigInt>,
        created_at -> BigInt,
        sent_at -> Nullable<BigInt>,
        last_error -> Nullable<Text>,
        unsubscribe -> Nullable<Text>,
        any_hour -> Bool,
    }
}

diesel::table! {
    subscriptions (id) {
        id -> Text,
        kind -> Text,
        service_id -> Nullable<Text>,
        need -> Nullable<Text>,
        near -> Nullable<Text>,
        latitude -> Nullable<Double>,
        longitude -> Nullable<Double>,
        within_m -> Nullable<Double>,
        channel -> Text,
        address -> Text,
        secret -> Nullable<Text>,
        created_by -> Text,
        created_at -> BigInt,
        confirmed_at -> Nullable<BigInt>,
        ended_at -> Nullable<BigInt>,
        from_slot -> BigInt,
        waiting -> Bool,
        told_at -> Nullable<BigInt>,
        look_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    subscription_links (hash) { hash -> Text, subscription_id -> Text, made_at -> BigInt, }
}

diesel::table! {
    subscription_news (subscription_id, service_id) {
        subscription_id -> Text,
        service_id -> Text,
        ends_on -> Nullable<Text>,
        days -> Nullable<Integer>,
        told_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    subscription_cursor (id) { id -> BigInt, seq -> BigInt, funding_day -> Text, }
}

diesel::table! {
    old_secrets (id) { id -> Text, subscription_id -> Text, secret -> Text, until -> BigInt, }
}

diesel::table! {
    deliveries (id) {
        id -> Text,
        subscription_id -> Text,
        event -> Text,
        state -> Text,
        attempts -> Integer,
        next_try_at -> BigInt,
        leased_until -> Nullable<BigInt>,
        created_at -> BigInt,
        delivered_at -> Nullable<BigInt>,
        last_error -> Nullable<Text>,
    }
}

diesel::table! {
    service_contacts (service_id, position) {
        service_id -> Text,
        position -> Integer,
        name -> Nullable<Text>,
        channel -> Text,
        address -> Text,
    }
}

diesel::table! {
    nudges (service_id, location_id) {
        service_id -> Text,
        location_id -> Text,
        asked -> Integer,
        asked_at -> Nullable<BigInt>,
        message_id -> Nullable<Text>,
        heard_at -> BigInt,
        version -> BigInt,
        disputed -> Bool,
        handed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    update_links (id) {
        id -> Text,
        hash -> Text,
        service_id -> Text,
        location_id -> Text,
        purpose -> Text,
        issued_to -> Text,
        issued_at -> BigInt,
        expires_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
        used_at -> Nullable<BigInt>,
        used_version -> Nullable<BigInt>,
        held_before -> Nullable<Text>,
        sent_to -> Nullable<Text>,
        replaced -> Bool,
    }
}

diesel::table! {
    service_looks (service_id, day) { service_id -> Text, day -> Text, looks -> BigInt, }
}

diesel::table! {
    searched (week, need, outcode, found) {
        week -> Text,
        need -> Text,
        outcode -> Text,
        found -> Text,
        times -> BigInt,
    }
}

diesel::table! {
    searched_why (week, need, outcode, found, why) {
        week -> Text,
        need -> Text,
        outcode -> Text,
        found -> Text,
        why -> Text,
        times -> BigInt,
    }
}

diesel::table! {
    notes (id) {
        id -> Text,
        service_id -> Text,
        body -> Text,
        author_id -> Text,
        author_name -> Text,
        made_at -> BigInt,
        removed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    doubts (service_id) { service_id -> Text, heard_at -> BigInt, }
}

diesel::table! {
    tasks (id) {
        id -> Text,
        service_id -> Text,
        reasons -> Text,
        opened_at -> BigInt,
        not_before -> Nullable<Text>,
        claimed_key -> Nullable<Text>,
        claimed_by -> Nullable<Text>,
        claimed_until -> Nullable<BigInt>,
        attempts -> Integer,
        done_at -> Nullable<BigInt>,
        done_by -> Nullable<Text>,
        result -> Nullable<Text>,
        note -> Nullable<Text>,
        revision -> BigInt,
    }
}

diesel::table! {
    outcodes (outcode) { outcode -> Text, units -> Binary, }
}

diesel::table! {
    looked_up (postcode) {
        postcode -> Text,
        latitude -> Double,
        longitude -> Double,
        in_use -> Bool,
        terminated -> Nullable<Text>,
    }
}

diesel::table! {
    places (id) {
        id -> BigInt,
        name -> Text,
        area -> Text,
        kind -> Text,
        latitude -> Double,
        longitude -> Double,
    }
}

diesel::table! {
    areas (kind, code) {
        kind -> Text,
        code -> Text,
        name -> Text,
        parent -> Nullable<Text>,
        parent_name -> Nullable<Text>,
        geometry -> Text,
        latitude -> Double,
        longitude -> Double,
        south -> Double,
        west -> Double,
        north -> Double,
        east -> Double,
    }
}

diesel::table! {
    withheld (shelf, id, place) {
        shelf -> Text,
        id -> Text,
        place -> BigInt,
        path -> Text,
        level -> Text,
        value -> Text,
        hides_place -> Bool,
    }
}

diesel::allow_tables_to_appear_in_same_query!(services, organizations, capacity_lines, nudges);
diesel::allow_tables_to_appear_in_same_query!(capacity_lines, locations);
diesel::allow_tables_to_appear_in_same_query!(funding_awards, services);
diesel::allow_tables_to_appear_in_same_query!(tasks, services);
diesel::allow_tables_to_appear_in_same_query!(proposals, services);
diesel::allow_tables_to_appear_in_same_query!(doubts, services);
diesel::allow_tables_to_appear_in_same_query!(subscription_links, subscriptions);
diesel::allow_tables_to_appear_in_same_query!(capacity_statements, capacity_lines);
diesel::allow_tables_to_appear_in_same_query!(services, organization_numbers);
diesel::allow_tables_to_appear_in_same_query!(services, charities);
diesel::allow_tables_to_appear_in_same_query!(grant_recipients, organization_numbers);
