/** Copies of code that stands elsewhere in the repository; found over all files, so no rule of one file. */
export const CLONE_RULE = "clone";
