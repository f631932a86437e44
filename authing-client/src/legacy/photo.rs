//! Users' pictures.

use std::ffi::OsStr;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use authing_core::legacy::operations::{GetUploadToken, UpdateUser};
use authing_core::legacy::types;
use authing_core::{InvalidInput, Operation, Secret};
use bytes::Bytes;
use http::HeaderValue;

use crate::call::multipart::File;
use crate::error::Error;
use crate::legacy::authing::Authing;
use crate::legacy::rest::UPLOAD;
use crate::legacy::session::Session;

/// A picture to upload: its file name, its type and its bytes.
///
/// ```
/// use authing_client::Photo;
///
/// let photo = Photo::from_bytes("test.png", "image/png", [0x89, b'P', b'N', b'G'].as_slice());
/// assert_eq!(format!("{photo:?}"), r#"Photo { name: "test.png", content_type: "image/png", len: 4 }"#);
/// ```
#[derive(Clone)]
pub struct Photo {
    name: String,
    content_type: String,
    bytes: Bytes,
}

impl Photo {
    /// Creates a picture from memory. Name and type are sent unchanged, for example `test.png` and `image/png`.
    ///
    /// An empty picture, an empty name, or a type that is not a valid HTTP header value is rejected on upload.
    pub fn from_bytes(
        name: impl Into<String>,
        content_type: impl Into<String>,
        bytes: impl Into<Bytes>,
    ) -> Self {
        Self {
            name: name.into(),
            content_type: content_type.into(),
            bytes: bytes.into(),
        }
    }

    /// Reads a picture from a file, blocking the thread: in asynchronous programs, use a blocking thread if the disk is
    /// slow. The type is derived from the file extension.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] with the field `path` if the file can't be read; its source is the
    /// [`io::Error`](std::io::Error).
    ///
    /// ```no_run
    /// # fn example() -> Result<(), authing_client::Error> {
    /// let photo = authing_client::Photo::from_file("test.png")?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let bytes = std::fs::read(path).map_err(|error| Error::InvalidInput {
            operation: UPLOAD,
            field: "path",
            reason: "names a file that can't be read".into(),
            source: Some(Arc::new(error)),
        })?;
        let text = |part: Option<&OsStr>| {
            part.map(|part| part.to_string_lossy().into_owned())
                .unwrap_or_default()
        };
        let content_type = content_type(&text(path.extension()));
        Ok(Self::from_bytes(
            text(path.file_name()),
            content_type,
            bytes,
        ))
    }

    fn check(&self) -> Result<(), Error> {
        if self.name.trim().is_empty() {
            return Err(invalid("name", "must not be empty"));
        }
        if self.content_type.is_empty() || HeaderValue::from_str(&self.content_type).is_err() {
            return Err(invalid(
                "content_type",
                "must be a media type such as `image/png`",
            ));
        }
        if self.bytes.is_empty() {
            return Err(invalid("bytes", "must not be empty"));
        }
        Ok(())
    }
}

impl fmt::Debug for Photo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Photo")
            .field("name", &self.name)
            .field("content_type", &self.content_type)
            .field("len", &self.bytes.len())
            .finish()
    }
}

/// Returns the media type for a file extension.
fn content_type(ending: &str) -> &'static str {
    match ending.to_ascii_lowercase().as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "svg" => "image/svg+xml",
        "bmp" => "image/bmp",
        "ico" => "image/x-icon",
        "tif" | "tiff" => "image/tiff",
        "heic" => "image/heic",
        _ => "application/octet-stream",
    }
}

fn invalid(field: &'static str, reason: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::invalid(UPLOAD, InvalidInput::new(field, reason))
}

/// # Pictures
impl Authing {
    /// Uploads a picture and returns its URL, which can then be a user's `photo`. The upload token is fetched with the
    /// owner token; the upload host gets only the upload token.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for a picture that is empty, or has no name or no type. For errors of the upload itself,
    /// the operation is called `upload`: [`Error::Http`] if the host rejects it, [`Error::Decode`] at `key` if the host
    /// does not return the picture's key.
    ///
    /// Documentation: 修改用户资料. On the wire: query `qiNiuUploadToken`, then a form to the upload URL.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// use authing_client::Photo;
    ///
    /// let url = authing.upload_photo(Photo::from_file("test.png")?).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "qiNiuUploadToken")]
    pub async fn upload_photo(&self, photo: Photo) -> Result<String, Error> {
        photo.check()?;
        let token = self.execute(GetUploadToken::new()).await?;
        self.upload(&token, &photo).await
    }

    /// Uploads a picture and sets it as a user's picture, with the owner token. Returns the updated user.
    ///
    /// If the upload fails, nothing is changed.
    ///
    /// # Errors
    ///
    /// The errors of [`upload_photo`](Self::upload_photo) and [`update_user`](Self::update_user).
    ///
    /// Documentation: 修改用户资料. On the wire: as [`upload_photo`](Self::upload_photo), then mutation `updateUser`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// use authing_client::Photo;
    ///
    /// let photo = Photo::from_file("test.png")?;
    /// let user = authing.set_photo("5e4cdd055df3df65dc58b97d", photo).await?;
    /// println!("{:?}", user.photo);
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "update")]
    #[doc(alias = "selectAvatarFile")]
    pub async fn set_photo(
        &self,
        user_id: impl Into<String>,
        photo: Photo,
    ) -> Result<types::User, Error> {
        let update = UpdateUser::new(user_id);
        let url = self.upload_photo(photo).await?;
        self.execute(update.photo(url)).await
    }

    async fn upload(&self, token: &Secret, photo: &Photo) -> Result<String, Error> {
        if token.is_empty() {
            return Err(Error::Decode {
                operation: GetUploadToken::NAME,
                path: GetUploadToken::ROOT_FIELD.to_owned(),
                reason: "the service returned no upload token".to_owned(),
            });
        }
        let file = File {
            name: &photo.name,
            content_type: &photo.content_type,
            bytes: &photo.bytes,
        };
        self.executor().upload(file, token).await
    }
}

/// # Picture
impl Session {
    /// Uploads a picture and returns its URL, like [`Authing::upload_photo`](crate::Authing::upload_photo). The upload
    /// token is fetched with this user's token.
    ///
    /// # Errors
    ///
    /// The errors of [`Authing::upload_photo`], and codes 2020, 2206 and 2207 if the service rejects the token.
    ///
    /// Documentation: 修改用户资料. On the wire: query `qiNiuUploadToken`, then a form to the upload URL.
    ///
    /// ```no_run
    /// # async fn example(session: authing_client::Session, bytes: Vec<u8>) -> Result<(), authing_client::Error> {
    /// use authing_client::Photo;
    ///
    /// let url = session.upload_photo(Photo::from_bytes("test.png", "image/png", bytes)).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "qiNiuUploadToken")]
    pub async fn upload_photo(&self, photo: Photo) -> Result<String, Error> {
        photo.check()?;
        let token = self.execute(GetUploadToken::new()).await?;
        self.authing().upload(&token, &photo).await
    }

    /// Uploads a picture and sets it as this user's picture. Returns the updated user.
    ///
    /// The user's id is read from the token. If the upload fails, nothing is changed.
    ///
    /// # Errors
    ///
    /// The errors of [`upload_photo`](Self::upload_photo) and [`update_profile`](Self::update_profile), and
    /// [`Error::InvalidInput`] with the field `token` if the token is not a JWT with a user id.
    ///
    /// Documentation: 修改用户资料. On the wire: as [`upload_photo`](Self::upload_photo), then mutation `updateUser`.
    ///
    /// ```no_run
    /// # async fn example(session: authing_client::Session) -> Result<(), authing_client::Error> {
    /// let user = session.set_photo(authing_client::Photo::from_file("test.png")?).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "update")]
    #[doc(alias = "selectAvatarFile")]
    pub async fn set_photo(&self, photo: Photo) -> Result<types::User, Error> {
        let id = self.own_id(UpdateUser::NAME)?;
        let url = self.upload_photo(photo).await?;
        self.execute(UpdateUser::new(id).photo(url)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_keeps_its_name_and_its_extension_determines_the_type() {
        let folder = std::env::temp_dir().join(format!("authing-photo-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for (name, content_type) in [
            ("头像.PNG", "image/png"),
            ("a.b.jpeg", "image/jpeg"),
            ("none", "application/octet-stream"),
        ] {
            let path = folder.join(name);
            std::fs::write(&path, "content").unwrap();
            let photo = Photo::from_file(&path).unwrap();
            assert_eq!(
                (photo.name.as_str(), photo.content_type.as_str()),
                (name, content_type)
            );
            assert_eq!(photo.bytes, "content");
        }
        std::fs::remove_dir_all(&folder).unwrap();
        let error = Photo::from_file(folder.join("gone.png")).unwrap_err();
        assert!(matches!(error, Error::InvalidInput { field: "path", .. }));
        let cause = std::error::Error::source(&error).unwrap();
        let cause: &std::io::Error = cause.downcast_ref().unwrap();
        assert_eq!(cause.kind(), std::io::ErrorKind::NotFound);
    }
}
