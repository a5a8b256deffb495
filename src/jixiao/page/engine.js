// The two engines behind the page. Both answer the same addresses; an answer is {ok, status, bytes}.

const AS_JSON = {"Content-Type": "application/json"};
const ASK_FOR_TOKEN = "这个服务要口令 / This service wants a token";
const TEXT = new TextDecoder();

/** The service that this page came from, over HTTP. */
class ServiceEngine {
  isOffline = false;
  #token = "";

  async start() {}

  #send(path, query, body) {
    const headers = typeof body === "string" ? {...AS_JSON} : {};
    if (this.#token) headers.Authorization = `Bearer ${this.#token}`;
    const method = body === null ? "GET" : "POST";
    return fetch(`.${path}?${new URLSearchParams(query)}`, {method, headers, body});
  }

  async ask(path, query = {}, body = null) {
    let response = await this.#send(path, query, body);
    if (response.status === 401) {
      this.#token = prompt(ASK_FOR_TOKEN) ?? "";
      response = await this.#send(path, query, body);
    }
    return {ok: response.ok, status: response.status, bytes: new Uint8Array(await response.arrayBuffer())};
  }
}

/** The package itself, run by a worker from what this file carries. */
class WorkerEngine {
  isOffline = true;
  #waiting = new Map();
  #number = 0;
  #worker;

  /** Start the worker; `tell` hears which stage it has reached. Rejects where it cannot run. */
  start(tell) {
    const source = encodeURIComponent(document.getElementById("worker").textContent);
    // From file:// a module worker starts from a data: address only; one of blob: is refused.
    this.#worker = new Worker(`data:text/javascript,${source}`, {type: "module"});
    return new Promise((resolve, reject) => {
      this.#worker.onerror = (event) => reject(new Error(event.message || "worker"));
      this.#worker.onmessage = ({data}) => {
        if (data.stage === "ready") resolve();
        else if (data.stage === "failed") reject(new Error(data.why));
        else if (data.stage) tell(data.stage);
        else this.#settle(data);
      };
      const parts = document.querySelectorAll("script[data-part]");
      this.#worker.postMessage({parts: Array.from(parts, (part) => [part.dataset.part, part.textContent])});
      parts.forEach((part) => part.remove());
    });
  }

  ask(path, query = {}, body = null) {
    const prepared = document.getElementById(`${path}?${new URLSearchParams(query)}`);
    if (prepared) {
      return Promise.resolve({ok: true, status: 200, bytes: new TextEncoder().encode(prepared.textContent)});
    }
    return new Promise((resolve) => {
      const number = this.#number++;
      this.#waiting.set(number, resolve);
      const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body ?? new Uint8Array();
      this.#worker.postMessage({number, path, query, bytes});
    });
  }

  #settle({number, status, bytes}) {
    this.#waiting.get(number)({ok: status < 400, status, bytes});
    this.#waiting.delete(number);
  }
}

/** Return the engine of this page: the worker where the file carries one, else the service. */
export function engineOfPage() {
  return document.getElementById("worker") ? new WorkerEngine() : new ServiceEngine();
}

/** Return an answer's document. */
export function documentOf(answer) {
  return JSON.parse(TEXT.decode(answer.bytes));
}
