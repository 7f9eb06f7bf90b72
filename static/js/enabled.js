// Runs at the top of <body>, before anything is drawn: scripts are on, so hide what they reveal.
document.body.className +=
  " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");
