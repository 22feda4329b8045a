// What stands on the form of an entry. Each part improves what works without it.
import "./autosave.js";
import "./editor.js";
import "./preview.js";
import "./templates.js";
import "./upload.js";
