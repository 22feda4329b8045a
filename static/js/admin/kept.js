// The unsaved texts of one form in this browser, one a sitting: that of this one, and others until they are answered.
const MOST = 10;

const isSame = (one, other) => one.title === other.title && one.body === other.body;

export function kept(name) {
  const key = `draft ${name}`;
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(key) ?? "[]");
    } catch {
      return []; // a browser that keeps nothing for this site
    }
  };
  const write = (texts) => {
    try {
      if (texts.length) localStorage.setItem(key, JSON.stringify(texts.slice(0, MOST)));
      else localStorage.removeItem(key);
    } catch {
      // No room: what the server keeps has to do.
    }
  };
  return {
    all: read,
    set: (text) => write([{ ...text, at: Date.now() }, ...read().filter(({ sitting }) => sitting !== text.sitting)]),
    forget: (text) => write(read().filter((other) => !isSame(other, text))),
  };
}
