-- Who runs a service and whether it runs: asked for each report of room, without its document.
CREATE INDEX services_standing ON services (id, organization_id, status);
