DROP INDEX services_standing;
