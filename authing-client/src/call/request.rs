//! The request of an operation: what is sent, and where.

use std::cell::{Cell, RefCell};

use authing_core::rest::RestMethod;
use authing_core::{BindError, Binder, InvalidInput, Operation, Secret, request};
use bytes::Bytes;
use http::{Method, Uri};
use zeroize::Zeroizing;

use super::executor::{Executor, Service};
use super::parts::{Parts, not_json};
use super::retry::Repeat;
use crate::crypto::password::PublicKey;
use crate::crypto::randomness::Randomness;
use crate::error::Error;

/// A request of an operation, without headers, and what is needed of the operation to judge the response.
pub(super) struct OperationRequest {
    pub(super) operation: &'static str,
    pub(super) root_field: &'static str,
    /// The wire names of the secret variables.
    pub(super) secret_variables: &'static [&'static str],
    pub(super) graphql: bool,
    pub(super) repeat: Repeat,
    pub(super) method: Method,
    pub(super) uri: Uri,
    /// Empty if the method has no body.
    pub(super) body: Bytes,
    /// What was sent, as JSON: the body of a GraphQL request, the variables of a REST request.
    pub(super) sent: Bytes,
    /// The passwords in plain text: the service may repeat them decrypted.
    pub(super) encrypted: Vec<Secret>,
}

impl<A: Service> Executor<A> {
    /// Binds an operation and writes its request.
    pub(super) fn write<O: Operation<Api = A>>(
        &self,
        operation: O,
        binding: &Binding<'_>,
    ) -> Result<OperationRequest, Error> {
        let urls = &self.shared.urls;
        let variables = operation
            .bind(binding)
            .map_err(|error| Error::bind(O::NAME, error))?;
        let encrypted = binding.encrypted.take();
        let Some(rest) = O::REST else {
            let constant = O::after_variables().len();
            let body = json::<O>(constant, |body| request::write::<O>(&variables, body))?;
            let uri = A::uri(urls, O::ENDPOINT).clone();
            let sent = body.clone();
            return Ok(OperationRequest::new::<O>(
                Method::POST,
                uri,
                body,
                sent,
                encrypted,
            ));
        };
        let sent = json::<O>(0, |sent| serde_json::to_writer(sent, &variables))?;
        let parts = Parts::new(&rest, &sent).map_err(|invalid| Error::invalid(O::NAME, invalid))?;
        let query = parts.query.iter().map(|(name, value)| (&**name, &**value));
        let query: Vec<(&str, &str)> = query.collect();
        let uri = A::rest(O::NAME, urls, O::ENDPOINT, &parts.segments, &query)?;
        Ok(OperationRequest::new::<O>(
            http_method(rest.method),
            uri,
            parts.body,
            sent,
            encrypted,
        ))
    }
}

impl OperationRequest {
    fn new<O: Operation>(
        method: Method,
        uri: Uri,
        body: Bytes,
        sent: Bytes,
        encrypted: Vec<Secret>,
    ) -> Self {
        Self {
            operation: O::NAME,
            root_field: O::ROOT_FIELD,
            secret_variables: O::SECRETS,
            graphql: O::REST.is_none(),
            repeat: O::KIND.into(),
            method,
            uri,
            body,
            sent,
            encrypted,
        }
    }
}

fn http_method(method: RestMethod) -> Method {
    match method {
        RestMethod::Get => Method::GET,
        RestMethod::Post => Method::POST,
        RestMethod::Put => Method::PUT,
        RestMethod::Patch => Method::PATCH,
        RestMethod::Delete => Method::DELETE,
    }
}

/// Returns the JSON that `write` writes: variables and this many more bytes. If the operation has secrets, the bytes are zeroized
/// with their last clone.
fn json<O: Operation>(
    constant: usize,
    write: impl FnOnce(&mut Vec<u8>) -> serde_json::Result<()>,
) -> Result<Bytes, Error> {
    // Variables are rarely longer. A buffer that grows would leave a copy behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(constant + 1024));
    write(&mut bytes).map_err(|error| Error::invalid(O::NAME, not_json(error)))?;
    Ok(if O::SECRETS.is_empty() {
        // Zeroizing a kilobyte takes time, and most calls are lookups.
        std::mem::take(&mut *bytes).into()
    } else {
        Bytes::from_owner(bytes)
    })
}

/// The client's part in binding one operation.
pub(super) struct Binding<'a> {
    pub(super) user_pool_id: &'a str,
    /// `None` if it has not been fetched.
    pub(super) public_key: Option<&'a PublicKey>,
    pub(super) randomness: &'a Randomness,
    pub(super) encrypted: RefCell<Vec<Secret>>,
    /// Whether there was a password, but no key.
    pub(super) lacks_key: Cell<bool>,
}

impl Binder for Binding<'_> {
    fn user_pool_id(&self) -> &str {
        self.user_pool_id
    }

    fn encrypt(&self, field: &'static str, password: &Secret) -> Result<String, BindError> {
        let Some(key) = self.public_key else {
            self.lacks_key.set(true);
            let reason = "can't be encrypted without the public key";
            return Err(InvalidInput::new(field, reason).into());
        };
        let encrypted = key.encrypt(field, password, self.randomness)?;
        self.encrypted.borrow_mut().push(password.clone());
        Ok(encrypted)
    }
}
