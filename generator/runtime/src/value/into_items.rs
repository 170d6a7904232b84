//! Arguments for arrays and maps, in setters, constructors and methods. Must not know which types a description has.
//!
//! The parameter `By` of the traits tells the implementations apart, so that they do not overlap. The compiler infers it. A
//! `Vec` and a `BTreeMap` must have exactly the type of the property, so that the item type of `vec![]`, `Vec::new()` and
//! `vec![item.into()]` is known.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use bytes::Bytes;

use super::file::File;
use super::into_nullable::{ByMaybe, ByOption};
use super::maybe::Maybe;
use super::number::Number;

/// Converts an item of an array, or a value of a map.
///
/// Strings, numbers and files are converted from anything that becomes them, all other types from themselves. Unlike with
/// [`From`], an item whose type cannot be inferred has the type of the property. The items of `[a.into(), b.into()]` can
/// therefore be variants of a union.
///
/// # Examples
///
/// ```
/// # use clientwright_runtime::FromItem;
/// assert_eq!(String::from_item("north"), "north");
/// assert_eq!(i64::from_item(5_u8), 5);
/// ```
pub trait FromItem<U> {
    /// Converts an item.
    fn from_item(item: U) -> Self;
}

impl<T> FromItem<T> for T {
    fn from_item(item: T) -> T {
        item
    }
}

macro_rules! from_items {
    ($($target:ty: $($source:ty),+;)+) => {$($(
        impl FromItem<$source> for $target {
            fn from_item(item: $source) -> $target {
                <$target>::from(item)
            }
        }
    )+)+};
}

from_items! {
    String: &str, &String, Box<str>, Cow<'_, str>, char;
    i32: i8, i16, u8, u16;
    i64: i8, i16, i32, u8, u16, u32;
    f64: i8, i16, i32, u8, u16, u32, f32;
    Number: i8, i16, i32, i64, isize, u8, u16, u32, u64, usize, f32, f64;
    Bytes: &'static str, &'static [u8], String, Vec<u8>;
    File: &'static str, &'static [u8], String, Vec<u8>, Bytes;
}

macro_rules! copied_items {
    ($($target:ty),+) => {$(
        impl FromItem<&$target> for $target {
            fn from_item(item: &$target) -> $target {
                item.clone()
            }
        }
    )+};
}
copied_items!(bool, i32, i64, u32, u64, f32, f64, Number, Bytes, File);

impl FromItem<&&str> for String {
    fn from_item(item: &&str) -> String {
        (*item).to_owned()
    }
}

impl<T: FromItem<U>, U, const N: usize> FromItem<[U; N]> for Vec<T> {
    fn from_item(items: [U; N]) -> Vec<T> {
        items.into_iter().map(T::from_item).collect()
    }
}

/// Marks an argument of [`IntoItems`] that is a collection.
#[derive(Debug)]
pub enum ByCollection {}

/// Marks an argument of [`IntoItems`] that is an iterator.
#[derive(Debug)]
pub enum ByIterator {}

/// Marks an argument of [`IntoMaybeItems`] or [`IntoOptionItems`] that [`IntoItems`] accepts.
#[derive(Debug)]
pub struct ByItems<By>(std::marker::PhantomData<By>);

/// Converts an argument into an array or a map: `C` is a `Vec`, or a `BTreeMap` with `String` keys.
///
/// - For an array: a `Vec` of exactly its items, or an array, slice, set or iterator of anything that converts into them (see
///   [`FromItem`]).
/// - For a map: a `BTreeMap` of exactly its values, or a `HashMap`, array or iterator of pairs, whose keys may be `&str`.
///
/// # Examples
///
/// ```
/// # use std::collections::BTreeMap;
/// # use clientwright_runtime::IntoItems;
/// fn tags<By>(tags: impl IntoItems<Vec<String>, By>) -> Vec<String> {
///     tags.into_items()
/// }
/// assert_eq!(tags(["new", "blue"]), ["new", "blue"]);
/// assert_eq!(tags("new blue".split(' ')), ["new", "blue"]);
/// assert_eq!(tags(vec!["new".to_owned()]), ["new"]);
///
/// fn labels<By>(labels: impl IntoItems<BTreeMap<String, i64>, By>) -> BTreeMap<String, i64> {
///     labels.into_items()
/// }
/// assert_eq!(labels([("size", 5)])["size"], 5);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an argument for a `{C}`",
    note = "a `Vec` has items of exactly the expected type; those of arrays, slices and iterators are converted: `[\"a\", \"b\"]`, `names.iter()`",
    note = "items that are unions are converted with `.into()`: `[first.into(), second.into()]`"
)]
pub trait IntoItems<C, By> {
    /// Returns the collection.
    fn into_items(self) -> C;
}

impl<T> IntoItems<Vec<T>, ByCollection> for Vec<T> {
    fn into_items(self) -> Vec<T> {
        self
    }
}

impl<T: FromItem<U>, U, const N: usize> IntoItems<Vec<T>, ByCollection> for [U; N] {
    fn into_items(self) -> Vec<T> {
        Vec::from_item(self)
    }
}

impl<T: FromItem<U>, U: Clone> IntoItems<Vec<T>, ByCollection> for &[U] {
    fn into_items(self) -> Vec<T> {
        self.iter().cloned().map(T::from_item).collect()
    }
}

impl<T: FromItem<U>, U: Clone, const N: usize> IntoItems<Vec<T>, ByCollection> for &[U; N] {
    fn into_items(self) -> Vec<T> {
        self.as_slice().into_items()
    }
}

impl<T: FromItem<U>, U: Clone> IntoItems<Vec<T>, ByCollection> for &Vec<U> {
    fn into_items(self) -> Vec<T> {
        self.as_slice().into_items()
    }
}

impl<T: FromItem<U>, U> IntoItems<Vec<T>, ByCollection> for BTreeSet<U> {
    fn into_items(self) -> Vec<T> {
        self.into_iter().map(T::from_item).collect()
    }
}

impl<T: FromItem<U>, U, S> IntoItems<Vec<T>, ByCollection> for HashSet<U, S> {
    fn into_items(self) -> Vec<T> {
        self.into_iter().map(T::from_item).collect()
    }
}

impl<T: FromItem<I::Item>, I: Iterator> IntoItems<Vec<T>, ByIterator> for I {
    fn into_items(self) -> Vec<T> {
        self.map(T::from_item).collect()
    }
}

impl<V> IntoItems<BTreeMap<String, V>, ByCollection> for BTreeMap<String, V> {
    fn into_items(self) -> BTreeMap<String, V> {
        self
    }
}

impl<V: Clone> IntoItems<BTreeMap<String, V>, ByCollection> for &BTreeMap<String, V> {
    fn into_items(self) -> BTreeMap<String, V> {
        self.clone()
    }
}

impl<K, U, V: FromItem<U>, S> IntoItems<BTreeMap<String, V>, ByCollection> for HashMap<K, U, S>
where
    String: FromItem<K>,
{
    fn into_items(self) -> BTreeMap<String, V> {
        self.into_iter().into_items()
    }
}

impl<K, U, V: FromItem<U>, const N: usize> IntoItems<BTreeMap<String, V>, ByCollection> for [(K, U); N]
where
    String: FromItem<K>,
{
    fn into_items(self) -> BTreeMap<String, V> {
        self.into_iter().into_items()
    }
}

impl<K, U, V: FromItem<U>, I: Iterator<Item = (K, U)>> IntoItems<BTreeMap<String, V>, ByIterator> for I
where
    String: FromItem<K>,
{
    fn into_items(self) -> BTreeMap<String, V> {
        self.map(|(key, value)| (String::from_item(key), V::from_item(value))).collect()
    }
}

/// Converts an argument into an array or a map that may be absent or `null`.
///
/// It accepts anything that [`IntoItems`] accepts, an `Option` of the collection, in which `None` is `null`, or a [`Maybe`] of it.
pub trait IntoMaybeItems<C, By> {
    /// Returns the property.
    fn into_maybe_items(self) -> Maybe<C>;
}

impl<C, By, U: IntoItems<C, By>> IntoMaybeItems<C, ByItems<By>> for U {
    fn into_maybe_items(self) -> Maybe<C> {
        Maybe::Value(self.into_items())
    }
}

impl<C> IntoMaybeItems<C, ByOption> for Option<C> {
    fn into_maybe_items(self) -> Maybe<C> {
        self.into()
    }
}

impl<C> IntoMaybeItems<C, ByMaybe> for Maybe<C> {
    fn into_maybe_items(self) -> Maybe<C> {
        self
    }
}

/// Converts an argument into an array or a map that is required and may be `null`.
///
/// It accepts anything that [`IntoItems`] accepts, or an `Option` of the collection, in which `None` is `null`.
pub trait IntoOptionItems<C, By> {
    /// Returns the property.
    fn into_option_items(self) -> Option<C>;
}

impl<C, By, U: IntoItems<C, By>> IntoOptionItems<C, ByItems<By>> for U {
    fn into_option_items(self) -> Option<C> {
        Some(self.into_items())
    }
}

impl<C> IntoOptionItems<C, ByOption> for Option<C> {
    fn into_option_items(self) -> Option<C> {
        self
    }
}
