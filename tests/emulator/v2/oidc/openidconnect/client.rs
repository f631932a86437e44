//! A client made of the crate `openidconnect`, whose HTTP client is that of these tests.

use std::error::Error;

use ::openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreClaimName, CoreClaimType,
    CoreClient, CoreClientAuthMethod, CoreErrorResponseType, CoreGrantType, CoreJsonWebKey,
    CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm,
    CoreResponseMode, CoreResponseType, CoreSubjectIdentifierType, CoreTokenResponse,
};
use ::openidconnect::{
    AdditionalProviderMetadata, AuthType, AuthorizationCode, ClientId, ClientSecret, CsrfToken,
    EndSessionUrl, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse,
    IntrospectionUrl, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, ProviderMetadata,
    RedirectUrl, RequestTokenError, RevocationUrl, Scope, StandardErrorResponse,
};
use reqwest::Url;
use serde::{Deserialize, Serialize};

use super::super::{APP, CALLBACK, Provider, SECRET};
use crate::support::PASSWORD;

/// The endpoints that the crate does not know by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct OtherEndpoints {
    introspection_endpoint: IntrospectionUrl,
    revocation_endpoint: Url,
    end_session_endpoint: EndSessionUrl,
}

impl AdditionalProviderMetadata for OtherEndpoints {}

type Metadata = ProviderMetadata<
    OtherEndpoints,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

pub(super) type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointSet,
    EndpointSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// An independent client of the provider's app.
pub(super) struct Judge {
    pub(super) provider: Provider,
    pub(super) client: Client,
    pub(super) end_session: EndSessionUrl,
    pub(super) keys: CoreJsonWebKeySet,
    http: reqwest::Client,
}

/// A login that has returned to the app.
pub(super) struct Returned {
    pub(super) code: AuthorizationCode,
    pub(super) verifier: PkceCodeVerifier,
    pub(super) nonce: Nonce,
}

impl Judge {
    /// Discovers a provider that signs ID tokens with this algorithm.
    pub(super) async fn new(algorithm: &str, authentication: AuthType) -> Self {
        let provider = Provider::new(algorithm).await;
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        let issuer = IssuerUrl::new(provider.emulator.issuer()).unwrap();
        let metadata = Metadata::discover_async(issuer, &|request| send(&http, request))
            .await
            .unwrap();
        let keys = metadata.jwks().clone();
        let others = metadata.additional_metadata().clone();
        // The crate insists on `https` here; `send` undoes it.
        let mut revocation = others.revocation_endpoint;
        revocation.set_scheme("https").unwrap();
        let client = CoreClient::from_provider_metadata(
            metadata,
            ClientId::new(APP.to_owned()),
            Some(ClientSecret::new(SECRET.to_owned())),
        )
        .set_auth_type(authentication)
        .set_redirect_uri(RedirectUrl::new(CALLBACK.to_owned()).unwrap())
        .set_introspection_url(others.introspection_endpoint)
        .set_revocation_url(RevocationUrl::from_url(revocation));
        Self {
            provider,
            client,
            end_session: others.end_session_endpoint,
            keys,
            http,
        }
    }

    /// Sends a request of the crate.
    pub(super) async fn send(&self, request: HttpRequest) -> reqwest::Result<HttpResponse> {
        send(&self.http, request).await
    }

    /// Ada logs in on the page, with consent to a refresh token, and the browser returns with the state.
    pub(super) async fn log_in(&self) -> Returned {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let request = self.client.authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            CsrfToken::new_random,
            Nonce::new_random,
        );
        let (url, state, nonce) = ["profile", "email", "offline_access"]
            .into_iter()
            .fold(request, |request, scope| {
                request.add_scope(Scope::new(scope.to_owned()))
            })
            .add_prompt(CoreAuthPrompt::Login)
            .add_prompt(CoreAuthPrompt::Consent)
            .set_pkce_challenge(challenge)
            .url();
        let browser = &self.provider.browser;
        let query = browser.log_in(url.as_str(), "ada", PASSWORD).await;
        let returned = Url::parse(&format!("{CALLBACK}?{query}")).unwrap();
        let parameter = |name: &str| {
            let found = returned.query_pairs().find(|(one, _)| one == name);
            found.unwrap().1.into_owned()
        };
        assert_eq!(parameter("state"), *state.secret());
        Returned {
            code: AuthorizationCode::new(parameter("code")),
            verifier,
            nonce,
        }
    }

    /// Exchanges a code, or returns the name of OAuth's error.
    pub(super) async fn exchange(
        &self,
        code: AuthorizationCode,
        verifier: PkceCodeVerifier,
    ) -> Result<CoreTokenResponse, String> {
        let exchange = self.client.exchange_code(code).unwrap();
        let exchange = exchange.set_pkce_verifier(verifier);
        let exchanged = exchange.request_async(&|request| self.send(request)).await;
        exchanged.map_err(oauth_error)
    }
}

/// The name of OAuth's error in a response.
pub(super) fn oauth_error<E: Error + 'static>(
    error: RequestTokenError<E, StandardErrorResponse<CoreErrorResponseType>>,
) -> String {
    match error {
        RequestTokenError::ServerResponse(response) => response.error().as_ref().to_owned(),
        other => panic!("{other:?}"),
    }
}

async fn send(http: &reqwest::Client, request: HttpRequest) -> reqwest::Result<HttpResponse> {
    let mut request = reqwest::Request::try_from(request)?;
    // The emulator speaks http, on this machine.
    request.url_mut().set_scheme("http").unwrap();
    let received = http.execute(request).await?;
    let (status, headers) = (received.status(), received.headers().clone());
    let mut response = HttpResponse::new(received.bytes().await?.to_vec());
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}
