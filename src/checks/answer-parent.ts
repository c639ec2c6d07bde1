/**
 * Answers the parent's messages one after the other. An answer has left this process before the next request begins, so
 * that a crash in that can't take it along, and the parent knows which request it was.
 */
export function answerParent(answer: (message: unknown) => unknown): void {
  let before: Promise<void> = Promise.resolve();
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
