//! Arbitrary bytes as the header `Retry-After`.
#![no_main]

use hostile::decoders;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    decoders::waits(bytes);
});
