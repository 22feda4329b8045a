// Every page works without this; it adds what HTML alone cannot do.
import "./scheme-toggle.js";
import "./copy-button.js";
import "./shortcut.js";
