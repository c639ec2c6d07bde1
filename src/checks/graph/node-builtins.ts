/** Node's own modules, as a list of ours: the verdict must not depend on the Node that runs. */
const BUILTINS = new Set(
  (
    "assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events fs http http2 https inspector module net os path perf_hooks process punycode querystring readline repl stream string_decoder sys timers tls trace_events tty url util v8 vm wasi worker_threads zlib"
  ).split(" "),
);

export function isNodeBuiltin(specifier: string): boolean {
  return specifier.startsWith("node:") || BUILTINS.has(specifier.split("/")[0] ?? "");
}

/** `cloudflare:workers`, `bun:test`, `https://…`, `data:…`, `virtual:…`: names that another tool gives meaning to. */
export function hasScheme(specifier: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(specifier) && !specifier.startsWith("node:");
}
