/** What a shell calls the end by a signal: 128 and the signal's number. */
const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** The loader passes Ctrl-C on to a process that has had it from the terminal already: that is not a person's second one. */
const ECHO_MILLISECONDS = 1_000;

let exitCode: number | undefined;

/**
 * Aborts when the person presses Ctrl-C or the process is asked to end. A second Ctrl-C ends the process at once, without
 * waiting for what is under way.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  for (const [signal, code] of Object.entries(EXIT_CODES)) {
    process.on(signal, () => {
      if (first > 0 && Date.now() - first > ECHO_MILLISECONDS) process.exit(code);
      first ||= Date.now();
      exitCode = code;
      controller.abort();
    });
  }
  return controller.signal;
}

/** The exit code that tells by which signal a command was interrupted, or undefined where none was. */
export function interruptedWith(): number | undefined {
  return exitCode;
}
