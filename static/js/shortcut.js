// "/" and Ctrl+K go to the search box, wherever one is.
function isTyping(element) {
  return element?.closest("input, textarea, select, [contenteditable]") !== null && element !== document.body;
}

addEventListener("keydown", (event) => {
  const isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(document.activeElement);
  const isK = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k";
  const box = document.querySelector(".finder__box, .masthead__search input");
  if (!box || event.defaultPrevented || !(isSlash || isK)) return;
  event.preventDefault();
  box.focus();
  box.select();
});
