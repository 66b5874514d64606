DROP TABLE api_keys;
DROP TABLE settings;
DROP TABLE changes;
DROP TABLE change_counter;
