DROP INDEX organizations_by_parent;
DROP TABLE account_taps;
