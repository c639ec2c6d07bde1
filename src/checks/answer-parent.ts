/**
 * Answers the parent's messages one after the other. An answer has left this process before the next request begins, so
 * that a crash in that can't take it along, and the parent knows which request it was. Once all of this process is loaded
 * (`loading` is what it still waits for) it says that it is ready: the time of a request runs from there.
 */
export function answerParent(answer: (message: unknown) => unknown, loading: Promise<unknown> = Promise.resolve()): void {
  let before = loading.then(() => send({ ready: true }));
  process.on("message", (message) => {
    before = before
      .then(() => answer(message))
      .then(
        (value) => send({ value }),
        (error: unknown) => send({ failure: error instanceof Error ? error.message : String(error) }),
      );
  });
}

function send(message: object): Promise<void> {
  return new Promise((done) => {
    if (process.send === undefined) done();
    else process.send(message, () => done());
  });
}
