//! The TLS of the enabled features.

#[cfg(not(feature = "rustls-no-provider"))]
pub(super) use disabled::Tls;
#[cfg(feature = "rustls-no-provider")]
pub(super) use enabled::Tls;

#[cfg(not(feature = "rustls-no-provider"))]
mod disabled {
    use reqwest::ClientBuilder;

    use crate::transport::error::SetupError;
    use crate::transport::settings::Settings;

    pub(in crate::transport) struct Tls;

    impl Tls {
        pub(in crate::transport) fn new(settings: &Settings) -> Result<Self, SetupError> {
            let certificates =
                settings.root_certificates.len() + settings.client_certificate.iter().len();
            if settings.needs_tls || certificates > 0 {
                return Err(SetupError::new(
                    "transport",
                    "can't use https: enable the feature `rustls` or `rustls-no-provider`",
                ));
            }
            Ok(Self)
        }

        pub(in crate::transport) fn apply(&self, builder: ClientBuilder) -> ClientBuilder {
            builder
        }
    }
}

#[cfg(feature = "rustls-no-provider")]
mod enabled;
