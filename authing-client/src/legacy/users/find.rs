//! Finding the one user who has an email address, a phone number or a login name.

use std::collections::HashSet;

use authing_core::legacy::operations::SearchUsers;
use authing_core::legacy::{UserSearchField, types};
use authing_core::{InvalidInput, Operation};

use crate::error::Error;
use crate::legacy::authing::Authing;

/// How many users a page of the search has.
const PAGE_SIZE: u32 = 50;

/// # Finding a user
///
/// The service's search finds every user in whose field a text occurs. Each of these reads its pages until the field equals
/// the text, and skips users who have been deleted. A user who is removed meanwhile can move the one who is searched for to a
/// page that has been read already.
impl Authing {
    /// Returns the user with this email address, or `None` if there is none, with the owner's token.
    ///
    /// Addresses that differ only in case are the same, as they are to the service.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for an empty `email`; code 2014 malformed search.
    ///
    /// Documentation: none; the JavaScript SDK has the search as `searchUser`. On the wire: query `searchUser`, once for each
    /// page.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// match authing.find_user_by_email("test@testmail.com").await? {
    ///     Some(user) => println!("{}", user.id),
    ///     None => println!("nobody has this address"),
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
        self.find_user(UserSearchField::Email, email.into()).await
    }

    /// Returns the user with this mobile phone number, or `None` if there is none, with the owner's token.
    ///
    /// The number is compared as a text: with a `+` and a country code it is another one.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for an empty `phone`; code 2014 malformed search.
    ///
    /// Documentation: none; the JavaScript SDK has the search as `searchUser`. On the wire: query `searchUser`, once for each
    /// page.
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
        self.find_user(UserSearchField::Phone, phone.into()).await
    }

    /// Returns the user with this login name, or `None` if there is none, with the owner's token.
    ///
    /// Names that differ in case are different ones.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for an empty `username`; code 2014 malformed search.
    ///
    /// Documentation: none; the JavaScript SDK has the search as `searchUser`. On the wire: query `searchUser`, once for each
    /// page.
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
        let field = UserSearchField::Username;
        self.find_user(field, username.into()).await
    }

    async fn find_user(
        &self,
        field: UserSearchField,
        text: String,
    ) -> Result<Option<types::User>, Error> {
        if text.trim().is_empty() {
            let invalid = InvalidInput::new(field.as_str(), "must not be empty");
            return Err(Error::invalid(SearchUsers::NAME, invalid));
        }
        let mut seen = HashSet::new();
        for page in 0.. {
            let search = SearchUsers::new(field, text.as_str());
            let found = self.execute(search.page(page).count(PAGE_SIZE)).await?.list;
            // The service may count from 1, and give its first page for 0 as well: the second is then no end.
            let mut is_end = page > 1 || found.is_empty();
            for user in found {
                if user.is_deleted != Some(true) && has(&user, field, &text) {
                    return Ok(Some(user));
                }
                is_end &= !seen.insert(user.id);
            }
            if is_end {
                break;
            }
        }
        Ok(None)
    }
}

/// Whether the field of a user equals the text, as the service compares it.
fn has(user: &types::User, field: UserSearchField, text: &str) -> bool {
    let found = match field {
        UserSearchField::Email => {
            let email = user.email.as_ref().map(|email| email.to_lowercase());
            return email == Some(text.to_lowercase());
        }
        UserSearchField::Phone => &user.phone,
        UserSearchField::Username => &user.username,
        _ => &None,
    };
    found.as_deref() == Some(text)
}
