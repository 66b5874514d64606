//! Tables of what was.

diesel::table! {
    service_statuses (id) {
        id -> BigInt,
        service_id -> Text,
        until -> BigInt,
        status -> Text,
    }
}

diesel::table! {
    coverage_days (kind, code, need, day) {
        day -> Text,
        kind -> Text,
        code -> Text,
        need -> Text,
        services -> Integer,
        given -> Integer,
        organizations -> Integer,
        counting -> Integer,
        places -> BigInt,
        free -> BigInt,
        open -> Integer,
        limited -> Integer,
        unconfirmed -> Integer,
        waiting_list -> Integer,
        paused -> Integer,
        full_up -> Integer,
        closed -> Integer,
        waiting -> BigInt,
        saying_how_long -> Integer,
        median_weeks -> Nullable<Integer>,
    }
}
