//! The padding of PKCS#1 v1.5 (RFC 8017, section 7.2), removed with a report of whether it was valid.
//!
//! The `rsa` crate does not report invalid padding: it returns a random text for a ciphertext of another key, because a
//! padding oracle allows decryption without the key (Bleichenbacher's attack). The service does report it, with code
//! 2016, and so must its emulator, or a client with the wrong key would look like a user with the wrong password. There
//! is no risk here: the emulator's passwords are test data, and anyone who runs it has its key.

/// The minimum length of the padding.
const LEAST: usize = 8;

/// Returns the text in a decrypted block of a key of `key_size` bytes: 0, 2, padding without a 0, 0, text. The number's
/// leading zeros may be missing.
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
    fn the_text_is_the_end_of_the_block() {
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
    fn invalid_padding_yields_nothing() {
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
        // A truncated block.
        assert_eq!(strip(&block(&[0, 2], 20, b"\0text"), 128), None);
    }
}
