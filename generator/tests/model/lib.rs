//! Types that know nothing of the client, and have no `Default`.

use serde::{Deserialize, Deserializer, Serialize};

/// An ID, which begins with `id-`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Id(String);

impl Id {
    /// Creates an ID from its number.
    pub fn new(number: u32) -> Id {
        Id(format!("id-{number}"))
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Id, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.starts_with("id-") { Ok(Id(text)) } else { Err(serde::de::Error::custom("an ID begins with `id-`")) }
    }
}

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Money {
    /// The amount in cents.
    pub amount: i64,
    /// The currency.
    pub currency: String,
}
