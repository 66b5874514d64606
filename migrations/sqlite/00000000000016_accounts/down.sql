DROP TABLE audit;
ALTER TABLE api_keys DROP COLUMN used_at;
ALTER TABLE api_keys DROP COLUMN expires_at;
ALTER TABLE api_keys DROP COLUMN room_only;
DROP TABLE sessions;
DROP TABLE sign_in_links;
DROP TABLE accounts;
