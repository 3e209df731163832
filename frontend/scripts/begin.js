// Runs before the page is drawn: tells the styles that script works. A file, because no inline script is allowed.
document.body.className += " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");
