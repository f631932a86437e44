//! Choices that bytes make.

use arbitrary::Unstructured;

/// A sequence of choices. Once the bytes are used up, every choice is the first one, so that everything ends.
pub(super) struct Dice<'a>(Unstructured<'a>);

impl<'a> Dice<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(Unstructured::new(bytes))
    }

    /// Returns a number below another.
    pub(super) fn below(&mut self, count: usize) -> usize {
        self.0.int_in_range(0..=count - 1).unwrap_or_default()
    }

    /// Returns a number between two, both included.
    pub(super) fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most - least + 1)
    }

    /// Returns whether an event occurs whose probability is one in `count`.
    pub(super) fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == count - 1
    }

    /// Returns one of several.
    pub(super) fn pick<'o, T: ?Sized>(&mut self, of: &[&'o T]) -> &'o T {
        of[self.below(of.len())]
    }

    /// Returns one of several.
    pub(super) fn element<'o, T>(&mut self, of: &'o [T]) -> Option<&'o T> {
        (!of.is_empty()).then(|| &of[self.below(of.len())])
    }
}
