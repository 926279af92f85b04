// The one door to the double: reads the world, sends acts, listens for changes.

/** A refusal in the server's own words. */
export class Refused extends Error {}

async function answerOf(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(body.error ?? `${response.status} ${response.statusText}`);
  return body;
}

/** Sends one request of a person or of the director; throws Refused with words, or TypeError when unreachable. */
export async function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return answerOf(await fetch(path, { method: "POST", headers, body: JSON.stringify(body) }));
}

/** The same with files beside it. */
export async function postFiles(path, body, files) {
  const form = new FormData();
  form.append("act", JSON.stringify(body));
  files.forEach((file, number) => form.append(`file${number}`, file, file.name));
  return answerOf(await fetch(path, { method: "POST", body: form }));
}

/**
 * Keeps `onWorld` fed with the newest world, one read at a time however fast changes come, and `onLink` with
 * whether the double answers. Returns a function that reads at once and resolves when that world was shown.
 */
export function watch(onWorld, onLink) {
  let running = null;
  let again = false;
  const read = async () => {
    do {
      again = false;
      try {
        onWorld(await answerOf(await fetch("/world", { cache: "no-store" })));
        onLink(true);
      } catch (error) {
        if (!(error instanceof Refused || error instanceof TypeError)) throw error;
        onLink(false);
      }
    } while (again);
  };
  const refresh = () => {
    again = true;
    running ??= read().finally(() => (running = null));
    return running;
  };
  const events = new EventSource("/world/events");
  events.onmessage = refresh;
  events.onopen = refresh;
  events.onerror = () => onLink(false);
  return refresh;
}
