//! The tables of what comes in from elsewhere.

diesel::table! {
    feeds (id) {
        id -> Text,
        name -> Text,
        address -> Text,
        host -> Text,
        list -> Text,
        kind -> Text,
        adopts -> Bool,
        every_hours -> Integer,
        made_at -> BigInt,
        made_by -> Text,
        paused_at -> Nullable<BigInt>,
        removed_at -> Nullable<BigInt>,
        next_at -> BigInt,
        lease_until -> BigInt,
        failures -> Integer,
        latest -> Nullable<BigInt>,
        whole_at -> Nullable<BigInt>,
        pages_run -> Nullable<Text>,
    }
}

diesel::table! {
    feed_runs (id) {
        id -> Text,
        feed_id -> Text,
        state -> Text,
        whole -> Bool,
        began_at -> BigInt,
        ended_at -> Nullable<BigInt>,
        next_page -> BigInt,
        accepted_by -> Nullable<Text>,
        why -> Nullable<Text>,
        report -> Text,
    }
}

diesel::table! {
    feed_problems (run_id, number) {
        run_id -> Text,
        number -> BigInt,
        kind -> Text,
        record -> Text,
        field -> Text,
        message -> Text,
    }
}

diesel::table! {
    feed_staged (run_id, number) {
        run_id -> Text,
        number -> BigInt,
        their_id -> Text,
        place -> Text,
        record -> Nullable<Text>,
    }
}

diesel::table! {
    feed_pages (run_id, page) {
        run_id -> Text,
        page -> BigInt,
        address -> Text,
        etag -> Nullable<Text>,
        modified -> Nullable<Text>,
        last -> Bool,
        total -> Nullable<BigInt>,
        ids -> Text,
    }
}

diesel::table! {
    feed_records (feed_id, kind, their_id) {
        feed_id -> Text,
        kind -> Text,
        their_id -> Text,
        our_id -> Text,
        modified_at -> Nullable<BigInt>,
        seen_run -> Text,
        missing_since -> Nullable<BigInt>,
        withdrawn_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    field_sources (shelf, id) { shelf -> Text, id -> Text, said -> Text, }
}

diesel::table! {
    staged_sheets (id) {
        id -> Text,
        name -> Text,
        source -> Text,
        told -> Text,
        made_by -> Text,
        made_at -> BigInt,
        taken_at -> Nullable<BigInt>,
        report -> Nullable<Text>,
        bytes -> Binary,
    }
}
