-- Whoever keeps a copy asks what has changed since: that is found without reading every document.
CREATE INDEX services_by_change ON services (modified_at);
CREATE INDEX organizations_by_change ON organizations (modified_at);
CREATE INDEX locations_by_change ON locations (modified_at);
