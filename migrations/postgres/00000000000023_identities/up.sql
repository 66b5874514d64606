-- Who is meant by what a provider of OpenID Connect says: its address and its name for somebody, which
-- never changes, and the account that is theirs.
CREATE TABLE identities (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    account_id TEXT NOT NULL,
    linked_at BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject)
);
