DROP TABLE funding_awards;
DROP TABLE services;
DROP TABLE locations;
DROP TABLE organizations;
