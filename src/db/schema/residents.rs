//! Tables of who lives where.

diesel::table! {
    area_people (code, year, from_age, to_age) {
        code -> Text,
        year -> Integer,
        from_age -> Integer,
        to_age -> Integer,
        people -> Double,
    }
}

diesel::table! {
    area_deprivation (code, year) { code -> Text, year -> Integer, decile -> Integer, }
}
