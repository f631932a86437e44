// Sends the response to the app at once. Without scripts, the user presses the button.
document.forms[0].submit();
