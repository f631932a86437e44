//! The form for file uploads: `multipart/form-data` (RFC 7578).
//!
//! Written here because the HTTP client's own form is not available behind [`Transport`](crate::Transport), which takes
//! whole bodies, and because it has only two parts.

use authing_core::Secret;
use bytes::{BufMut, Bytes, BytesMut};
use http::HeaderValue;

use crate::crypto::randomness::Randomness;

/// A file to upload.
#[derive(Clone, Copy)]
pub(crate) struct File<'a> {
    pub(crate) name: &'a str,
    pub(crate) content_type: &'a str,
    pub(crate) bytes: &'a [u8],
}

pub(crate) struct Form {
    pub(crate) content_type: HeaderValue,
    pub(crate) body: Bytes,
}

/// Returns the file and then the token, as the upload host requires.
pub(crate) fn form(file: File<'_>, token: &Secret, randomness: &Randomness) -> Form {
    let boundary = boundary(file.bytes, randomness);
    let head = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\nContent-Type: {}\r\n\r\n",
        quoted(file.name),
        file.content_type,
    );
    let between =
        format!("\r\n--{boundary}\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n");
    let end = format!("\r\n--{boundary}--\r\n");
    let token = token.expose();
    let mut body = BytesMut::with_capacity(
        head.len() + file.bytes.len() + between.len() + token.len() + end.len(),
    );
    body.put(head.as_bytes());
    body.put(file.bytes);
    body.put(between.as_bytes());
    body.put(token.as_bytes());
    body.put(end.as_bytes());
    let content_type = format!("multipart/form-data; boundary={boundary}");
    Form {
        // A boundary is hexadecimal digits, so the header value is always valid.
        content_type: HeaderValue::try_from(content_type)
            .unwrap_or(HeaderValue::from_static("multipart/form-data")),
        body: body.freeze(),
    }
}

/// Returns a text that does not occur in the file.
fn boundary(content: &[u8], randomness: &Randomness) -> String {
    let mut number = 0_u32;
    loop {
        let mut bytes = [0; 16];
        // With randomness, one try is enough; the number is for a system without randomness, or a test that repeats
        // itself.
        let _: Result<(), _> = randomness.fill(&mut bytes);
        let boundary = format!("{:032x}{number:08x}", u128::from_be_bytes(bytes));
        let occurs = content
            .windows(boundary.len())
            .any(|window| window == boundary.as_bytes());
        if !occurs {
            return boundary;
        }
        number = number.wrapping_add(1);
    }
}

/// Returns a quoted file name, escaped as browsers do.
fn quoted(name: &str) -> String {
    let mut quoted = String::with_capacity(name.len());
    for character in name.chars() {
        match character {
            '"' => quoted.push_str("%22"),
            '\r' => quoted.push_str("%0D"),
            '\n' => quoted.push_str("%0A"),
            other => quoted.push(other),
        }
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(name: &str, content_type: &str, bytes: &'static [u8], fill: u8) -> (String, Bytes) {
        let file = File {
            name,
            content_type,
            bytes,
        };
        let randomness = Randomness::from_fn(move |bytes| bytes.fill(fill));
        let form = form(file, &Secret::from("upload-token"), &randomness);
        (form.content_type.to_str().unwrap().to_owned(), form.body)
    }

    #[test]
    fn contains_the_file_and_then_the_token() {
        let (content_type, body) = written("头像.png", "image/png", b"\x89PNG\r\n\0\xff", 0xab);
        let boundary = format!("{}00000000", "ab".repeat(16));
        assert_eq!(
            content_type,
            format!("multipart/form-data; boundary={boundary}")
        );
        let mut expected = format!(
            "--{boundary}\r\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"头像.png\"\r\n\
             Content-Type: image/png\r\n\r\n"
        )
        .into_bytes();
        expected.extend_from_slice(b"\x89PNG\r\n\0\xff");
        expected.extend_from_slice(
            format!(
                "\r\n--{boundary}\r\n\
                 Content-Disposition: form-data; name=\"token\"\r\n\r\n\
                 upload-token\r\n--{boundary}--\r\n"
            )
            .as_bytes(),
        );
        assert_eq!(body, expected);
    }

    #[test]
    fn a_file_name_cannot_escape_its_quotes() {
        let (_, body) = written("a\"; name=\"token\"\r\n\r\nx", "image/png", b"x", 0xab);
        let body = String::from_utf8(body.to_vec()).unwrap();
        assert!(body.contains("filename=\"a%22; name=%22token%22%0D%0A%0D%0Ax\"\r\n"));
    }

    #[test]
    fn the_boundary_does_not_occur_in_the_picture() {
        let content: &[u8] =
            b"abababababababababababababababab00000000 abababababababababababababababab00000001";
        let (content_type, _) = written("a.png", "image/png", content, 0xab);
        assert!(content_type.ends_with("ab00000002"), "{content_type}");
        let (other, _) = written("a.png", "image/png", content, 0xcd);
        assert!(other.ends_with("cd00000000"), "{other}");
    }
}
