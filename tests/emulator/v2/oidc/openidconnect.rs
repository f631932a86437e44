//! The crate `openidconnect`, which knows the standard and nothing of Authing, logs in at the emulator.

mod client;

use ::openidconnect::core::{
    CoreHmacKey, CoreRevocableToken, CoreTokenResponse, CoreUserInfoClaims,
};
use ::openidconnect::{
    AccessTokenHash, AuthType, ClaimsVerificationError, ClientId, IdTokenVerifier, IssuerUrl,
    LogoutRequest, Nonce, OAuth2TokenResponse, PkceCodeVerifier, PostLogoutRedirectUrl,
    PrivateSigningKey, SignatureVerificationError, TokenIntrospectionResponse, TokenResponse,
};
use reqwest::StatusCode;

use self::client::{Judge, oauth_error};
use super::browser::location;
use super::{ADA, APP, BYE, SECRET};

impl Judge {
    /// Ada's tokens, and the nonce of her login.
    async fn tokens(&self) -> (CoreTokenResponse, Nonce) {
        let returned = self.log_in().await;
        let tokens = self.exchange(returned.code, returned.verifier).await;
        (tokens.unwrap(), returned.nonce)
    }

    async fn is_active(&self, tokens: &CoreTokenResponse) -> bool {
        let introspection = self.client.introspect(tokens.access_token());
        let http = |request| self.send(request);
        let known = introspection.request_async(&http).await;
        known.unwrap().active()
    }
}

#[tokio::test]
async fn it_verifies_the_id_token_and_reads_the_users_claims() {
    for (algorithm, authentication) in [
        ("RS256", AuthType::BasicAuth),
        ("HS256", AuthType::RequestBody),
    ] {
        let judge = Judge::new(algorithm, authentication).await;
        let (tokens, nonce) = judge.tokens().await;
        let id_token = tokens.id_token().unwrap();
        let verifier = judge.client.id_token_verifier();
        // Signature, issuer, audience, expiry and nonce.
        let claims = id_token.claims(&verifier, &nonce).unwrap();
        assert_eq!(claims.subject().as_str(), ADA);
        assert_eq!(claims.email().unwrap().as_str(), "ada@b.cn");
        assert!(claims.auth_time().is_some());
        // The key of HS256 is in no key set.
        let symmetric = CoreHmacKey::new(SECRET).as_verification_key();
        let hash = AccessTokenHash::from_token(
            tokens.access_token(),
            id_token.signing_alg().unwrap(),
            id_token.signing_key(&verifier).unwrap_or(&symmetric),
        );
        assert_eq!(claims.access_token_hash(), Some(&hash.unwrap()));

        let subject = Some(claims.subject().clone());
        let access_token = tokens.access_token().clone();
        let request = judge.client.user_info(access_token, subject).unwrap();
        let known: CoreUserInfoClaims = request
            .request_async(&|request| judge.send(request))
            .await
            .unwrap();
        assert_eq!(known.email().unwrap().as_str(), "ada@b.cn");
        assert!(known.phone_number().is_none());
    }
}

#[tokio::test]
async fn it_refreshes_and_revokes_tokens() {
    let judge = Judge::new("RS256", AuthType::BasicAuth).await;
    let (tokens, _) = judge.tokens().await;
    let refresh = async |tokens: &CoreTokenResponse| {
        let refresh_token = tokens.refresh_token().unwrap();
        let request = judge.client.exchange_refresh_token(refresh_token).unwrap();
        let refreshed = request.request_async(&|request| judge.send(request)).await;
        refreshed.map_err(oauth_error)
    };
    let second = refresh(&tokens).await.unwrap();
    assert_ne!(
        second.access_token().secret(),
        tokens.access_token().secret()
    );
    // The nonce is that of a login, which this is not.
    let any_nonce = |_: Option<&Nonce>| Ok::<_, String>(());
    let claims = second
        .id_token()
        .unwrap()
        .claims(&judge.client.id_token_verifier(), any_nonce)
        .unwrap();
    assert_eq!(claims.subject().as_str(), ADA);
    assert!(judge.is_active(&second).await);

    let revoke = async |token: CoreRevocableToken| {
        let request = judge.client.revoke_token(token).unwrap();
        request
            .request_async(&|request| judge.send(request))
            .await
            .unwrap();
    };
    revoke(second.access_token().clone().into()).await;
    assert!(!judge.is_active(&second).await);
    revoke(second.refresh_token().unwrap().clone().into()).await;
    assert_eq!(refresh(&second).await.unwrap_err(), "invalid_grant");
}

#[tokio::test]
async fn it_rejects_the_id_token_of_another_login_app_provider_or_key() {
    let judge = Judge::new("RS256", AuthType::BasicAuth).await;
    let (tokens, nonce) = judge.tokens().await;
    let id_token = tokens.id_token().unwrap();
    let verifier = judge.client.id_token_verifier();
    let refused = |verifier: &IdTokenVerifier<'_, _>, nonce: &Nonce| {
        id_token.claims(verifier, nonce).unwrap_err()
    };
    let error = refused(&verifier, &Nonce::new_random());
    assert!(
        matches!(error, ClaimsVerificationError::InvalidNonce(_)),
        "{error}"
    );

    let with = |app: &str, issuer: String, keys| {
        let (app, issuer) = (
            ClientId::new(app.to_owned()),
            IssuerUrl::new(issuer).unwrap(),
        );
        IdTokenVerifier::new_public_client(app, issuer, keys)
    };
    let issuer = judge.provider.emulator.issuer();
    let own = judge.keys.clone();
    assert!(
        id_token
            .claims(&with(APP, issuer.clone(), own.clone()), &nonce)
            .is_ok()
    );
    let error = refused(&with("other", issuer.clone(), own.clone()), &nonce);
    assert!(
        matches!(error, ClaimsVerificationError::InvalidAudience(_)),
        "{error}"
    );
    let error = refused(&with(APP, format!("{issuer}/"), own), &nonce);
    assert!(
        matches!(error, ClaimsVerificationError::InvalidIssuer(_)),
        "{error}"
    );
    // Another emulator has another key.
    let other = Judge::new("RS256", AuthType::BasicAuth).await;
    let error = refused(&with(APP, issuer, other.keys.clone()), &nonce);
    assert!(
        matches!(
            error,
            ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey
            )
        ),
        "{error}"
    );
}

#[tokio::test]
async fn the_provider_rejects_its_wrong_verifier_and_reused_code() {
    let judge = Judge::new("RS256", AuthType::BasicAuth).await;
    let wrong = PkceCodeVerifier::new("0".repeat(43));
    let returned = judge.log_in().await;
    let error = judge.exchange(returned.code, wrong).await.unwrap_err();
    assert_eq!(error, "invalid_grant");

    let returned = judge.log_in().await;
    let again = PkceCodeVerifier::new(returned.verifier.secret().clone());
    let tokens = judge
        .exchange(returned.code.clone(), returned.verifier)
        .await;
    assert!(judge.is_active(&tokens.unwrap()).await);
    let error = judge.exchange(returned.code, again).await.unwrap_err();
    assert_eq!(error, "invalid_grant");
}

#[tokio::test]
async fn it_logs_out_and_the_browser_returns() {
    let judge = Judge::new("RS256", AuthType::BasicAuth).await;
    let (tokens, _) = judge.tokens().await;
    let bye = PostLogoutRedirectUrl::new(BYE.to_owned()).unwrap();
    let url = LogoutRequest::from(judge.end_session.clone())
        .set_id_token_hint(tokens.id_token().unwrap())
        .set_post_logout_redirect_uri(bye)
        .http_get_url();
    let browser = &judge.provider.browser;
    let response = browser.get(url.as_str()).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(location(&response), BYE);
}
