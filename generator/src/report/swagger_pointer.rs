//! Pointers of Swagger 2.0, which is read as OpenAPI 3.0. Must not know where they are used.

/// Converts the segments of a pointer of OpenAPI 3.0 to Swagger 2.0.
pub(crate) fn as_swagger(segments: Vec<String>) -> Vec<String> {
    let components = segments.first().is_some_and(|first| first == "components");
    let moved = match segments.get(1).map(String::as_str).filter(|_| components) {
        Some("schemas") => "definitions",
        Some("securitySchemes") => "securityDefinitions",
        Some(same @ ("parameters" | "responses")) => same,
        Some(_) | None => return without_content(segments),
    };
    without_content([moved.to_owned()].into_iter().chain(segments.into_iter().skip(2)).collect())
}

/// Removes the media type of a response, which has a single schema in Swagger 2.0.
fn without_content(mut segments: Vec<String>) -> Vec<String> {
    let words: Vec<&str> = segments.iter().map(String::as_str).collect();
    let index = match words.as_slice() {
        ["paths", _, _, "responses", _, "content", _, ..] => 5,
        ["responses", _, "content", _, ..] => 2,
        _ => return segments,
    };
    segments.drain(index..index + 2);
    segments
}
