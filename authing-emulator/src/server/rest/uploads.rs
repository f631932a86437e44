//! `POST /upload`, which emulates Qiniu's upload host, and `GET /cdn/{key}`, which returns the files.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartError, MultipartRejection};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use crate::rules::pool::Pool;
use crate::rules::tokens::uploads::{self, InvalidToken};
use crate::server::app::App;
use crate::server::response::{Failed, blocking_or_failed, not_found};
use crate::server::rest::segments::Segments;
use crate::store::{StoreError, files};

/// Takes a form with the parts `file` and `token`, in any order, and responds with the file's key.
///
/// Only the form's token is checked: an `Authorization` header is ignored.
pub(in crate::server) async fn take(
    State(app): State<App>,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let form = match form {
        Ok(form) => read(form).await,
        Err(rejection) => return error_response(rejection.status(), &rejection.body_text()),
    };
    let (file, token) = match form {
        Ok(form) => form,
        Err(error) => return error_response(error.status(), &error.body_text()),
    };
    let Some(token) = token else {
        return error_response(StatusCode::UNAUTHORIZED, "token not specified");
    };
    match uploads::check(&app.pool, &token) {
        Ok(()) => {}
        Err(InvalidToken::Wrong) => return error_response(StatusCode::UNAUTHORIZED, "bad token"),
        Err(InvalidToken::Expired) => {
            return error_response(StatusCode::UNAUTHORIZED, "expired token");
        }
    }
    let Some(file) = file else {
        return error_response(
            StatusCode::BAD_REQUEST,
            "file is not specified in multipart",
        );
    };
    let kept = blocking_or_failed("the file could not be stored", move || file.keep(&app.pool));
    match kept.await {
        Ok(key) => Json(json!({ "key": key })).into_response(),
        Err(failed) => failed.into_response(),
    }
}

pub(in crate::server) async fn wrong_method() -> Response {
    error_response(StatusCode::METHOD_NOT_ALLOWED, "use POST")
}

/// Returns a file with the content type of its upload. Browsers must neither guess another type nor run it.
pub(in crate::server) async fn file(
    State(app): State<App>,
    Segments(key): Segments<String>,
) -> Result<Response, Failed> {
    let read = blocking_or_failed("the file could not be read", move || {
        let read = app.pool.store.read()?;
        files::by_key(&read, &key)
    });
    let Some(file) = read.await? else {
        return Ok(not_found().await);
    };
    let headers = [
        (header::CONTENT_TYPE, file.content_type.as_str()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "sandbox"),
    ];
    Ok((headers, file.content).into_response())
}

struct Upload {
    content_type: String,
    content: Bytes,
}

impl Upload {
    fn keep(&self, pool: &Pool) -> Result<String, StoreError> {
        let key = format!("user-avatars/{}", pool.new_id());
        pool.store.write(|transaction| {
            files::add(transaction, &key, &self.content_type, &self.content)
        })?;
        Ok(key)
    }
}

async fn read(mut form: Multipart) -> Result<(Option<Upload>, Option<String>), MultipartError> {
    let (mut file, mut token) = (None, None);
    while let Some(part) = form.next_field().await? {
        match part.name() {
            Some("file") => {
                let content_type = part.content_type().unwrap_or("application/octet-stream");
                file = Some(Upload {
                    content_type: content_type.to_owned(),
                    content: part.bytes().await?,
                });
            }
            Some("token") => token = Some(part.text().await?),
            _ => {}
        }
    }
    Ok((file, token))
}

/// Returns an error in Qiniu's form.
fn error_response(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "error": message }))).into_response()
}
