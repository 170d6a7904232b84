//! How a file is split into parts, and how long one may take. Plain numbers; must not know files or requests.

use std::ops::Range;
use std::time::Duration;

/// The size of every part but the last, where nothing else is asked for, in bytes.
pub(super) const PART_SIZE: u64 = 8 << 20;
/// The server wants 5 MB of every part but the last; stores of this kind count in MiB.
const LEAST_PART: u64 = 5 << 20;
/// So many parts an upload may have.
const MOST_PARTS: u64 = 10_000;
/// So many bytes a file may have.
const MOST_BYTES: u64 = 5 << 40;
/// The size of parts that had to grow is a multiple of this.
const STEP: u64 = 1 << 20;
/// What is slower than so many bytes a second is taken for a standstill.
const SLOWEST: u64 = 64 << 10;

/// A file in parts. They are of one size but for the last: equal shares could fall under the least size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Split {
    /// Of the file, in bytes.
    pub(super) size: u64,
    /// Of every part but the last, in bytes.
    pub(super) part_size: u64,
}

/// Splits a file of `size` bytes into parts of `wanted`, or of more where there would be too many.
///
/// # Errors
/// In our words, where there can be no such upload.
pub(super) fn split(size: u64, wanted: u64) -> Result<Split, String> {
    if size == 0 {
        return Err("the file is empty, and an upload has at least one byte".to_owned());
    }
    if size > MOST_BYTES {
        return Err(format!("the file has {size} bytes, and an upload at most 5 TB"));
    }
    if wanted < LEAST_PART {
        return Err(format!("parts have at least 5 MiB ({LEAST_PART} bytes), and {wanted} were asked for"));
    }
    let needed = size.div_ceil(MOST_PARTS);
    let part_size = if wanted >= needed { wanted } else { needed.next_multiple_of(STEP) };
    Ok(Split { size, part_size })
}

impl Split {
    /// How many parts there are.
    pub(super) fn count(self) -> u64 {
        self.size.div_ceil(self.part_size.max(1))
    }

    /// The bytes of a part; parts are numbered from 1.
    pub(super) fn range(self, number: u64) -> Range<u64> {
        let start = number.saturating_sub(1).saturating_mul(self.part_size).min(self.size);
        start..start.saturating_add(self.part_size).min(self.size)
    }

    /// How many bytes a part has.
    pub(super) fn length(self, number: u64) -> u64 {
        let range = self.range(number);
        range.end - range.start
    }

    /// The time for one try of a part, where `at_once` share the line.
    pub(super) fn time(self, at_once: usize) -> Duration {
        let at_once = self.count().min(at_once as u64);
        let bytes = self.part_size.min(self.size).saturating_mul(at_once);
        Duration::from_secs(60 + bytes / SLOWEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_in_one_part_and_only_the_last_is_smaller() {
        for size in [1, PART_SIZE - 1, PART_SIZE, PART_SIZE + 1, 10 << 20, 3 * PART_SIZE, 100_000_000_000, MOST_BYTES] {
            let split = split(size, PART_SIZE).unwrap();
            let parts: Vec<Range<u64>> = (1..=split.count()).map(|number| split.range(number)).collect();
            assert_eq!((parts[0].start, parts.last().unwrap().end), (0, size));
            assert!(parts.windows(2).all(|two| two[0].end == two[1].start));
            assert!(parts.iter().rev().skip(1).all(|part| part.end - part.start == split.part_size));
            assert!(parts.iter().all(|part| !part.is_empty()) && parts.len() <= 10_000);
        }
    }

    #[test]
    fn parts_grow_where_there_would_be_too_many() {
        assert_eq!(split(10_000 * PART_SIZE, PART_SIZE).unwrap().part_size, PART_SIZE);
        assert_eq!(split(10_000 * PART_SIZE + 1, PART_SIZE).unwrap().part_size, PART_SIZE + STEP);
    }

    #[test]
    fn what_can_be_no_upload_is_refused() {
        assert!(split(0, PART_SIZE).unwrap_err().contains("empty"));
        assert!(split(MOST_BYTES + 1, PART_SIZE).unwrap_err().contains("at most 5 TB"));
        assert!(split(1, LEAST_PART - 1).unwrap_err().contains("at least 5 MiB"));
        assert_eq!(split(1, LEAST_PART).unwrap().count(), 1);
    }

    #[test]
    fn the_time_for_a_part_grows_with_what_shares_the_line() {
        assert_eq!(split(1, PART_SIZE).unwrap().time(4), Duration::from_secs(60));
        assert_eq!(split(PART_SIZE, PART_SIZE).unwrap().time(4), Duration::from_secs(60 + 128));
        assert_eq!(split(9 * PART_SIZE, PART_SIZE).unwrap().time(4), Duration::from_secs(60 + 512));
    }
}
