// The unsaved texts of one form in this browser, one a sitting: that of this one, and others until they are answered.
const MOST = 10;
const START = "draft ";

const isSame = (one, other) => one.title === other.title && one.body === other.body;

// The forms of this person of which there is something, each as `kept` names it.
export function formsOf(person) {
  try {
    const names = Object.keys(localStorage).filter((key) => key.startsWith(START)).map((key) => key.slice(START.length));
    return names.filter((name) => name.startsWith(`${person} `));
  } catch {
    return []; // a browser that keeps nothing for this site
  }
}

export function kept(name) {
  const key = START + name;
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
