DROP INDEX locations_by_change;
DROP INDEX organizations_by_change;
DROP INDEX services_by_change;
