-- What is to be sent: a message is put here in the same transaction as what it is about, and goes out
-- from here. `id` is also its Message-ID and its reference at the gateway. Bodies may hold links that
-- only one person is to have: they are wiped when the message has been sent or refused.
CREATE TABLE messages (
    id TEXT PRIMARY KEY,
    dedupe_key TEXT NOT NULL UNIQUE,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    html TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try_at BIGINT NOT NULL,
    leased_until BIGINT,
    created_at BIGINT NOT NULL,
    sent_at BIGINT,
    last_error TEXT
);
CREATE INDEX messages_to_send ON messages (state, next_try_at);
CREATE INDEX messages_sent ON messages (sent_at);
CREATE INDEX messages_by_address ON messages (address, channel);

-- Whom to ask about a service, in this order. Where there is nobody, the listing's own e-mail is asked.
CREATE TABLE service_contacts (
    service_id TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position IN (1, 2)),
    name TEXT,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (service_id, position)
);

-- How far the asking about one line has come. `asked` counts digests since the last word about the line,
-- which was heard at `heard_at`: a later word is an answer, and the count begins anew. `version` and
-- `disputed` are the line's as they were then. `handed_at` is when asking ended without an answer and
-- the line became the stewards' to look into.
CREATE TABLE nudges (
    service_id TEXT NOT NULL,
    location_id TEXT NOT NULL,
    asked INTEGER NOT NULL,
    asked_at BIGINT,
    message_id TEXT,
    heard_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    disputed BOOLEAN NOT NULL,
    handed_at BIGINT,
    PRIMARY KEY (service_id, location_id)
);
CREATE INDEX nudges_handed ON nudges (handed_at);

-- How often a listing was looked at, by day: a number, and nobody's identity.
CREATE TABLE service_looks (
    service_id TEXT NOT NULL,
    day TEXT NOT NULL,
    looks BIGINT NOT NULL,
    PRIMARY KEY (service_id, day)
);
CREATE INDEX service_looks_by_day ON service_looks (day);
