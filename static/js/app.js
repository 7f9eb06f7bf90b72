// Starts the components of GOV.UK Frontend and MOJ Frontend, and our own where a page asks.
import { initAll } from "../vendor/govuk-frontend.min.js";
import { initAll as initMoj } from "../vendor/moj-frontend.min.js";
import { reveal } from "./reveal.js";
import { guardUnsaved } from "./unsaved.js";
import { autosave } from "./autosave.js";

initAll();
initMoj();
reveal(document);
document.querySelectorAll("form[data-warn-unsaved]").forEach(guardUnsaved);
document.querySelectorAll("form[data-autosave]").forEach(autosave);
if (document.querySelector("input[data-suggest]")) {
  import("./suggest.js").then(({ suggest }) =>
    document.querySelectorAll("input[data-suggest]").forEach(suggest)
  );
}
