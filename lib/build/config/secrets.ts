/** Forms that secrets are given so that they can be recognised: keys of AWS, private keys, tokens of git hosts and chats. */
const FORMS = [
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /\bgh[pousr]_[A-Za-z0-9]{20,}/,
  /\bgithub_pat_\w{20,}/,
  /\bgl(pat|ptt|dt|rt|cbt)-[\w-]{16,}/,
  /\bxox[abprs]-[\w-]{10,}/,
  /\bATBB[A-Za-z0-9]{20,}/,
  /:\/\/[^\s/:@]+:[^\s/:@]+@/,
];

/** Whether a text has the form of a secret; one without a form of its own is like any other text. */
export function hasFormOfSecret(value: string): boolean {
  return FORMS.some((form) => form.test(value));
}
