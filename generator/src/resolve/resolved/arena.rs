//! The arena of schemas, in chunks: a single vector would be moved repeatedly while it grows, and
//! the schemas of GitHub take 37 MB. Must not know what a schema contains.

use std::ops::Index;

use super::{Schema, SchemaId};

/// The number of schemas of a chunk.
const PIECE: usize = 1 << 10;

/// All schemas of a description, by their [`SchemaId`]s.
#[derive(Debug, Clone, Default)]
pub struct Schemas {
    /// The chunks. All except the last are full.
    pieces: Vec<Vec<Schema>>,
}

impl Schemas {
    /// Returns the number of schemas.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pieces.last().map_or(0, |last| (self.pieces.len() - 1) * PIECE + last.len())
    }

    /// Returns `true` if there are no schemas.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the schema at a position.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&Schema> {
        self.pieces.get(index / PIECE)?.get(index % PIECE)
    }

    /// Returns a mutable reference to the schema at a position.
    pub(crate) fn get_mut(&mut self, index: usize) -> Option<&mut Schema> {
        self.pieces.get_mut(index / PIECE)?.get_mut(index % PIECE)
    }

    /// Returns all schemas, in the order of their IDs.
    pub fn iter(&self) -> impl Iterator<Item = &Schema> {
        self.pieces.iter().flatten()
    }

    /// Appends a schema and returns its ID.
    pub(crate) fn push(&mut self, schema: Schema) -> SchemaId {
        let id = SchemaId::new(self.len());
        match self.pieces.last_mut().filter(|last| last.len() < PIECE) {
            Some(last) => last.push(schema),
            None => {
                let mut piece = Vec::with_capacity(if self.pieces.is_empty() { 0 } else { PIECE });
                piece.push(schema);
                self.pieces.push(piece);
            }
        }
        id
    }
}

impl Index<SchemaId> for Schemas {
    type Output = Schema;

    fn index(&self, id: SchemaId) -> &Schema {
        let index = id.index();
        &self.pieces[index / PIECE][index % PIECE]
    }
}
