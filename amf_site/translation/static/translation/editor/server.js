/* Requests to the server, one segment at a time. Every failure is a Refusal with a reason that the editor can show. */

import { released } from "./pointer.js";

const form = () => document.querySelector("#translation-form [name=csrfmiddlewaretoken]");

export class Refusal extends Error {
  /** reason: offline, loggedOut, forbidden, conflict, refused, gone, failed. */
  constructor(reason, answer = {}) {
    super(answer.message || reason);
    this.reason = reason;
    this.answer = answer;
  }
}

const REASONS = { 400: "refused", 403: "forbidden", 404: "gone", 409: "conflict", 422: "refused" };

async function post(url, body) {
  try {
    return await fetch(url, {
      method: "POST",
      redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": form().value },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Refusal("offline");
  }
}

/** After a new login in another window, the CSRF token of this page is outdated. */
async function renewToken() {
  const response = await fetch(location.href, { redirect: "manual" }).catch(() => null);
  if (!response?.ok) throw new Refusal("loggedOut");
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const token = page.querySelector("#translation-form [name=csrfmiddlewaretoken]");
  if (!token) throw new Refusal("loggedOut");
  form().value = token.value;
}

const isJson = (response) => response.headers.get("Content-Type")?.startsWith("application/json");

export async function send(url, body) {
  let response = await post(url, body);
  if (response.status === 403 && !isJson(response)) {
    await renewToken();
    response = await post(url, body);
  }
  if (response.type === "opaqueredirect") throw new Refusal("loggedOut");
  const answer = isJson(response) ? await response.json().catch(() => ({})) : {};
  await released();
  if (response.ok && isJson(response)) return answer;
  throw new Refusal(REASONS[response.status] ?? "failed", answer);
}

export async function ask(url) {
  const response = await fetch(url, { redirect: "manual" }).catch(() => null);
  const answer = response?.ok && isJson(response) ? await response.json() : null;
  await released();
  return answer;
}
