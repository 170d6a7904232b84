//! Splits a file into parts, and computes their timeout. Plain numbers; must not know files or
//! requests.

use std::ops::Range;
use std::time::Duration;

/// The default size of all parts except the last, in bytes.
pub(super) const DEFAULT_PART_SIZE: u64 = 8 << 20;
/// The minimum size of all parts except the last. The server documents 5 MB; storage of this kind
/// counts in MiB.
const MIN_PART_SIZE: u64 = 5 << 20;
/// The maximum number of parts.
const MAX_PARTS: u64 = 10_000;
/// The maximum size of a file, in bytes.
const MAX_FILE_SIZE: u64 = 5 << 40;
/// Increased part sizes are a multiple of this.
const PART_SIZE_STEP: u64 = 1 << 20;
/// The slowest connection that the timeout of a part allows, in bytes per second.
const MIN_SPEED: u64 = 64 << 10;

/// A file in parts. All parts except the last have the same size, because equal shares could be
/// smaller than the minimum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Split {
    /// The size of the file, in bytes.
    pub(super) size: u64,
    /// The size of all parts except the last, in bytes.
    pub(super) part_size: u64,
}

/// Splits a file of `size` bytes into parts of `wanted` bytes, or of more bytes if there would be
/// too many parts.
///
/// # Errors
/// Fails with a message if the sizes are outside the limits.
pub(super) fn split(size: u64, wanted: u64) -> Result<Split, String> {
    if size == 0 {
        return Err("the file is empty, but an upload has at least one byte".to_owned());
    }
    if size > MAX_FILE_SIZE {
        return Err(format!("the file has {size} bytes, but an upload has at most 5 TB"));
    }
    if wanted < MIN_PART_SIZE {
        return Err(format!("parts have at least 5 MiB ({MIN_PART_SIZE} bytes), but the part size is {wanted}"));
    }
    let needed = size.div_ceil(MAX_PARTS);
    let part_size = if wanted >= needed { wanted } else { needed.next_multiple_of(PART_SIZE_STEP) };
    Ok(Split { size, part_size })
}

impl Split {
    /// Returns the number of parts.
    pub(super) fn count(self) -> u64 {
        self.size.div_ceil(self.part_size.max(1))
    }

    /// Returns the range of a part within the file. Parts are counted from 1.
    pub(super) fn range(self, number: u64) -> Range<u64> {
        let start = number.saturating_sub(1).saturating_mul(self.part_size).min(self.size);
        start..start.saturating_add(self.part_size).min(self.size)
    }

    /// Returns the number of bytes of a part.
    pub(super) fn length(self, number: u64) -> u64 {
        let range = self.range(number);
        range.end - range.start
    }

    /// Returns the timeout of an attempt to send a part while `concurrency` parts share the
    /// connection.
    pub(super) fn timeout(self, concurrency: usize) -> Duration {
        let concurrency = self.count().min(concurrency as u64);
        let bytes = self.part_size.min(self.size).saturating_mul(concurrency);
        Duration::from_secs(60 + bytes / MIN_SPEED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_in_one_part_and_only_the_last_is_smaller() {
        for size in [
            1,
            DEFAULT_PART_SIZE - 1,
            DEFAULT_PART_SIZE,
            DEFAULT_PART_SIZE + 1,
            10 << 20,
            3 * DEFAULT_PART_SIZE,
            100_000_000_000,
            MAX_FILE_SIZE,
        ] {
            let split = split(size, DEFAULT_PART_SIZE).unwrap();
            let parts: Vec<Range<u64>> = (1..=split.count()).map(|number| split.range(number)).collect();
            assert_eq!((parts[0].start, parts.last().unwrap().end), (0, size));
            assert!(parts.windows(2).all(|pair| pair[0].end == pair[1].start));
            assert!(parts.iter().rev().skip(1).all(|part| part.end - part.start == split.part_size));
            assert!(parts.iter().all(|part| !part.is_empty()) && parts.len() <= 10_000);
        }
    }

    #[test]
    fn parts_are_larger_if_there_would_be_too_many() {
        assert_eq!(split(10_000 * DEFAULT_PART_SIZE, DEFAULT_PART_SIZE).unwrap().part_size, DEFAULT_PART_SIZE);
        assert_eq!(
            split(10_000 * DEFAULT_PART_SIZE + 1, DEFAULT_PART_SIZE).unwrap().part_size,
            DEFAULT_PART_SIZE + PART_SIZE_STEP
        );
    }

    #[test]
    fn sizes_outside_the_limits_are_rejected() {
        assert!(split(0, DEFAULT_PART_SIZE).unwrap_err().contains("empty"));
        assert!(split(MAX_FILE_SIZE + 1, DEFAULT_PART_SIZE).unwrap_err().contains("at most 5 TB"));
        assert!(split(1, MIN_PART_SIZE - 1).unwrap_err().contains("at least 5 MiB"));
        assert_eq!(split(1, MIN_PART_SIZE).unwrap().count(), 1);
    }

    #[test]
    fn the_timeout_grows_with_the_parts_that_share_the_connection() {
        assert_eq!(split(1, DEFAULT_PART_SIZE).unwrap().timeout(4), Duration::from_secs(60));
        assert_eq!(split(DEFAULT_PART_SIZE, DEFAULT_PART_SIZE).unwrap().timeout(4), Duration::from_secs(60 + 128));
        assert_eq!(split(9 * DEFAULT_PART_SIZE, DEFAULT_PART_SIZE).unwrap().timeout(4), Duration::from_secs(60 + 512));
    }
}
