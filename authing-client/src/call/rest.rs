//! Requests that are none of GraphQL's.

use authing_core::response::{Acknowledgement, read_acknowledgement};
use authing_core::{AnswerError, Service};
use bytes::Bytes;
use futures_util::FutureExt;
use http::Request;

use super::executor::Executor;
use super::response::Sent;
use super::retry::Repeat;
use super::span::Call;
use crate::error::Error;

impl Executor {
    /// Asks for a REST path of the users service. `operation` names it, and `private` is what stands in the path and is
    /// the caller's.
    pub(crate) async fn get(
        &self,
        operation: &'static str,
        segments: &[&str],
        private: &[&str],
    ) -> Result<Acknowledgement, Error> {
        let mut request = Request::new(Bytes::new());
        *request.uri_mut() = self.endpoints.rest(Service::Users, segments)?;
        let sent = Sent {
            operation,
            secrets: [None, Some(&self.secret)],
            body: &[],
            secret_variables: &[],
            path: private,
        };
        // A message is sent: not twice.
        let (service, repeat) = (Service::Users.as_str(), Repeat::Unsent);
        self.send_bare(service, request, sent, repeat, read_acknowledgement)
            .await
    }

    /// Sends a request that is none of GraphQL's, without a token. `service` is who gets it, for `tracing`.
    pub(crate) async fn send_bare<T: Send>(
        &self,
        service: &'static str,
        request: Request<Bytes>,
        sent: Sent<'_>,
        repeat: Repeat,
        read: impl Fn(&[u8]) -> Result<T, AnswerError> + Send + Sync,
    ) -> Result<T, Error> {
        let call = Call::begin(sent.operation, service);
        let work = async {
            let mut attempts = self.begin(repeat);
            loop {
                let answer = self.send(&call, request.clone()).await;
                let answer = answer.and_then(|response| sent.judge(&response, &read));
                if let Some(settled) = attempts.settle(answer).await {
                    return settled;
                }
            }
        };
        self.run(&call, work.boxed()).await
    }
}
