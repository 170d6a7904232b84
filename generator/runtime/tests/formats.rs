//! Strings with a format: preserved, and converted on request.

use clientwright_runtime::formats::{Base64, Date, DateTime, Decimal, Duration, Time, Uri, Uuid};

#[test]
fn a_text_stays_as_it_came() {
    let odd = DateTime::from("yesterday");
    assert_eq!(odd, "yesterday");
    assert_eq!(serde_json::to_string(&odd).unwrap(), "\"yesterday\"");
    assert_eq!(serde_json::from_str::<DateTime>("\"yesterday\"").unwrap(), odd);
    assert_eq!(format!("{odd} {odd:?} {}", odd.len()), "yesterday \"yesterday\" 9");
    let error = odd.to_jiff().unwrap_err();
    assert_eq!(error.to_string(), "expected a date-time, found \"yesterday\"");
    assert!(std::error::Error::source(&error).is_some());
}

#[test]
fn whatever_parses_a_str_parses_a_format() {
    assert_eq!(Decimal::from("1.50").parse::<f64>().unwrap(), 1.5);
}

#[test]
fn moments_convert_both_ways() {
    let text = "2026-01-31T12:00:00.5Z";
    let moment = DateTime::from(text);
    assert_eq!(DateTime::from(moment.to_jiff().unwrap()), text);
    assert_eq!(DateTime::from(moment.to_chrono().unwrap()), "2026-01-31T12:00:00.500Z");
    assert_eq!(DateTime::from(moment.to_time().unwrap()), text);
    let offset = DateTime::from("2026-01-31T14:00:00+02:00");
    assert_eq!(DateTime::from(offset.to_jiff().unwrap()), "2026-01-31T12:00:00Z");
    assert!(DateTime::from("2026-13-01T00:00:00Z").to_chrono().is_err());
    assert!(DateTime::from("2026-01-31").to_time().is_err());
}

#[test]
fn days_times_and_spans_convert_both_ways() {
    let day = Date::from("2026-01-31");
    assert_eq!(Date::from(day.to_jiff().unwrap()), day);
    assert_eq!(Date::from(day.to_chrono().unwrap()), day);
    assert_eq!(Date::from(day.to_time().unwrap()), day);
    assert!(Date::from("31.1.2026").to_chrono().is_err());
    let noon = Time::from("12:30:00");
    assert_eq!(Time::from(noon.to_jiff().unwrap()), noon);
    assert_eq!(Time::from(noon.to_chrono().unwrap()), noon);
    assert_eq!(Duration::from(Duration::from("P1DT12H").to_jiff().unwrap()), "P1DT12H");
}

#[test]
fn uuids_addresses_and_bytes_convert() {
    let id = Uuid::from("67e55044-10b1-426f-9247-bb680e5fe0c8");
    assert_eq!(Uuid::from(id.to_uuid().unwrap()), id);
    assert!(Uuid::from("67e55044").to_uuid().is_err());
    assert_eq!(Uri::from("https://example.com/a?b").to_uri().unwrap().host(), Some("example.com"));
    assert!(Uri::from("not a uri").to_uri().is_err());
    assert_eq!(Base64::encode([0xfb, 0xff]), "+/8=");
    for spelled in ["+/8=", "-_8=", "-_8", "+/\r\n8="] {
        assert_eq!(Base64::from(spelled).decode().unwrap(), [0xfb, 0xff], "{spelled}");
    }
    assert!(Base64::from("?").decode().is_err());
}
