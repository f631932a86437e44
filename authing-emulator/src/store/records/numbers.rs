//! Ids that are small numbers.

use redb::WriteTransaction;

use crate::store::error::StoreError;
use crate::store::table::Table;

/// The last one, by what has them.
pub(crate) const NUMBERS: Table<u32> = Table::new("numbers");

/// Returns the next id, which is greater than those in use and those that were: a deleted one is not given again.
pub(crate) fn next(
    transaction: &WriteTransaction,
    of: &str,
    in_use: impl Iterator<Item = u32>,
) -> Result<u32, StoreError> {
    let last = NUMBERS.get(transaction, of)?;
    let last = in_use.chain(last).max().unwrap_or_default();
    let next = last.saturating_add(1);
    NUMBERS.put(transaction, of, &next)?;
    Ok(next)
}
