//! The tables of those who work with the directory, of what they come in by, and of what they did.

diesel::table! {
    api_keys (id) {
        id -> Text,
        hash -> Text,
        name -> Text,
        role -> Text,
        organization_id -> Nullable<Text>,
        created_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
        room_only -> Bool,
        expires_at -> Nullable<BigInt>,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    account_taps (account_id, slot) {
        account_id -> Text,
        slot -> BigInt,
        version -> BigInt,
        tapped_at -> BigInt,
        held_before -> Nullable<Text>,
    }
}

diesel::table! {
    accounts (id) {
        id -> Text,
        email -> Text,
        name -> Text,
        role -> Text,
        organization_id -> Nullable<Text>,
        areas -> Text,
        room_only -> Bool,
        subject -> Nullable<Text>,
        created_at -> BigInt,
        signed_in_at -> Nullable<BigInt>,
        closed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    sign_in_links (hash) {
        hash -> Text,
        account_id -> Text,
        leads_to -> Text,
        expires_at -> BigInt,
        uses_left -> Integer,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text,
        hash -> Text,
        hash_before -> Nullable<Text>,
        form -> Text,
        account_id -> Text,
        begun_at -> BigInt,
        changed_at -> BigInt,
        seen_at -> BigInt,
    }
}

diesel::table! {
    audit (id) {
        id -> Text,
        at -> BigInt,
        actor_kind -> Text,
        actor_id -> Text,
        actor_name -> Text,
        action -> Text,
        subject_kind -> Text,
        subject_id -> Text,
        before -> Nullable<Text>,
        after -> Nullable<Text>,
    }
}

diesel::table! {
    identities (issuer, subject) {
        issuer -> Text,
        subject -> Text,
        account_id -> Text,
        linked_at -> BigInt,
    }
}
