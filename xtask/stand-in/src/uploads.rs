//! One upload: its parts, and how far it is.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// The least size of every part but the last, in bytes.
const LEAST_PART: u64 = 5_000_000;
/// So many parts an upload may have.
const MOST_PARTS: u64 = 10_000;
/// So many bytes a file may have.
const MOST_BYTES: u64 = 5 << 40;

/// How an upload goes on once all its parts are there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Course<'a> {
    /// How often it is looked at before it is over.
    pub(crate) polls: u32,
    /// Why it fails then; `None`: it is imported.
    pub(crate) fails: Option<&'a str>,
    /// Its kind is one that the documentation does not list.
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
    /// By number, the size that came.
    parts: BTreeMap<u64, u64>,
    completed: bool,
    polled: u32,
}

impl Upload {
    /// From the body of a request to create; `store` is where its parts go.
    ///
    /// # Errors
    /// Why the server refuses it.
    pub(crate) fn new(id: &str, store: &str, body: &Map<String, Value>) -> Result<Upload, String> {
        let text = |key: &str| body.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let number = |key: &str| body.get(key).and_then(Value::as_u64).unwrap_or_default();
        let (size, count) = (number("fileSize"), number("parts"));
        if size == 0 || size > MOST_BYTES {
            return Err("fileSize is 1 to 5 TB".to_owned());
        }
        if count == 0 || count > MOST_PARTS || (count - 1) * LEAST_PART >= size {
            return Err(format!("parts are 1 to {MOST_PARTS}, each but the last of at least {LEAST_PART} bytes"));
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

    /// Takes a part; whether there is one of that number, and its size can be.
    pub(crate) fn put(&mut self, number: u64, size: u64) -> bool {
        let right = (1..=self.count).contains(&number) && size > 0 && (number == self.count || size >= LEAST_PART);
        if right {
            self.parts.insert(number, size);
        }
        right
    }

    /// Completes it.
    ///
    /// # Errors
    /// Why the server refuses that.
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

    /// It was looked at once more.
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

    /// As the vendor answers: null for an entity that is not there yet.
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
