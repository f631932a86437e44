//! Checks of the handling of hostile input, as functions of arbitrary bytes that panic if a check fails.
//!
//! `tests/client/hostile.rs` calls them with a fixed number of inputs, the fuzz targets in `fuzz/` without limit.

#![allow(
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a panic is how these functions fail"
)]

use std::fmt::Debug;
use std::time::{Duration, SystemTime};

use authing_client::bytes::Bytes;
use authing_client::http::{Request, Response};
use authing_client::operations::{GetUser, ListUsers, LoginByEmail};
use authing_client::{Authing, Error, RetryPolicy, TokenVerifier, transport_fn};
use authing_core::Operation;
use authing_core::response::{ResponseError, read, read_acknowledgement};
use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use percent_encoding::percent_decode_str;
use serde::de::IgnoredAny;
use serde_json::Value;
use sha2::Sha256;
use tokio::runtime::{Builder, Runtime};

use crate::{POOL_SECRET, USER_POOL, USER_TOKEN};

/// A check, and seeds from which inputs are derived.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// The name of the fuzz target.
    pub name: &'static str,
    /// Panics if the check fails.
    pub check: fn(&[u8]),
    /// Valid inputs, as the service or a caller sends them.
    pub seeds: &'static [&'static str],
}

/// All checks.
pub const TARGETS: &[Target] = &[
    Target {
        name: "envelope",
        check: envelope,
        seeds: &[
            r#"{"data":{"login":{"_id":"1","email":"a@b.cn","token":"t","loginsCount":7,"blocked":false}}}"#,
            r#"{"errors":[{"message":{"code":2006,"message":"密码错误","data":null},"path":["login"]}],"data":null}"#,
            "\u{feff}{\"data\":{\"users\":{\"list\":[null,{\"_id\":\"1\"}],\"totalCount\":2}}}",
        ],
    },
    Target {
        name: "errors",
        check: errors,
        seeds: &[
            r#"[{"message":{"code":2000,"message":"m","data":{"url":"https://x"}},"locations":[],"path":["user",0,"x"]}]"#,
            r#"["no",null,{"message":"\ud83d\ude00"},7,[[]],{"message":{"code":"2006"}}]"#,
            "[]",
        ],
    },
    Target {
        name: "acknowledgement",
        check: acknowledgement,
        seeds: &[
            r#"{"code":200,"message":"sent"}"#,
            r#"{"code":"500","message":{"a":[1]},"data":{}}"#,
        ],
    },
    Target {
        name: "response",
        check: response,
        seeds: &[
            "\u{2}<pre>xyzzy-user-token</pre>",
            "\u{0}{\"errors\":[{\"message\":\"%78yzzy-user-token \\u0078\"}]}",
        ],
    },
    Target {
        name: "token",
        check: token,
        seeds: &[
            "eyJhbGciOiJIUzI1NiJ9.eyJkYXRhIjp7ImlkIjoiMSJ9LCJleHAiOjF9.c2ln",
            "..",
            "a.b.c.d",
        ],
    },
    Target {
        name: "signed_token",
        check: signed_token,
        seeds: &[
            r#"{"data":{"id":"1","email":"a@b.cn","clientId":"5e4cdd055df3df65dc58b97d"},"iat":1,"exp":2000000000}"#,
            r#"{"data":{"id":" "},"exp":2e9}"#,
            r#"{"data":{"id":"1","clientId":7},"exp":-1e300}"#,
        ],
    },
    Target {
        name: "public_key",
        check: public_key,
        seeds: &[
            include_str!("../../authing-client/src/crypto/default_public_key.pem"),
            "-----BEGIN RSA PUBLIC KEY-----\\nMAYCAQECAQE=\\n-----END RSA PUBLIC KEY-----",
            "-----BEGIN RSA PRIVATE KEY-----\nxyzzy\n-----END RSA PRIVATE KEY-----",
        ],
    },
    Target {
        name: "phone",
        check: phone,
        seeds: &[
            "13800138000",
            "+86 138/0013?8000#",
            "1/../../graphql",
            "１%2f\r\n",
            "..",
        ],
    },
];

/// A response body is decoded without a panic, and successfully only if it is JSON.
pub fn envelope(body: &[u8]) {
    let json =
        serde_json::from_slice::<IgnoredAny>(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body))
            .is_ok();
    let login = read::<LoginByEmail>(body).map(drop);
    for result in [
        login,
        read::<GetUser>(body).map(drop),
        read::<ListUsers>(body).map(drop),
    ] {
        match result {
            Ok(()) | Err(ResponseError::Service { .. } | ResponseError::Data { .. }) => {
                assert!(json)
            }
            Err(_) => {}
        }
    }
    decodes_same::<LoginByEmail>(body);
    decodes_same::<GetUser>(body);
    decodes_same::<ListUsers>(body);
}

/// A body decoded in one pass gives the same output when decoded errors first, as an empty list of errors causes.
fn decodes_same<O: Operation<Output: Debug>>(body: &[u8]) {
    let Ok(output) = read::<O>(body) else { return };
    let text = str::from_utf8(body).ok();
    let Some(open) = text.and_then(|text| text.trim_end().strip_suffix('}')) else {
        return;
    };
    match read::<O>(format!(r#"{open},"errors":[]}}"#).as_bytes()) {
        Ok(same) => assert_eq!(format!("{output:?}"), format!("{same:?}")),
        Err(error) => assert!(error.to_string().contains("duplicate field `errors`")),
    }
}

/// Errors of any shape are never decoded as success, and the number of errors kept is limited.
pub fn errors(errors: &[u8]) {
    let none = match serde_json::from_slice::<&serde_json::value::RawValue>(errors) {
        Ok(json) if json.get().starts_with('[') => {
            json.get().trim_matches(['[', ']']).trim().is_empty()
                && json.get().matches('[').count() == 1
        }
        Ok(json) => json.get() == "null",
        Err(_) => return,
    };
    let body = [br#"{"data":{"user":null},"errors":"#, errors, b"}"].concat();
    match read::<GetUser>(&body) {
        Ok(user) => assert!(none && user.is_none()),
        Err(ResponseError::Service { others, .. }) => assert!(!none && others.len() < 100),
        Err(other) => panic!("{other:?}"),
    }
}

/// A REST response is a success only with the code 200.
pub fn acknowledgement(body: &[u8]) {
    if read_acknowledgement(body).is_ok() {
        let body: Value =
            serde_json::from_slice(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)).unwrap();
        let code = body.get("code").or_else(|| body.get("statusCode"));
        let code = code.unwrap();
        assert!(
            code.as_i64() == Some(200) || code.as_str().is_some_and(|code| code.parse() == Ok(200)),
            "{code}"
        );
    }
}

/// The error for any response is one line, and does not contain the token.
pub fn response(input: &[u8]) {
    let Some((&status, body)) = input.split_first() else {
        return;
    };
    let status = [200, 204, 302, 400, 401, 403, 404, 429, 500, 502, 503]
        .into_iter()
        .cycle()
        .nth(status.into());
    let authing = responding(
        status.unwrap_or(200),
        [body, USER_TOKEN.as_bytes(), body].concat(),
    );
    let Err(error) = block_on(
        authing
            .session(USER_TOKEN)
            .get_user("5e4cdd055df3df65dc58b97e"),
    ) else {
        return;
    };
    let text = error.to_string();
    assert!(!text.contains(char::is_control), "{text:?}");
    for shown in [text, format!("{error:?}")] {
        assert!(!shown.contains(USER_TOKEN), "{shown}");
    }
}

/// Only a token signed with the secret is accepted, and reading a token without verification does not panic.
pub fn token(token: &[u8]) {
    let token = String::from_utf8_lossy(token);
    let verified = verifier().verify(&*token);
    if verified.is_ok() {
        let (signed, signature) = token.rsplit_once('.').unwrap();
        assert_eq!(signature, signature_of(signed));
    }
    let _ = responding(200, Vec::new()).session(&*token).user_id();
}

/// A token with a valid signature is accepted only if it names a user, belongs to the pool and has not expired.
pub fn signed_token(payload: &[u8]) {
    let signed = format!(
        "{}.{}",
        BASE64URL_NOPAD.encode(br#"{"alg":"HS256"}"#),
        BASE64URL_NOPAD.encode(payload)
    );
    let token = format!("{signed}.{}", signature_of(&signed));
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_900_000_000);
    let Ok(claims) = verifier().leeway(Duration::ZERO).verify_at(token, now) else {
        return;
    };
    assert!(!claims.user_id.trim().is_empty() && claims.exp > 1_900_000_000);
    let _ = claims.issued_at();
    assert!(claims.expires_at() > now);
    assert!(claims.user_pool_id.is_none_or(|pool| pool == USER_POOL));
}

/// A public key is parsed without a panic, the error does not repeat it, and an accepted key encrypts.
pub fn public_key(pem: &[u8]) {
    let pem = String::from_utf8_lossy(pem);
    let transport = transport_fn(|_| async { Ok(Response::new(Bytes::new())) });
    let builder = Authing::builder(USER_POOL, POOL_SECRET).transport(transport);
    match builder.public_key_pem(&*pem).build() {
        Ok(authing) => drop(block_on(authing.login_by_email("test@testmail.com", "p"))),
        Err(error @ Error::Config { .. }) => {
            assert!(!format!("{error}{error:?}").contains("xyzzy"), "{error:?}")
        }
        Err(other) => panic!("{other:?}"),
    }
}

/// A phone number is rejected, or stays within its path segment, from which it can be decoded.
pub fn phone(phone: &[u8]) {
    let phone = String::from_utf8_lossy(phone).into_owned();
    let expected = phone.clone();
    let transport = transport_fn(move |request: Request<Bytes>| {
        let uri = request.uri();
        assert_eq!((uri.host(), uri.query()), (Some("users.authing.cn"), None));
        let segments: Vec<&str> = uri.path().split('/').collect();
        let ["", "send_smscode", segment, USER_POOL] = segments.as_slice() else {
            panic!("{uri}");
        };
        assert_eq!(percent_decode_str(segment).decode_utf8().unwrap(), expected);
        async { Ok(Response::new(Bytes::from_static(br#"{"code":200}"#))) }
    });
    let authing = Authing::builder(USER_POOL, POOL_SECRET)
        .transport(transport)
        .build()
        .unwrap();
    match block_on(authing.send_login_code(&phone)) {
        Ok(()) | Err(Error::InvalidInput { field: "phone", .. }) => {}
        Err(other) => panic!("{other:?}"),
    }
}

/// A client whose service always sends this response.
fn responding(status: u16, body: Vec<u8>) -> Authing {
    let body = Bytes::from(body);
    let transport = transport_fn(move |_| {
        let response = Response::builder()
            .status(status)
            .body(body.clone())
            .unwrap();
        async move { Ok(response) }
    });
    Authing::builder(USER_POOL, POOL_SECRET)
        .transport(transport)
        .retry_policy(RetryPolicy::none())
        .build()
        .unwrap()
}

/// Runs a call to completion.
fn block_on<T>(call: impl Future<Output = T>) -> T {
    thread_local! {
        static RUNTIME: Runtime = Builder::new_current_thread().enable_time().build().unwrap();
    }
    RUNTIME.with(|runtime| runtime.block_on(call))
}

fn verifier() -> TokenVerifier {
    TokenVerifier::new(USER_POOL, POOL_SECRET).unwrap()
}

fn signature_of(signed: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(POOL_SECRET.as_bytes()).unwrap();
    mac.update(signed.as_bytes());
    BASE64URL_NOPAD.encode(&mac.finalize().into_bytes())
}
