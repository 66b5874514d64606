-- What somebody wants to be told. `secret` signs webhooks and has to be kept as it is; it goes when the
-- subscription ends. An e-mail address is told nothing until `confirmed_at`. `waiting` says that no room
-- was seen since the last time that room was told; `look_at` is when to look again though nothing has
-- changed, as when a hold ends; lines with a slot above `from_slot` were added since.
CREATE TABLE subscriptions (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    service_id TEXT,
    need TEXT,
    near TEXT,
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION,
    within_m DOUBLE PRECISION,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    secret TEXT,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    ended_at BIGINT,
    from_slot BIGINT NOT NULL,
    waiting BOOLEAN NOT NULL DEFAULT FALSE,
    told_at BIGINT,
    look_at BIGINT
);
CREATE INDEX subscriptions_by_owner ON subscriptions (created_by);
CREATE INDEX subscriptions_by_address ON subscriptions (address);

-- Links in letters, with which somebody says that letters are wanted, or no longer. Only the SHA-256 of
-- the token is kept.
CREATE TABLE subscription_links (
    hash TEXT PRIMARY KEY,
    subscription_id TEXT NOT NULL,
    made_at BIGINT NOT NULL
);

-- Services that a subscription is told of: new ones, each once (`told_at` is empty while it waits to be
-- told), and those whose money ends, with the last day and the threshold that were told.
CREATE TABLE subscription_news (
    subscription_id TEXT NOT NULL,
    service_id TEXT NOT NULL,
    ends_on TEXT,
    days INTEGER,
    told_at BIGINT,
    PRIMARY KEY (subscription_id, service_id)
);

-- How far the change feed was read, and the day on which all awards were last looked at: one row, which
-- whoever reads on takes hold of first.
CREATE TABLE subscription_cursor (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    seq BIGINT NOT NULL,
    funding_day TEXT NOT NULL
);
INSERT INTO subscription_cursor (id, seq, funding_day) SELECT 1, seq, '' FROM change_counter;

-- What is to be posted to webhooks. `id` is also the webhook-id, by which receivers know a repetition.
CREATE TABLE deliveries (
    id TEXT PRIMARY KEY,
    subscription_id TEXT NOT NULL,
    event TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try_at BIGINT NOT NULL,
    leased_until BIGINT,
    created_at BIGINT NOT NULL,
    delivered_at BIGINT,
    last_error TEXT
);
CREATE INDEX deliveries_to_send ON deliveries (state, next_try_at);
CREATE INDEX deliveries_of ON deliveries (subscription_id, created_at);

-- The address that ends a subscription, for a header of the letter; wiped as the body is.
ALTER TABLE messages ADD COLUMN unsubscribe TEXT;
