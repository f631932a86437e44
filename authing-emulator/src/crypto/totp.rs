//! One-time passwords of authenticator apps: RFC 6238 with SHA-1, six digits and steps of 30 seconds.

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

const STEP: i64 = 30;
const DIGITS: usize = 6;

/// Decodes a key from base 32, the form that authenticator apps take.
pub(crate) fn key(text: &str) -> Option<[u8; 20]> {
    BASE32_NOPAD.decode(text.as_bytes()).ok()?.try_into().ok()
}

/// Encodes a key in base 32, the form that authenticator apps take.
pub(crate) fn key_text(key: &[u8; 20]) -> String {
    BASE32_NOPAD.encode(key)
}

/// Returns the time step of a valid code: the current, the previous or the next one, because clocks differ and people
/// type slowly. It must be later than `last`, so that a code is accepted once.
pub(crate) fn step_of(key: &[u8], code: &str, now: i64, last: i64) -> Option<i64> {
    let step = now.div_euclid(STEP);
    (step - 1..=step + 1)
        .find(|step| *step > last && self::code(key, *step).as_deref() == Some(code))
}

/// Returns the code that an authenticator app shows at the time `now`.
pub(crate) fn code_at(key: &[u8], now: i64) -> Option<String> {
    code(key, now.div_euclid(STEP))
}

fn code(key: &[u8], step: i64) -> Option<String> {
    let mut mac = Hmac::<Sha1>::new_from_slice(key).ok()?;
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    // Dynamic truncation: the last four bits are the offset.
    let offset = usize::from(hash.last()? & 0x0f);
    let chosen = hash.get(offset..)?.first_chunk::<4>()?;
    let number = u32::from_be_bytes(*chosen) & 0x7fff_ffff;
    Some(format!("{:0DIGITS$}", number % 10_u32.pow(6)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &[u8] = b"12345678901234567890";

    #[test]
    fn codes_match_the_vectors_of_rfc_6238() {
        // Appendix B has eight digits; ours are the last six of them.
        for (time, expected) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] {
            let step = time / STEP;
            assert_eq!(code(KEY, step).as_deref(), Some(&expected[2..]));
            assert_eq!(step_of(KEY, &expected[2..], time, 0), Some(step));
        }
    }

    #[test]
    fn a_code_is_accepted_for_three_steps_and_once() {
        let code = code(KEY, 100).unwrap();
        let at = |step: i64, last| step_of(KEY, &code, step * STEP, last);
        assert_eq!(
            (at(99, 0), at(100, 0), at(101, 99)),
            (Some(100), Some(100), Some(100))
        );
        assert_eq!((at(98, 0), at(102, 0)), (None, None));
        assert_eq!((at(100, 100), at(100, 101)), (None, None));
    }
}
