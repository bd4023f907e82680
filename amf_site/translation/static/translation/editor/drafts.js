/* Unsaved text is kept in local storage until it is saved, so that it survives a closed page or an expired
   session. */

export class Drafts {
  constructor(user, translation) {
    this.key = `translation-${translation}-of-${user}`;
  }

  all() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) ?? {};
    } catch {
      return {};
    }
  }

  #write(drafts) {
    try {
      if (Object.keys(drafts).length) localStorage.setItem(this.key, JSON.stringify(drafts));
      else localStorage.removeItem(this.key);
    } catch {
      // Local storage is unavailable; the text is still in the page.
    }
  }

  keep(segment, draft) {
    this.#write({ ...this.all(), [segment]: draft });
  }

  forget(segment) {
    const { [segment]: _gone, ...rest } = this.all();
    this.#write(rest);
  }
}
