//! The padding of PKCS#1 v1.5 (RFC 8017, section 7.2), taken off with a word on whether it was there.
//!
//! The `rsa` crate does not give that word: for a ciphertext of another key it makes a text up, because whoever may ask
//! often enough whether a padding is right decrypts without the key (Bleichenbacher's attack). The service does say it,
//! with code 2016, and so must its emulator, or a client with the wrong key would look like a user with the wrong
//! password. There is nothing to win here: the emulator's passwords are made up, and whoever runs it has its key.

/// How long the padding is at the least.
const LEAST: usize = 8;

/// The text in a decrypted block of a key of so many bytes: 0, 2, padding without a 0, 0, text. Before it stand the zeros
/// that fill up the number that it was.
pub(super) fn strip(number: &[u8], key_size: usize) -> Option<&[u8]> {
    let (_, block) = number.split_at_checked(number.len().checked_sub(key_size)?)?;
    let mut parts = block.strip_prefix(&[0, 2])?.splitn(2, |byte| *byte == 0);
    let (padding, text) = (parts.next()?, parts.next()?);
    (padding.len() >= LEAST).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(start: &[u8], padding: usize, rest: &[u8]) -> Vec<u8> {
        [start, &vec![0xff; padding], rest].concat()
    }

    #[test]
    fn a_text_ends_its_block() {
        for text in [&b""[..], b"x", b"pass\0word", b"\0"] {
            for padding in [8, 9, 115] {
                let block = block(&[0, 2], padding, &[b"\0", text].concat());
                assert_eq!(strip(&block, block.len()), Some(text));
                let number = [&[0; 7][..], &block].concat();
                assert_eq!(strip(&number, block.len()), Some(text));
            }
        }
    }

    #[test]
    fn what_is_no_padding_gives_nothing() {
        for block in [
            Vec::new(),
            vec![0],
            vec![0, 2],
            vec![0; 128],
            block(&[0, 2], 7, b"\0text"),
            block(&[0, 2], 0, b"\0text"),
            block(&[0, 2], 126, b""),
            block(&[0, 1], 20, b"\0text"),
            block(&[0, 0], 20, b"\0text"),
            block(&[1, 2], 20, b"\0text"),
            block(&[2], 20, b"\0text"),
        ] {
            assert_eq!(strip(&block, block.len()), None, "{block:?}");
        }
        // A block that is cut off.
        assert_eq!(strip(&block(&[0, 2], 20, b"\0text"), 128), None);
    }
}
