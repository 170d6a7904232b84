//! Arbitrary JSON, read into types and written again.
#![no_main]

use hostile::decoders;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    decoders::values(bytes);
});
