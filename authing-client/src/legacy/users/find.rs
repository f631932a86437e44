//! Finding a user by email address, phone number or username.

use authing_core::legacy::operations::SearchUsers;
use authing_core::legacy::{UserSearchField, types};
use authing_core::{InvalidInput, Operation};

use crate::error::Error;
use crate::legacy::authing::Authing;

/// # Finding a user
///
/// The service's search finds every user whose field contains a text. Each of these methods reads the result pages
/// until the field equals the text, and skips deleted users. A concurrent removal can shift the wanted user to a page
/// that has already been read.
impl Authing {
    /// Returns the user with this email address, or `None` if there is none, with the owner token.
    ///
    /// Email addresses are compared case-insensitively, as the service does.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for an empty `email`; code 2014 malformed search.
    ///
    /// Documentation: none; the JavaScript SDK has the search as `searchUser`. On the wire: query `searchUser`, once
    /// for each page.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// match authing.find_user_by_email("test@testmail.com").await? {
    ///     Some(user) => println!("{}", user.id),
    ///     None => println!("nobody has this email address"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "search")]
    #[doc(alias = "searchUser")]
    pub async fn find_user_by_email(
        &self,
        email: impl Into<String>,
    ) -> Result<Option<types::User>, Error> {
        let has_email = |user: &types::User, email: &str| {
            let own = user.email.as_ref().map(|own| own.to_lowercase());
            own == Some(email.to_lowercase())
        };
        self.find_user(UserSearchField::Email, email.into(), has_email)
            .await
    }

    /// Returns the user with this mobile phone number, or `None` if there is none, with the owner token.
    ///
    /// The number is compared as a string: with a `+` and a country code it is a different number.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for an empty `phone`; code 2014 malformed search.
    ///
    /// Documentation: none; the JavaScript SDK has the search as `searchUser`. On the wire: query `searchUser`, once
    /// for each page.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// let user = authing.find_user_by_phone("13800138000").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "search")]
    #[doc(alias = "searchUser")]
    pub async fn find_user_by_phone(
        &self,
        phone: impl Into<String>,
    ) -> Result<Option<types::User>, Error> {
        let has_phone = |user: &types::User, phone: &str| user.phone.as_deref() == Some(phone);
        self.find_user(UserSearchField::Phone, phone.into(), has_phone)
            .await
    }

    /// Returns the user with this username, or `None` if there is none, with the owner token.
    ///
    /// Usernames are case-sensitive.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for an empty `username`; code 2014 malformed search.
    ///
    /// Documentation: none; the JavaScript SDK has the search as `searchUser`. On the wire: query `searchUser`, once
    /// for each page.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// let user = authing.find_user_by_username("test").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "search")]
    #[doc(alias = "searchUser")]
    pub async fn find_user_by_username(
        &self,
        username: impl Into<String>,
    ) -> Result<Option<types::User>, Error> {
        let has_name = |user: &types::User, name: &str| user.username.as_deref() == Some(name);
        self.find_user(UserSearchField::Username, username.into(), has_name)
            .await
    }

    async fn find_user(
        &self,
        field: UserSearchField,
        text: String,
        matches: fn(&types::User, &str) -> bool,
    ) -> Result<Option<types::User>, Error> {
        if text.trim().is_empty() {
            let invalid = InvalidInput::new(field.as_str(), "must not be empty");
            return Err(Error::invalid(SearchUsers::NAME, invalid));
        }
        let mut found = self.stream(SearchUsers::new(field, text.as_str()));
        while let Some(user) = found.next().await {
            let user = user?;
            if user.is_deleted != Some(true) && matches(&user, &text) {
                return Ok(Some(user));
            }
        }
        Ok(None)
    }
}
