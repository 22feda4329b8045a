// Runs before the page is drawn, so that a chosen colour scheme never flashes.
{
  let chosen = null;
  try {
    chosen = localStorage.getItem("scheme");
  } catch {
    // Storage may be switched off: then the system decides.
  }
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.scheme = chosen;
}
