WITH met AS MATERIALIZED (
    SELECT DISTINCT ON (service) id, state, metres, free, tags,
        coalesce(metres > 15000, false) AND NOT fenced AS far,
        ts_rank('{0.1, 0.3, 0.6, 1}', words, $1::tsquery)
            * 10000 / (10000 + coalesce(metres, 15000)) AS score
    FROM (
        SELECT o.id, o.service, o.free, o.tags, o.words, o.fenced, o.anywhere,
            CASE WHEN o.until <= $6::bigint THEN 2 ELSE o.state END AS state,
            ST_DistanceSphere(o.place, ST_SetSRID(ST_MakePoint($2::float8, $3::float8), 4326)) AS metres
        FROM offers o
        WHERE o.words @@ $1::tsquery
            AND o.cells && $5::int[]
            /*filters*/
        OFFSET 0
    ) AS nearby
    WHERE /*wanted*/ AND (anywhere OR CASE WHEN fenced THEN EXISTS (
            SELECT FROM areas a WHERE a.service = nearby.service
                AND ST_Covers(a.shape, ST_SetSRID(ST_MakePoint($2::float8, $3::float8), 4326))
        ) ELSE metres <= $4::float8 END)
    ORDER BY service, state, coalesce(metres, 0)
), page AS (
    SELECT id, state, metres, score, far FROM met
    ORDER BY far, CASE WHEN state <= 1 THEN 0 ELSE state END, score DESC
    LIMIT 20
)
SELECT 0 AS part, count(*) FILTER (WHERE free) AS number, count(*) AS count, NULL::float8 AS metres,
    NULL::text, NULL::text, NULL::text, NULL::text, NULL::text, NULL::text, NULL::text, NULL::text,
    NULL::text, NULL::text, NULL::int, NULL::int, NULL::text, NULL::text, NULL::text
FROM met
UNION ALL
SELECT 1, tag, count(*), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, NULL, NULL
FROM met, unnest(tags) AS tag GROUP BY tag
UNION ALL
SELECT 2, state, count(*), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, NULL, NULL
FROM met GROUP BY state
UNION ALL
(SELECT 3, page.state, NULL, page.metres, c.service_id, c.name, c.summary, c.organization_id,
    c.organization, c.location_id, c.location, c.postcode, c.latitude, c.longitude, c.places_free,
    c.places_total, c.as_of, c.confirmed_at, c.funding
FROM page JOIN cards c USING (id)
ORDER BY page.far, CASE WHEN page.state <= 1 THEN 0 ELSE page.state END, page.score DESC)
