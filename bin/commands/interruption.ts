/** The exit code of a process that a signal ended: 128 plus the signal's number. */
const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** tsx passes Ctrl-C on to this process, which the terminal has sent it already: within this time it is not a second Ctrl-C. */
const REPEAT_MILLISECONDS = 1_000;

let exitCode: number | undefined;

/**
 * Aborts on Ctrl-C, or when the process is asked to end. A second Ctrl-C ends the process at once, without waiting for
 * what is under way.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  for (const [signal, code] of Object.entries(EXIT_CODES)) {
    process.on(signal, () => {
      if (first > 0 && Date.now() - first > REPEAT_MILLISECONDS) process.exit(code);
      first ||= Date.now();
      exitCode = code;
      controller.abort();
    });
  }
  return controller.signal;
}

/** The exit code for the signal that interrupted the command; undefined where none did. */
export function interruptedWith(): number | undefined {
  return exitCode;
}
