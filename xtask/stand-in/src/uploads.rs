//! [`Upload`]: its parts and its status. Must not know requests.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// The minimum size of all parts except the last, in bytes.
const MIN_PART: u64 = 5_000_000;
/// The maximum number of parts.
const MAX_PARTS: u64 = 10_000;
/// The maximum size of a file in bytes.
const MAX_BYTES: u64 = 5 << 40;

/// The state of processing a complete upload.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Course<'a> {
    /// The number of requests until it is processed.
    pub(crate) polls: u32,
    /// The reason of a failure. `None` if the upload is imported.
    pub(crate) fails: Option<&'a str>,
    /// `true` if its kind is one that the documentation does not list.
    pub(crate) kind_text: bool,
}

/// An upload.
#[derive(Debug)]
pub(crate) struct Upload {
    id: String,
    store: String,
    name: String,
    content_type: String,
    kind: String,
    size: u64,
    count: u64,
    /// The sizes of the stored parts by number.
    parts: BTreeMap<u64, u64>,
    completed: bool,
    polled: u32,
}

impl Upload {
    /// Creates an upload from a request body. `store` is the address for its parts.
    ///
    /// # Errors
    /// Returns the reason why the server rejects it.
    pub(crate) fn new(id: &str, store: &str, body: &Map<String, Value>) -> Result<Upload, String> {
        let text = |key: &str| body.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let number = |key: &str| body.get(key).and_then(Value::as_u64).unwrap_or_default();
        let (size, count) = (number("fileSize"), number("parts"));
        if size == 0 || size > MAX_BYTES {
            return Err("fileSize must be 1 byte to 5 TB".to_owned());
        }
        if count == 0 || count > MAX_PARTS || (count - 1) * MIN_PART >= size {
            return Err(format!("parts must be 1 to {MAX_PARTS}, each of at least {MIN_PART} bytes except the last"));
        }
        Ok(Upload {
            id: id.to_owned(),
            store: store.to_owned(),
            name: text("fileName"),
            content_type: text("contentType"),
            kind: text("kind"),
            size,
            count,
            parts: BTreeMap::new(),
            completed: false,
            polled: 0,
        })
    }

    /// Stores a part. Returns `false` if its number or its size is invalid.
    pub(crate) fn put(&mut self, number: u64, size: u64) -> bool {
        let valid = (1..=self.count).contains(&number) && size > 0 && (number == self.count || size >= MIN_PART);
        if valid {
            self.parts.insert(number, size);
        }
        valid
    }

    /// Completes the upload.
    ///
    /// # Errors
    /// Returns the reason why the server rejects that.
    pub(crate) fn complete(&mut self) -> Result<(), String> {
        if self.completed {
            return Err("the upload is complete already".to_owned());
        }
        if self.parts.len() as u64 != self.count {
            return Err("some parts are missing".to_owned());
        }
        let came: u64 = self.parts.values().sum();
        if came != self.size {
            return Err(format!("the parts have {came} bytes, and fileSize was {}", self.size));
        }
        self.completed = true;
        Ok(())
    }

    /// Counts a request for the upload.
    pub(crate) fn poll(&mut self) {
        if self.completed {
            self.polled += 1;
        }
    }

    fn status(&self, course: Course<'_>) -> &'static str {
        if !self.completed || self.polled == 0 {
            return "pending";
        }
        match (course.polls.saturating_sub(self.polled), course.fails) {
            (0, None) => "imported",
            (0, Some(_)) => "failed",
            (1, _) => "validated",
            (_, _) => "validating",
        }
    }

    /// Returns the vendor's JSON. The entity is null until it exists.
    pub(crate) fn json(&self, course: Course<'_>) -> Value {
        let status = self.status(course);
        let entity = if status == "imported" { json!("asset_1") } else { Value::Null };
        let parts: Vec<Value> = (1..=self.count)
            .map(|number| json!({ "expires": "2026-12-31T00:00:00Z", "number": number, "url": format!("{}/put/{}/{number}", self.store, self.id) }))
            .collect();
        let mut upload = json!({
            "id": self.id, "authorId": "author_1", "ownerId": "owner_1", "createdAt": "2026-11-23T10:00:00Z",
            "updatedAt": "2026-11-23T10:00:01Z", "fileName": format!("stored-{}", self.name), "originalFileName": self.name,
            "contentType": self.content_type, "kind": if course.kind_text { "text" } else { &self.kind }, "source": "multipart",
            "status": status, "fileSize": self.size, "partsCount": self.count, "parts": parts, "entityId": entity
        });
        if let (Some(why), "failed") = (course.fails, status) {
            upload["errorMessage"] = json!(why);
        }
        upload
    }
}
