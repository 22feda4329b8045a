// The unsaved texts of one form in this browser: the one that is being typed, and older ones that are still offered.
const MOST = 5;

const isSame = (one, other) => one.title === other.title && one.body === other.body;

export function kept(name) {
  const key = `draft ${name}`;
  const read = () => {
    try {
      return [JSON.parse(localStorage.getItem(key) ?? "[]")].flat();
    } catch {
      return []; // a browser that keeps nothing for this site
    }
  };
  const write = (texts) => {
    try {
      if (texts.length) localStorage.setItem(key, JSON.stringify(texts));
      else localStorage.removeItem(key);
    } catch {
      // No room: what the server keeps has to do.
    }
  };
  return {
    all: read,
    set: (text, older) => write([{ ...text, at: Date.now() }, ...older.map((other) => ({ at: Date.now(), ...other }))].slice(0, MOST)),
    forget: (text) => write(read().filter((other) => !isSame(other, text))),
  };
}
