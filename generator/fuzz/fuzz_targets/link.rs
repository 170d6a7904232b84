//! Arbitrary bytes as the header `Link`.
#![no_main]

use hostile::decoders;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    decoders::link(bytes);
});
