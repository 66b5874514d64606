DROP TABLE service_looks;
DROP TABLE nudges;
DROP TABLE service_contacts;
DROP TABLE messages;
