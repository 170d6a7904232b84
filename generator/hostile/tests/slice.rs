//! A deterministic slice of the fuzz targets.

use hostile::{bytes_of, decoders, descriptions};

/// The number of mutated descriptions: some seconds in a debug build.
const DESCRIPTIONS: u64 = 300;
/// The number of inputs of a decoder.
const INPUTS: u64 = 20_000;

/// Checks each seed, and names the one that fails.
fn each(seeds: std::ops::Range<u64>, length: usize, holds: impl Fn(&[u8])) {
    for seed in seeds {
        let length = length / 4 + usize::try_from(seed).unwrap() * 31 % length;
        let bytes = bytes_of(seed, length);
        let held = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| holds(&bytes)));
        assert!(held.is_ok(), "seed {seed}, {length} bytes");
    }
}

#[test]
fn mutated_descriptions() {
    each(0..DESCRIPTIONS, 48, |bytes| descriptions::holds(&descriptions::mutated(bytes).1.to_string()));
}

#[test]
fn any_text_is_a_description_or_is_reported() {
    const PIECES: [&str; 24] = [
        "openapi: 3.1.0\n",
        "info: {title: a, version: b}\n",
        "paths:\n",
        "  /a:\n",
        "    get:\n",
        "      responses: {}\n",
        "- ",
        "? ",
        ": ",
        "&a ",
        "*a ",
        "<<: ",
        "{",
        "}",
        "[",
        "]",
        "'",
        "\"",
        "|\n",
        ">\n",
        "!!binary ",
        "\t",
        "# ",
        "\u{feff}",
    ];
    each(0..3_000, 40, |bytes| {
        let text: String = bytes.iter().map(|byte| PIECES[usize::from(*byte) % PIECES.len()]).collect();
        descriptions::holds(&text);
    });
}

#[test]
fn descriptions_as_they_are() {
    for (name, document) in hostile::documents::all() {
        assert!(document.is_object(), "{name}");
        descriptions::holds(&document.to_string());
    }
}

/// Returns bytes that often look like the input of a decoder.
fn likely(bytes: &[u8], pieces: &[&str]) -> Vec<u8> {
    let piece = |byte: &u8| match pieces.get(usize::from(*byte) % (pieces.len() + 4)) {
        Some(piece) => piece.as_bytes().to_vec(),
        None => vec![*byte],
    };
    bytes.get(..2).unwrap_or_default().iter().copied().chain(bytes.iter().skip(2).flat_map(piece)).collect()
}

#[test]
fn events_in_any_pieces() {
    let pieces = [
        "\n", "\r", "\r\n", "data:", "data: ", "data", "id: 1", "event: a", "retry: 5", ":", "\u{feff}", "[DONE]",
        "\u{1e}", "{}", "[1", "]", "\"a\"", " ",
    ];
    each(0..INPUTS, 40, |bytes| decoders::events(&likely(bytes, &pieces)));
    each(0..INPUTS, 80, |bytes| decoders::limited(&likely(bytes, &pieces)));
}

#[test]
fn links() {
    let pieces = ["<", ">", ";", ",", "rel=", "next", "\"", "\\", " ", "rel=next", "\n", "é"];
    each(0..INPUTS, 40, |bytes| decoders::link(&likely(bytes, &pieces)));
}

/// Inputs of the maximum length, in which each part is searched to its end.
#[test]
fn a_long_link() {
    for piece in ["<a>\\\",", ";\\\"", "<a>;rel=\"", "\"", "<", "<>", ",;", "\\"] {
        let line = format!("<a>;\"{}", piece.repeat(400_000 / piece.len()));
        decoders::link(line.as_bytes());
    }
}

#[test]
fn times_to_wait() {
    let pieces = ["1", "e", "-", ".", "9999999999", "inf", "NaN", "Sun, 06 Nov 1994 08:49:37 GMT", " ", "+"];
    each(0..INPUTS, 20, |bytes| decoders::waits(&likely(bytes, &pieces)));
}

#[test]
fn forms() {
    let pieces = ["\r\n", "\"", "--", "form-", "\u{0}", "%22", "\\", "a"];
    each(0..INPUTS, 60, |bytes| decoders::form(&likely(bytes, &pieces)));
}

#[test]
fn values() {
    let pieces = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "null",
        "true",
        "1",
        "-0",
        "1.5",
        "1e400",
        "1e38",
        "3.5e38",
        "9223372036854775808",
        "\"id\"",
        "\"count\"",
        "\"a\\\"b\"",
        "\"kind\"",
        "\"3d\"",
        "\"\\ud800\"",
        "\"x\"",
        "\"extra\"",
        " ",
        "{\"id\":\"a\",\"count\":1,\"note\":null,\"kind\":\"3d\",\"kinds\":[],\"byName\":{}",
    ];
    each(0..INPUTS, 30, |bytes| decoders::values(&likely(bytes, &pieces)[2.min(bytes.len())..]));
}

/// Numbers with more digits than a float become the nearest float, which is preserved.
#[test]
fn floats() {
    decoders::values(b"2222222222222222222222222222222222222222222");
    // Rounding to 64 bits first would give another one.
    decoders::float(f64::from(7.038_531e-26_f32));
    each(0..INPUTS, 8, |bytes| {
        let bits = bytes.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        decoders::float(f64::from_bits(bits));
    });
}
