//! One upload: its parts, and how far it is.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// The size of every part but the last, in bytes.
pub(crate) const PART_SIZE: u64 = 8 * 1024 * 1024;

/// An upload.
#[derive(Debug)]
pub(crate) struct Upload {
    id: String,
    address: String,
    name: String,
    content_type: String,
    kind: String,
    size: u64,
    count: u64,
    /// By number, the size that came.
    parts: BTreeMap<u64, u64>,
    completed: bool,
    polled: u32,
    polls: u32,
}

impl Upload {
    /// From the body of a request to create; `None` where size and parts do not fit.
    pub(crate) fn new(id: &str, address: &str, body: &Map<String, Value>) -> Option<Upload> {
        let text = |key: &str| body.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let number = |key: &str| body.get(key).and_then(Value::as_u64).unwrap_or_default();
        let (size, count) = (number("fileSize"), number("parts"));
        (size > 0 && count == size.div_ceil(PART_SIZE)).then(|| Upload {
            id: id.to_owned(),
            address: address.to_owned(),
            name: text("fileName"),
            content_type: text("contentType"),
            kind: text("kind"),
            size,
            count,
            parts: BTreeMap::new(),
            completed: false,
            polled: 0,
            polls: u32::MAX,
        })
    }

    /// Takes a part; whether its number and size are right.
    pub(crate) fn put(&mut self, number: u64, size: u64) -> bool {
        let last = self.size - PART_SIZE * (self.count - 1);
        let expected = if number == self.count { last } else { PART_SIZE };
        let right = (1..=self.count).contains(&number) && size == expected;
        if right {
            self.parts.insert(number, size);
        }
        right
    }

    /// Completes it; whether all parts were there.
    pub(crate) fn complete(&mut self) -> bool {
        self.completed = self.parts.len() as u64 == self.count;
        self.completed
    }

    /// It was looked at once more; after so many looks it is imported.
    pub(crate) fn poll(&mut self, polls: u32) {
        self.polls = polls;
        if self.completed {
            self.polled += 1;
        }
    }

    fn status(&self) -> &'static str {
        match self.polled {
            _ if !self.completed => "pending",
            0 => "pending",
            polled if polled >= self.polls => "imported",
            1 => "validating",
            _ => "validated",
        }
    }

    /// As the vendor answers: null for an entity that is not there yet.
    pub(crate) fn json(&self, kind_text: bool) -> Value {
        let imported = self.status() == "imported";
        let parts: Vec<Value> = (1..=self.count)
            .map(|number| json!({ "expires": "2026-12-31T00:00:00Z", "number": number, "url": format!("{}/put/{}/{number}", self.address, self.id) }))
            .collect();
        json!({
            "id": self.id, "authorId": "author_1", "ownerId": "owner_1", "createdAt": "2026-11-23T10:00:00Z",
            "updatedAt": "2026-11-23T10:00:01Z", "fileName": format!("stored-{}", self.name), "originalFileName": self.name,
            "contentType": self.content_type, "kind": if kind_text { "text" } else { &self.kind }, "source": "multipart",
            "status": self.status(), "fileSize": self.size, "partsCount": self.count, "parts": parts,
            "entityId": if imported { json!("asset_1") } else { Value::Null }
        })
    }
}
