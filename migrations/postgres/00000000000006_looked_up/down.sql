DROP TABLE looked_up;
