/** Which library types a program needs before a type-aware rule can say anything about it. */
export type NeededTypes = "none" | "language" | "browser";

/**
 * Promises and unions of the language itself come from these words alone: `async`, `Promise` and `PromiseLike`,
 * `AsyncGenerator` and the like, `import(…)`; a `switch` may be about a union of the program's own.
 */
const LANGUAGE = /async|Async|Promise|\bimport\s*\(|\bswitch\b/;

/**
 * Types of a browser that have a promise in them, by name or by how the names of their family begin, and the global variables and functions that
 * lead to one. (`window`, `self` and `parent` lead only to what is named here as well; `setTimeout` and `console`, which nearly every file has, lead nowhere.)
 */
const BROWSER = new RegExp(
  `\\b(?:(?:${"HTML SVG MathML RTC GPU IDB MIDI CSS FileSystem Media Navigat Offscreen Offline Payment Push ReadableStream ServiceWorker Video WakeLock Writable".split(" ").join("|")})\\w*|${[
    ..."Animation AudioContext AudioDecoder AudioEncoder AudioWorklet BaseAudioContext Blob Body Cache CacheStorage CanvasCaptureMediaStreamTrack Clipboard ClipboardItem CookieStore CookieStoreManager".split(" "),
    ..."CredentialsContainer CustomElementRegistry Document Element File FontFace FontFaceSet GamepadHapticActuator ImageCapture ImageDecoder ImageTrackList LockManager Permissions RemotePlayback".split(" "),
    ..."Request Response Scheduler Screen ScreenOrientation StorageManager SubtleCrypto ViewTransition WebTransport Window WindowOrWorkerGlobalScope Worklet XMLDocument".split(" "),
    ..."caches clientInformation cookieStore createImageBitmap crypto customElements document fetch frameElement indexedDB navigation navigator scheduler screen".split(" "),
  ].join("|")})\\b`,
);

/**
 * Types of a browser cost as much as everything else together (a second of one core), those of the language half of it;
 * a program without the words that promises and unions come from has none of either.
 */
export function neededTypes(texts: readonly string[]): NeededTypes {
  if (texts.some((text) => BROWSER.test(text))) return "browser";
  return texts.some((text) => LANGUAGE.test(text)) ? "language" : "none";
}
