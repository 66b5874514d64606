//! Hostile values: for addresses, for headers and for bodies.

/// For a place in a path or a query, encoded as it is sent.
pub fn for_addresses() -> Vec<String> {
    let mut values: Vec<String> = [
        "",
        "%20",
        "x",
        "-1",
        "0",
        "1e999",
        "NaN",
        "-0.0",
        "99999999999999999999",
        "%00",
        "a%00b",
        "%ff%fe",
        "%C0%AF",
        "%ED%A0%80",
        "%F0%9F%92%A9",
        "%E2%80%AE",
        "%0d%0aX-Bad:1",
        "..%2f..%2fetc",
        "%27%20OR%201=1--",
        "%3Cscript%3E",
        "%25%25%25",
        "%zz",
        "%",
        "true",
        "null",
        "[]",
        "{}",
        "00000000-0000-0000-0000-000000000000",
        "0000005E-0000-4000-8000-00000000000G",
        "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
        "1%2C2%2C3",
        "inf,inf",
        "91,181",
        "%2B",
        "*",
        "\\",
        "a+AND+b",
        "%22quoted",
        "field:value",
        "~9",
        "(((((",
    ]
    .map(String::from)
    .to_vec();
    values.push("x".repeat(20_000));
    values.push("%F0%9F%92%A9".repeat(500));
    values.push("a+".repeat(3000));
    values
}

/// For a header.
pub fn for_headers() -> Vec<Vec<u8>> {
    let values: [&[u8]; 7] = [
        b"seven",
        b"\"",
        b"99999999999999999999",
        b"-5x",
        b"\xff\xfe",
        b"1,2",
        b"{}",
    ];
    let mut values: Vec<Vec<u8>> = values.map(<[u8]>::to_vec).to_vec();
    values.push(vec![b'9'; 5000]);
    values
}

/// For a body that should have been an object with fields. None of them is a valid request.
pub fn for_bodies() -> Vec<Vec<u8>> {
    let mut bodies: Vec<Vec<u8>> = [
        "null", "true", "7", "\"open\"", "[]", "[[]]", "[{}]", "{", "}", "{\"state\"", "{\"state\":", "{\"state\":}",
        "{'state':'open'}", "{\"state\":\"open\"} {}", "{\"state\":\"open\",}", "{\"state\":null}",
        "{\"state\":[\"open\"]}", "{\"state\":{\"open\":null,\"full\":null}}", "{\"state\":7}", "{\"state\":\"OPEN\"}",
        "{\"state\":\"open\",\"state\":\"full\"}", "{\"state\":\"open\",\"places_free\":1e308}",
        "{\"state\":\"open\",\"places_free\":-9223372036854775809}", "{\"state\":\"open\",\"places_free\":2.5}",
        "{\"state\":\"open\",\"places_free\":\"4\"}", "{\"state\":\"open\",\"note\":\"a\\u0000b\"}",
        "{\"state\":\"open\",\"unit\":\"\\u0000\"}", "{\"state\":\"open\",\"note\":\"\\ud800\"}",
        "{\"state\":\"open\",\"opens_on\":\"2026-02-31\"}", "{\"state\":\"full\",\"until\":\"yesterday\"}",
        "{\"state\":\"full\",\"until\":\"9999999-01-01\"}", "{\"state\":\"open\",\"as_of\":\"-009999-01-01T00:00:00Z\",\"x\":1}",
        "{\"state\":\"open\",\"name\":\"Ann Example\"}", "{\"\":\"\"}", "{\"__proto__\":{}}", "\u{feff}{}x",
        "{\"status\":\"RED\",\"resetStatusIn\":1e400}", "{\"status\":\"RED\",\"resetStatusIn\":-9223372036854775809}",
        "{\"status\":\"RED\",\"notes\":\"a\\u0000b\"}", "{\"status\":\"RED\",\"status\":\"GREEN\"}", "{\"status\":{\"RED\":1}}",
        "{\"status\":null}", "{\"status\":\"secured\",\"awards\":7}", "{\"status\":\"rich\",\"awards\":[]}", "{\"status\":\"secured\",\"awards\":[null]}",
        "{\"status\":\"secured\",\"awards\":[{\"funder\":\"\\u0000\"}]}",
        "{\"status\":\"secured\",\"awards\":[{\"funder\":\"x\",\"amount\":\"1e999\"}]}",
        "{\"awards\":[{\"funder\":\"x\",\"ends_on\":\"2026-02-30\"}]}", "{\"awards\":[{\"funder\":\"x\",\"ends_on\":\"99999-01-01\"}]}",
        "{\"status\":\"secured\",\"awards\":[{\"funder\":\"x\",\"amount\":-1,\"currency\":\"££\"}]}",
        "{\"result\":\"reached\"}", "{\"result\":\"reached\",\"capacity\":{\"state\":\"open\",\"places_free\":-1}}",
        "{\"result\":\"closed\",\"note\":\"a\\u0000b\"}", "{\"not_before\":\"9999-12-31\"}", "{\"not_before\":\"-009999-01-01\"}",
    ].map(|text| text.as_bytes().to_vec()).to_vec();
    bodies.push(b"\xff\xfe\x00\x00".to_vec());
    bodies.push(b"{\"state\":\"open\",\"note\":\"\xff\xff\"}".to_vec());
    bodies.push(vec![0; 1000]);
    bodies.push(b"[".repeat(100_000));
    bodies.push(b"{\"state\":".repeat(20_000));
    bodies.push(
        format!(
            "{{\"state\":\"open\",\"note\":\"{}\"}}",
            "x".repeat(200_000)
        )
        .into_bytes(),
    );
    bodies.push(vec![b' '; 300 * 1024]);
    bodies.push(
        format!(
            "{{\"state\":\"open\",\"note\":\"{}\"}}",
            "é".repeat(1_000_000)
        )
        .into_bytes(),
    );
    bodies
}
