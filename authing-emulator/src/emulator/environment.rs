//! The environment variables of programs that use the emulator.

use super::Emulator;
use crate::server::origins::needs_permission;
use crate::server::serving::tls::Authority;

impl Emulator {
    /// Returns the environment variables that make clients use the emulator: with nothing else set, every `from_env` of
    /// `authing-client` and the program `authing` do so, for both APIs.
    ///
    /// `None` is a variable that must not be set, because it would lead elsewhere. So a program under test is started with:
    ///
    /// ```
    /// # fn configure(emulator: &authing_emulator::Emulator) -> std::process::Command {
    /// let mut command = std::process::Command::new("my-service");
    /// for (name, value) in emulator.environment() {
    ///     match value {
    ///         Some(value) => command.env(name, value),
    ///         None => command.env_remove(name),
    ///     };
    /// }
    /// # command }
    /// ```
    #[must_use]
    pub fn environment(&self) -> Vec<(&'static str, Option<String>)> {
        let text = |text: &str| Some(text.to_owned());
        let host = self.base_url();
        let authority = self.authority.as_deref().map(Authority::path);
        // A path that is not UTF-8 can't be in a variable of the client either.
        let authority = authority.map(|path| path.display().to_string());
        let plain = needs_permission(&host).then(|| "true".to_owned());
        vec![
            ("AUTHING_HOST", text(&host)),
            ("AUTHING_USER_POOL_ID", text(self.user_pool_id())),
            ("AUTHING_SECRET", text(self.secret())),
            ("AUTHING_PUBLIC_KEY", text(self.public_key_pem())),
            ("AUTHING_CDN_URL", Some(self.cdn_url())),
            ("AUTHING_UPLOAD_URL", Some(self.upload_url())),
            ("AUTHING_APP_ID", text(self.app_id())),
            ("AUTHING_APP_SECRET", text(self.app_secret())),
            ("AUTHING_APP_HOST", Some(host)),
            ("AUTHING_ALLOW_PLAIN_HTTP", plain),
            ("AUTHING_ROOT_CERTIFICATE_FILE", authority),
            // These take precedence over the host, contradict the key, or belong to the way to another service.
            ("AUTHING_USERS_URL", None),
            ("AUTHING_OAUTH_URL", None),
            ("AUTHING_WEBSOCKET_HOST", None),
            ("AUTHING_PUBLIC_KEY_FILE", None),
            ("AUTHING_CLIENT_CERTIFICATE_FILE", None),
            ("AUTHING_PROXY", None),
        ]
    }
}
