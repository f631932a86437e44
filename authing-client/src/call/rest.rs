//! Requests that belong to no operation.

use std::ops::ControlFlow;

use authing_core::ResponseError;
use bytes::Bytes;
use futures_util::FutureExt;
use http::Request;
use tokio::time::sleep;

use super::executor::{Executor, Service};
use super::response::Sent;
use super::retry::Repeat;
use super::span::Call;
use crate::error::Error;

impl<A: Service> Executor<A> {
    /// Sends a request without a token. `service` is the recipient, for `tracing`.
    pub(crate) async fn send_rest<T: Send>(
        &self,
        service: &'static str,
        request: Request<Bytes>,
        sent: Sent<'_>,
        repeat: Repeat,
        read: impl Fn(&[u8]) -> Result<T, ResponseError> + Send + Sync,
    ) -> Result<T, Error> {
        let call = Call::begin(sent.operation, service, self.options.call_timeout);
        let work = async {
            let mut attempts = self.begin(&call, repeat);
            loop {
                let permit = self.permit(&call).await?;
                let result = self.send(&call, request.clone()).await;
                let result = result.and_then(|response| sent.judge(&response, &read));
                drop(permit);
                match attempts.settle(result) {
                    ControlFlow::Break(settled) => return settled,
                    ControlFlow::Continue(wait) => sleep(wait).await,
                }
            }
        };
        self.run(&call, work.boxed()).await
    }
}
