//! Documents, composed of an operation's own text and its fragments.

/// Joins constant texts at compile time.
#[doc(hidden)]
#[macro_export]
macro_rules! __document {
    ($($part:expr),+ $(,)?) => {{
        const PARTS: &[&str] = &[$($part),+];
        const BYTES: [u8; $crate::support::length(PARTS)] = $crate::support::joined(PARTS);
        $crate::support::text(&BYTES)
    }};
}

/// Returns the total length of the parts.
#[must_use]
pub const fn length(mut parts: &[&str]) -> usize {
    let mut length = 0;
    while let Some((part, others)) = parts.split_first() {
        length += part.len();
        parts = others;
    }
    length
}

/// Joins the parts. `LENGTH` is the result of [`length`].
#[must_use]
pub const fn joined<const LENGTH: usize>(mut parts: &[&str]) -> [u8; LENGTH] {
    let mut joined = [0; LENGTH];
    let mut free: &mut [u8] = &mut joined;
    while let Some((part, others)) = parts.split_first() {
        let (begin, end) = free.split_at_mut(part.len());
        begin.copy_from_slice(part.as_bytes());
        free = end;
        parts = others;
    }
    joined
}

/// The joined parts as a text.
#[must_use]
#[expect(
    clippy::panic,
    reason = "runs when the crate is compiled; texts joined are a text"
)]
pub const fn text(joined: &[u8]) -> &str {
    match str::from_utf8(joined) {
        Ok(text) => text,
        Err(_) => panic!("not UTF-8"),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_document_is_its_parts_in_their_order() {
        const FRAGMENT: &str = "\nfragment 用户 on User { id }\n";
        const DOCUMENT: &str = crate::support::document!("query { user }\n", FRAGMENT, "");
        assert_eq!(DOCUMENT, format!("query {{ user }}\n{FRAGMENT}"));
    }
}
