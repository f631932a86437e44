//! `POST /upload`, which stands for Qiniu's host, and `GET /cdn/{key}`, which reads the files back.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartError, MultipartRejection};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use crate::rules::pool::Pool;
use crate::rules::uploads::{self, Refusal};
use crate::server::app::App;
use crate::server::response::{Failed, blocking, not_found};
use crate::server::rest::segments::Segments;
use crate::store::{StoreError, files};

/// Takes a form with the parts `file` and `token`, in any order, and answers the key that the file can be read under.
///
/// The token is all that counts: an `Authorization` header is not looked at.
pub(in crate::server) async fn take(
    State(app): State<App>,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let form = match form {
        Ok(form) => read(form).await,
        Err(rejection) => return refusal(rejection.status(), &rejection.body_text()),
    };
    let (file, token) = match form {
        Ok(form) => form,
        Err(error) => return refusal(error.status(), &error.body_text()),
    };
    let Some(token) = token else {
        return refusal(StatusCode::UNAUTHORIZED, "token not specified");
    };
    match uploads::check(&app.pool, &token) {
        Ok(()) => {}
        Err(Refusal::Wrong) => return refusal(StatusCode::UNAUTHORIZED, "bad token"),
        Err(Refusal::Expired) => return refusal(StatusCode::UNAUTHORIZED, "expired token"),
    }
    let Some(file) = file else {
        return refusal(
            StatusCode::BAD_REQUEST,
            "file is not specified in multipart",
        );
    };
    match blocking(move || file.keep(&app.pool)).await {
        Ok(Ok(key)) => Json(json!({ "key": key })).into_response(),
        Ok(Err(error)) => {
            tracing::error!(%error, "the file could not be kept");
            Failed.into_response()
        }
        Err(failed) => failed.into_response(),
    }
}

pub(in crate::server) async fn wrong_method() -> Response {
    refusal(StatusCode::METHOD_NOT_ALLOWED, "use POST")
}

/// A file with the content type that it was uploaded under. Browsers are told not to guess another, nor to run it.
pub(in crate::server) async fn file(
    State(app): State<App>,
    Segments(key): Segments<String>,
) -> Response {
    let read = blocking(move || {
        let read = app.pool.store.read()?;
        files::by_key(&read, &key)
    });
    match read.await {
        Ok(Ok(Some(file))) => {
            let headers = [
                (header::CONTENT_TYPE, file.content_type.as_str()),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
                (header::CONTENT_SECURITY_POLICY, "sandbox"),
            ];
            (headers, file.content).into_response()
        }
        Ok(Ok(None)) => not_found().await,
        Ok(Err(error)) => {
            tracing::error!(%error, "the file could not be read");
            Failed.into_response()
        }
        Err(failed) => failed.into_response(),
    }
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

/// An error in Qiniu's form.
fn refusal(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "error": message }))).into_response()
}
