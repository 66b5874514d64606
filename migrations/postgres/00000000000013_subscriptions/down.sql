ALTER TABLE messages DROP COLUMN unsubscribe;
DROP TABLE deliveries;
DROP TABLE subscription_cursor;
DROP TABLE subscription_news;
DROP TABLE subscription_links;
DROP TABLE subscriptions;
