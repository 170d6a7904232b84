//! Streams of events, split into arbitrary chunks.
#![no_main]

use hostile::decoders;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    decoders::events(bytes);
    decoders::limited(bytes);
});
