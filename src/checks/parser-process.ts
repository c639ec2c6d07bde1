/**
 * Entry of the parser process: the only place where native parsing runs, because oxc ends in a segmentation fault on
 * deep nesting. It answers the requests of its parent in their order, with one result for each file.
 */
loading.catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
answerParent(async (message) => {
  const parser = await loading;
  const request = message as ParserRequest;
  try {
    await prepare(request);
    return answer(parser, request);
  } catch (error) {
    if (error instanceof Error && error.name === "RuntimeError") process.exit(1);
    throw error;
  }
});
