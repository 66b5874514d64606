-- How many people live in an area, by age, as statistical offices publish it; each year beside the others. The
-- oldest have no end to their ages: 200 stands for it. A row from 0 to 200 is everybody.
CREATE TABLE area_people (
    code TEXT NOT NULL,
    year INTEGER NOT NULL,
    from_age INTEGER NOT NULL,
    to_age INTEGER NOT NULL,
    people DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (code, year, from_age, to_age)
);

-- Which tenth of its country an area belongs to by deprivation, from 1, the most deprived, to 10.
CREATE TABLE area_deprivation (
    code TEXT NOT NULL,
    year INTEGER NOT NULL,
    decile INTEGER NOT NULL,
    PRIMARY KEY (code, year)
);
