/** What whoever starts the endpoint must know before anything else; each program that starts it prints this. */
export const RUNS_AS_YOU =
  'Builds and functions run on this machine as you, with all that you may do: never rehearse code that you do not trust.';
