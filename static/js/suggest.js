// <input data-suggest="/agencies/names/">: offers what the server finds while one types.
import "../vendor/accessible-autocomplete.min.js";

const PAUSE = 200;

export function suggest(input) {
  const place = document.createElement("div");
  const source = finder(input.dataset.suggest);
  const described = input.getAttribute("aria-describedby");
  input.replaceWith(place);
  window.accessibleAutocomplete({
    element: place,
    id: input.id,
    name: input.name,
    defaultValue: input.value,
    inputClasses: input.className,
    minLength: 2,
    confirmOnBlur: false,
    source,
    tNoResults: () => "No match. Check the spelling or type fewer letters",
  });
  if (described) keepDescribed(document.getElementById(input.id), described);
}

// The component sets and removes its own description; the field's hint and error stay.
function keepDescribed(drawn, described) {
  const add = () => {
    const now = drawn.getAttribute("aria-describedby") || "";
    if (!now.startsWith(described)) {
      drawn.setAttribute("aria-describedby", `${described} ${now}`.trim());
    }
  };
  add();
  new MutationObserver(add).observe(drawn, { attributeFilter: ["aria-describedby"] });
}

function finder(url) {
  let waiting;
  return (query, show) => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const answer = await fetch(`${url}?${new URLSearchParams({ q: query })}`);
      show(answer.ok && !answer.redirected ? await answer.json() : []);
    }, PAUSE);
  };
}
