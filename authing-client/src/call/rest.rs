//! REST requests.

use authing_core::ResponseError;
use bytes::Bytes;
use futures_util::FutureExt;
use http::{Request, Uri};

use super::executor::Executor;
use super::response::Sent;
use super::retry::Repeat;
use super::service::Service;
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
        let call = Call::begin(sent.operation, service);
        let work = async {
            let mut attempts = self.begin(repeat);
            loop {
                let result = self.send(&call, request.clone()).await;
                let result = result.and_then(|response| sent.judge(&response, &read));
                if let Some(settled) = attempts.settle(result).await {
                    return settled;
                }
            }
        };
        self.run(&call, work.boxed()).await
    }
}

pub(crate) fn get(uri: Uri) -> Request<Bytes> {
    let mut request = Request::new(Bytes::new());
    *request.uri_mut() = uri;
    request
}
