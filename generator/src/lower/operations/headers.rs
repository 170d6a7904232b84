//! Response headers: one type for each name in the whole description.
//!
//! Interpretations of the specification: a name is the same header in all responses, and a string
//! if they declare different types. Enums and objects are strings: `style: simple` of an object
//! adds nothing to its string.
//!
//! Must not know the operations that have them.

use foldhash::HashMap;

use crate::lower::model::{Header, Type};
use crate::lower::names::claims::{Wanted, claim_members};
use crate::lower::names::lock::Lock;
use crate::lower::names::reserved::Use;
use crate::lower::schemas::analysis::Analysis;
use crate::lower::schemas::classify::Kind;
use crate::lower::schemas::docs::with_facts;
use crate::lower::schemas::scalars;
use crate::resolve::{Header as Declared, Operation, SchemaId};

/// The headers found so far.
#[derive(Debug, Default)]
pub(crate) struct Headers {
    list: Vec<Header>,
    by_name: HashMap<String, usize>,
}

impl Headers {
    /// Returns the distinct headers of an operation's responses, as indices.
    pub(crate) fn indices(&mut self, analysis: &Analysis<'_>, operation: &Operation) -> Vec<usize> {
        let mut numbers = Vec::new();
        for declared in operation.responses.iter().flat_map(|response| &response.headers) {
            let number = self.add(analysis, declared);
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        numbers
    }

    fn add(&mut self, analysis: &Analysis<'_>, declared: &Declared) -> usize {
        let ty = declared.schema.map_or(Type::Text, |schema| simple(analysis, schema));
        let number = *self.by_name.entry(declared.name.clone()).or_insert(self.list.len());
        match self.list.get_mut(number) {
            Some(known) => {
                if known.ty != ty {
                    known.ty = Type::Text;
                }
                if known.docs.is_empty() {
                    known.docs = docs(analysis, declared);
                }
            }
            None => self.list.push(Header {
                name: String::new(),
                wire: declared.name.clone(),
                ty,
                docs: docs(analysis, declared),
            }),
        }
        number
    }

    /// Returns all headers with their names.
    pub(crate) fn named(mut self, earlier: &Lock, new: &mut Lock) -> Vec<Header> {
        let wanted: Vec<Wanted> = self.list.iter().map(|of| Wanted::new(&of.wire, None, Use::Constant)).collect();
        let names = claim_members("headers", &wanted, earlier, new);
        for (header, name) in self.list.iter_mut().zip(names) {
            header.name = name;
        }
        self.list
    }
}

fn docs(analysis: &Analysis<'_>, declared: &Declared) -> String {
    let words = declared.description.as_deref().unwrap_or_default();
    match declared.schema {
        Some(schema) => with_facts(words, analysis.schema(schema)),
        None => words.to_owned(),
    }
}

/// Returns `true` if a header is a string although its schema describes more.
pub(crate) fn is_text_only(analysis: &Analysis<'_>, declared: &Declared) -> bool {
    let is_chosen = |schema: &SchemaId| analysis.own_types.chosen(&analysis.schemas, *schema).is_some();
    match declared.schema.filter(|schema| !is_chosen(schema)).and_then(|schema| analysis.kind(schema)) {
        Some((Kind::Values(_) | Kind::Record | Kind::Map(_) | Kind::Union(_) | Kind::Merge, _)) => true,
        Some((Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::String | Kind::Boolean, _)) => false,
        Some((Kind::Integer | Kind::Number | Kind::Array(_) | Kind::Tuple, _)) | None => false,
    }
}

/// Returns the type that a header's value is read as.
fn simple(analysis: &Analysis<'_>, id: SchemaId) -> Type {
    if let Some(own) = analysis.own_types.chosen(&analysis.schemas, id) {
        return own;
    }
    let Some((kind, target)) = analysis.kind(id) else { return Type::Text };
    match kind {
        Kind::String => scalars::string(analysis.schema(target)),
        Kind::Boolean => Type::Boolean,
        Kind::Integer => scalars::integer(analysis.schema(target), analysis.own_types.integers),
        Kind::Number => scalars::number(analysis.schema(target), analysis.own_types.integers),
        Kind::Array(Some(item)) => match simple(analysis, *item) {
            Type::Array(_) => Type::Text,
            item => Type::Array(Box::new(item)),
        },
        Kind::Array(None) | Kind::Tuple => Type::Array(Box::new(Type::Text)),
        Kind::Values(_) | Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) => Type::Text,
        Kind::Record | Kind::Map(_) | Kind::Union(_) | Kind::Merge => Type::Text,
    }
}
