/* Words that are not saved yet are kept in this browser, so that nothing that happens to the page or to the session
   loses them. They are forgotten when they are saved. */

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
      // A browser that keeps nothing still has the words in the page.
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
