/** Expects that a call fails with AWS's code. */
export const failsWith = (code: string, call: Promise<unknown>) =>
  expect(call).rejects.toMatchObject({ name: code });
