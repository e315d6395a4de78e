/** Jest's matchers, typed: some text. */
export const containing = (text: string): unknown => expect.stringContaining(text);

/** Text of a form. */
export const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

/** Any date. */
export const aDate = (): unknown => expect.any(Date);
