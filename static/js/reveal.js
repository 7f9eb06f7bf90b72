// An answer with data-reveals="id" shows that part of the page while it is chosen. Not GOV.UK
// Frontend's own script, which gives radios an aria-expanded that ARIA does not allow them.
function sync(input) {
  const part = document.getElementById(input.dataset.reveals);
  part.classList.toggle("eh-hidden", !input.checked);
  if (input.type === "checkbox") input.setAttribute("aria-expanded", String(input.checked));
}

export function reveal(page) {
  const inputs = () => page.querySelectorAll("input[data-reveals]");
  inputs().forEach(sync);
  page.addEventListener("change", (event) => {
    if (event.target.matches("input[type=radio], input[type=checkbox]")) inputs().forEach(sync);
  });
  window.addEventListener("pageshow", () => inputs().forEach(sync)); // the back button
}
