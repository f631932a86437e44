//! The text messages and mails that were sent: nowhere but here.

use redb::{
    ReadTransaction, ReadableTable, ReadableTableMetadata, TableDefinition, WriteTransaction,
};

use crate::store::message::Message;
use crate::store::{StoreError, database};

pub(crate) const MESSAGES: TableDefinition<'static, u64, &[u8]> = TableDefinition::new("messages");

/// How many are kept; the oldest go first.
const KEPT: u64 = 1000;

pub(crate) fn add(transaction: &WriteTransaction, message: &Message) -> Result<(), StoreError> {
    let bytes = serde_json::to_vec(message)?;
    let mut table = transaction.open_table(MESSAGES).map_err(database)?;
    let next = {
        let newest = table.last().map_err(database)?;
        newest.map_or(0, |(key, _)| key.value() + 1)
    };
    table.insert(next, bytes.as_slice()).map_err(database)?;
    if table.len().map_err(database)? > KEPT {
        table.pop_first().map_err(database)?;
    }
    Ok(())
}

/// All of them, newest last.
pub(crate) fn all(transaction: &ReadTransaction) -> Result<Vec<Message>, StoreError> {
    let table = transaction.open_table(MESSAGES).map_err(database)?;
    let entries = table.iter().map_err(database)?;
    entries
        .map(|entry| Ok(serde_json::from_slice(entry.map_err(database)?.1.value())?))
        .collect()
}

/// The code in the newest message to that address.
pub(crate) fn last_code(
    transaction: &ReadTransaction,
    to: &str,
) -> Result<Option<String>, StoreError> {
    let table = transaction.open_table(MESSAGES).map_err(database)?;
    for entry in table.iter().map_err(database)?.rev() {
        let message: Message = serde_json::from_slice(entry.map_err(database)?.1.value())?;
        if message.to == to {
            return Ok(Some(message.code));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use crate::store::message::{MessageKind, Purpose};

    #[test]
    fn the_newest_are_kept_in_order() {
        let store = Store::in_memory().unwrap();
        for number in 0..KEPT + 3 {
            let message = Message {
                kind: MessageKind::Sms,
                to: format!("{}", number % 2),
                code: number.to_string(),
                purpose: Purpose::Login,
                link: None,
                sent_at: 0,
            };
            store
                .write(|transaction| add(transaction, &message))
                .unwrap();
        }
        let read = store.read().unwrap();
        let all = all(&read).unwrap();
        assert_eq!(all.len(), 1000);
        assert_eq!(
            (all[0].code.as_str(), all[999].code.as_str()),
            ("3", "1002")
        );
        assert_eq!(last_code(&read, "1").unwrap().as_deref(), Some("1001"));
        assert_eq!(last_code(&read, "2").unwrap(), None);
    }
}
