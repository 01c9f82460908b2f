// What is asked of the server, and what it is told: decisions one after the other, in the order they were made.

const RETRY = 1500;

export class Refused extends Error {
  constructor(status, body) {
    super(body.error ?? `status ${status}`);
    this.status = status;
    this.states = body.states ?? {};
  }
}

async function answer(response) {
  const body = await response.json();
  if (!response.ok) throw new Refused(response.status, body);
  return body;
}

export async function get(path, values = {}) {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== "" && value !== 0));
  return answer(await fetch(`api/${path}?${query}`));
}

async function post(path, body) {
  return answer(
    await fetch(`api/${path}`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
    }),
  );
}

/** Sends what was decided; while the server is away it waits and tries again. */
export class Saver {
  constructor(tell) {
    this.waiting = 0;
    this.last = Promise.resolve();
    this.tell = tell;
  }

  /** Send when all before has been answered; the body is made then, so that it knows what stands there. */
  send(path, makeBody) {
    this.waiting += 1;
    this.tell(this.waiting, true);
    const result = this.last.then(() => this.attempt(path, makeBody));
    this.last = result.catch(() => undefined).then(() => {
      this.waiting -= 1;
      this.tell(this.waiting, true);
    });
    return result;
  }

  async attempt(path, makeBody) {
    const body = makeBody();
    for (;;) {
      try {
        return await post(path, body);
      } catch (error) {
        if (error instanceof Refused) throw error;
        this.tell(this.waiting, false);
        await new Promise((ready) => setTimeout(ready, RETRY));
      }
    }
  }
}

/** Return the address of the picture of a page. */
export function pageAddress(issue, number) {
  return `api/page/${issue}/${number}`;
}

/** Only a page that is a file hands out what was decided. */
export const download = null;
